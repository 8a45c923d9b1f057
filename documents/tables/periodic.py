"""The figures of a periodic report as tables: for its page, its spreadsheet and its document. No words of a case, nor a name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from documents.tables.accounts import FLOW_LABELS, TOTAL
from documents.tables.statistics import duration_text
from documents.tables.table import Cell, Table, local
from documents.tables.withheld import tables_of_withheld
from domain.accounts.account import Account, Count, Flow, Group, LateStep, total_of
from domain.procedure import Procedure
from domain.reports.figures import AnyFigures, ReportFigures, WithheldFigures
from language.report_labels import WITHHELD_COUNT

LATE_COLUMNS = ("Mã hồ sơ", "Cơ quan", "Bước", "Căn cứ", "Hạn", "Xong lúc", "Trễ", "Giải trình")
_GROUP_COLUMNS = (
    "Phải xử lý", "Tiếp nhận", "Đã giải quyết", "Có hạn bị trễ", "Rút, gộp", "Đang xử lý", "Quá hạn", "Tỷ lệ quá hạn",
)  # fmt: skip


@dataclass(frozen=True)
class ReportNames:
    """The names that a report's tables show, by id, and the regulation."""

    procedure: Procedure
    agencies: Mapping[str, str]
    places: Mapping[str, str]

    def agency(self, agency: str | None) -> str:
        """Return the name of an agency, or that none had the case."""
        return self.agencies.get(agency, agency) if agency else "Trung tâm, chưa giao cơ quan"

    def field(self, field: str | None) -> str:
        """Return the name of a field of work."""
        found = self.procedure.field(field)
        return found.name if found else field or "Chưa phân loại"

    def channel(self, channel: str | None) -> str:
        """Return the name of a channel."""
        found = self.procedure.channel(channel)
        return found.name if found else channel or "Không rõ kênh"

    def place(self, place: str | None) -> str:
        """Return the name of a place."""
        return self.places.get(place, place) if place else "Không rõ địa bàn"


Explanations = Mapping[tuple[str, str | None], str]
"""The explanations of agencies: by agency and case, or by agency and None for all of its cases."""


def tables_of_report(figures: AnyFigures, names: ReportNames, explained: Explanations) -> tuple[Table, ...]:
    """Return the tables of a report; those without a row are left out."""
    if isinstance(figures, WithheldFigures):
        tables: tuple[Table, ...] = tables_of_withheld(figures, names.procedure.authority.time_zone, names.agency)
    else:
        tables = _tables_of_account(figures, names, explained)
    return tuple(table for table in tables if table.rows)


def changes_between(older: AnyFigures, newer: AnyFigures) -> tuple[tuple[str, int, int], ...]:
    """Return the counts that differ between two editions: label, before, after. An edition with other contents tells none."""
    both = zip(_totals(older), _totals(newer), strict=False) if type(older) is type(newer) else ()
    return tuple((label, before, after) for (label, before), (_, after) in both if before != after)


def _totals(figures: AnyFigures) -> Iterator[tuple[str, int]]:
    if isinstance(figures, WithheldFigures):
        yield from ((label, getattr(figures.counts, name)) for name, label in WITHHELD_COUNT.items())
    else:
        yield from ((label, getattr(figures.account.total, name)) for name, label in FLOW_LABELS.items())


def _tables_of_account(figures: ReportFigures, names: ReportNames, explained: Explanations) -> tuple[Table, ...]:
    account = figures.account
    return (
        Table("Tổng hợp", ("Chỉ tiêu", "Kỳ này", "Kỳ trước", "Cùng kỳ năm trước"), tuple(_flows(figures))),
        _grouped("Theo kênh", "Kênh", ((names.channel(each.id), each) for each in account.by_channel)),
        _grouped("Theo lĩnh vực", "Lĩnh vực", ((names.field(each.id), each) for each in account.by_field)),
        _grouped("Theo cơ quan", "Cơ quan chủ trì", ((names.agency(each.id), each) for each in account.by_lead)),
        _grouped("Theo địa bàn", "Địa bàn", ((names.place(each.id), each) for each in account.by_place)),
        Table("Trả lại", ("Cơ quan", "Số lần trả lại"), tuple(_counts(account.returned, names))),
        Table("Đánh giá", ("Mức", "Số đánh giá"), tuple(_ratings(account, names.procedure))),
        Table(
            "Thời gian", ("Bước", "Căn cứ", "Số lần", "Trễ", "Trung vị", "90% không quá"), tuple(_steps(account, names))
        ),
        Table("Trễ hạn trong kỳ", LATE_COLUMNS, tuple(late_row(step, names, explained) for step in account.late)),
    )


def share_text(part: int, whole: int) -> str:
    """Return a share as Vietnamese write it: `94,6%`. A share of nothing is 0%."""
    return f"{100 * part / whole if whole else 0:.1f}%".replace(".", ",").replace(",0%", "%")


def explanation_of(step: LateStep, explained: Explanations) -> str:
    """Return what the agency explained about a late case, '' where it did not."""
    agency = step.agency or ""
    return explained.get((agency, step.code)) or explained.get((agency, None), "")


def late_row(step: LateStep, names: ReportNames, explained: Explanations) -> tuple[Cell, ...]:
    """Return one late step as a row of `LATE_COLUMNS`."""
    zone = names.procedure.authority.time_zone
    rule = next((rule for rule in names.procedure.limits if rule.id == step.limit), None)
    return (
        step.code,
        names.agency(step.agency),
        step.step,
        step.source,
        local(step.due, zone),
        local(step.done_at, zone),
        "" if step.late_by is None else duration_text(int(step.late_by.total_seconds()), rule),
        explanation_of(step, explained),
    )


def _flows(figures: ReportFigures) -> Iterator[tuple[Cell, ...]]:
    flows: Sequence[Flow] = (figures.account.total, figures.before, figures.year_ago)
    yield from ((label, *(getattr(flow, name) for flow in flows)) for name, label in FLOW_LABELS.items())


def _grouped(name: str, what: str, groups: Iterator[tuple[str, Group]]) -> Table:
    rows = [(label, group.flow) for label, group in groups]
    if len(rows) > 1:
        rows.append((TOTAL, total_of(flow for _, flow in rows)))
    return Table(name, (what, *_GROUP_COLUMNS), tuple((label, *_cells_of(flow)) for label, flow in rows))


def _cells_of(flow: Flow) -> tuple[Cell, ...]:
    """Return the cells of a group: all are resolved, withdrawn or merged, or open."""
    return (
        flow.handled,
        flow.received,
        flow.resolved,
        flow.late,
        flow.ended - flow.resolved,
        flow.open,
        flow.overdue,
        share_text(flow.overdue, flow.handled),
    )


def _counts(counts: tuple[Count, ...], names: ReportNames) -> Iterator[tuple[Cell, ...]]:
    yield from ((names.agency(each.id), each.count) for each in counts)


def _ratings(account: Account, procedure: Procedure) -> Iterator[tuple[Cell, ...]]:
    given = {each.id: each.count for each in account.ratings}
    if given:
        yield from ((rating.name, given.get(rating.id, 0)) for rating in procedure.ratings)


def _steps(account: Account, names: ReportNames) -> Iterator[tuple[Cell, ...]]:
    for step in account.steps:
        rule = next((rule for rule in names.procedure.limits if rule.id == step.limit), None)
        median, ninetieth = (
            "" if time is None else duration_text(int(time.total_seconds()), rule)
            for time in (step.median, step.ninetieth)
        )
        yield (rule.name if rule else step.limit, rule.source if rule else "", step.done, step.late, median, ninetieth)
