"""A list of cases as a table that spreadsheets open."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from io import StringIO

from api.case_lines import CaseLineView

_BYTE_ORDER_MARK = "\ufeff"
"""Without it Excel takes UTF-8 for an older encoding and breaks every diacritic."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")

_HEADINGS = (
    "Mã hồ sơ", "Trạng thái", "Lĩnh vực", "Quy trình", "Cơ quan chủ trì", "Cơ quan phối hợp", "Cán bộ", "Tiếp nhận lúc",
    "Đến hạn", "Quá hạn", "Tạm dừng", "Gộp vào", "Thử nghiệm", "Nội dung",
)  # fmt: skip


def as_csv(lines: Iterable[CaseLineView]) -> Iterator[str]:
    """The table, a row at a time, headings first (RFC 4180)."""
    yield _BYTE_ORDER_MARK + _row(_HEADINGS)
    for line in lines:
        yield _row(_cells(line))


def _cells(line: CaseLineView) -> tuple[str, ...]:
    return (
        line.code,
        line.status_label,
        line.field.name if line.field else "",
        line.urgency_label,
        line.lead.name if line.lead else "",
        "; ".join(agency.name for agency in line.co_ordinating),
        line.officer.name if line.officer else "",
        line.received_text,
        line.due_text or "",
        _yes(line.overdue),
        _yes(line.paused),
        line.merged_into or "",
        _yes(line.test),
        line.excerpt,
    )


def _yes(value: bool) -> str:
    return "có" if value else ""


def _row(cells: Iterable[str]) -> str:
    written = StringIO()
    csv.writer(written).writerow([_as_text(cell) for cell in cells])
    return written.getvalue()


def _as_text(cell: str) -> str:
    """What a person wrote is never a formula, whatever it begins with."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
