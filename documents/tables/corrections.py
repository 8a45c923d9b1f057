"""The words of a corrected edition of a report: which edition it replaces, why, and what changed."""

from __future__ import annotations

from collections.abc import Iterator

from documents.tables.periodic import ReportNames, changes_between, tables_of_report
from domain.procedure import written_number
from domain.reports.figures import AnyFigures
from domain.reports.report import CorrectionBegun
from records.reports.rows import WholeReport


def correction_of(whole: WholeReport, names: ReportNames) -> tuple[str, ...]:
    """Return which sent edition the latest one replaces, why, and what changed; nothing for one that replaces none."""
    replaced = [sent for sent in whole.sent if sent.edition < len(whole.editions)]
    if not replaced:
        return ()
    before = replaced[-1]
    reasons = [entry.event.reason.sealed for entry in whole.entries if isinstance(entry.event, CorrectionBegun)]
    return (
        f"Bản sửa, thay Báo cáo số {written_number(before.number, before.symbol)}. Lý do: {reasons[-1]}",
        *_changes(whole.editions[before.edition - 1], whole.editions[-1], names),
    )


def _changes(older: AnyFigures, newer: AnyFigures, names: ReportNames) -> Iterator[str]:
    changed = changes_between(older, newer)
    if changed:
        counts = "; ".join(f"{label}: {was} sửa thành {now}" for label, was, now in changed)
        yield f"Số liệu thay đổi: {counts}."
    else:
        yield "Số liệu tổng hợp không thay đổi."
    was, now = ({table.name: table.rows for table in tables_of_report(each, names, {})} for each in (older, newer))
    if tables := [name for name in dict.fromkeys((*now, *was)) if was.get(name) != now.get(name)]:
        yield f"Bảng có thay đổi: {'; '.join(tables)}."
