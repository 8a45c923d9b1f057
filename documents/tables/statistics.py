"""Statistics as tables, with names instead of ids."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from documents.tables.figures import Figures, Tally
from documents.tables.table import Cell, Table
from domain.limit_rules import LimitRule
from domain.procedure import Procedure
from records.figures.rows import Counts, Span, StepTime

NO_AGENCY = "Chưa có cơ quan xử lý"
NO_FIELD = "Chưa phân loại"
_SECONDS_IN_HOUR, _SECONDS_IN_MINUTE = 3600, 60

TALLY_COLUMNS = (
    "Tiếp nhận", "Đã giải quyết", "Trong đó trả lời", "Trong đó từ chối", "Rút, gộp", "Đúng hạn", "Trễ hạn", "Tỷ lệ đúng hạn (%)",
    "Trễ do cơ quan chủ trì", "Mở lại",
)  # fmt: skip


@dataclass(frozen=True)
class FigureNames:
    """Names of agencies and officers by id. Other names come from the regulation of the day, or from those `former` of
    authorities that have joined this one. `borders` names the earlier borders that the figures are read by, empty for none."""

    procedure: Procedure
    agencies: Mapping[str, str]
    people: Mapping[str, str] = field(default_factory=dict)
    former: tuple[Procedure, ...] = ()
    borders: str = ""

    @property
    def whose(self) -> str:
        """The authority, with the borders where they are not the present ones."""
        name = self.procedure.authority.name
        return f"{name}, theo địa giới cũ của {self.borders}" if self.borders else name

    def agency(self, agency: str | None) -> str:
        """Return an agency's name, or the words for a case without an agency."""
        return self.agencies.get(agency, agency) if agency else NO_AGENCY

    def officer(self, officer: str | None) -> str:
        """Return an officer's name, or the words for a case that no officer has taken."""
        return self.people.get(officer, officer) if officer else "Chưa giao"

    def field(self, field_id: str | None) -> str:
        """Return the name of a field of work, or the words for a case without one."""
        texts = (self.procedure, *self.former)
        found = next((known for text in texts if (known := text.field(field_id))), None)
        return found.name if found else field_id or NO_FIELD

    def limit(self, limit_id: str) -> LimitRule | None:
        """Return the rule of a limit, or None if the regulation of the day no longer has it."""
        rules = (rule for text in (self.procedure, *self.former) for rule in text.limits)
        return next((rule for rule in rules if rule.id == limit_id), None)


def duration_text(seconds: int, rule: LimitRule | None) -> str:
    """Return the duration of a step: `13 giờ làm việc`, `6,5 giờ làm việc`, `30 phút làm việc`; for a limit in clock
    time `2 giờ`."""
    working = "" if rule and rule.amount and not rule.amount.unit.is_working else " làm việc"
    if seconds < _SECONDS_IN_HOUR:
        return f"{round(seconds / _SECONDS_IN_MINUTE)} phút{working}"
    return f"{seconds / _SECONDS_IN_HOUR:.1f}".removesuffix(".0").replace(".", ",") + f" giờ{working}"


def tables_of(figures: Figures, counts: Counts, span: Span, names: FigureNames) -> tuple[Table, ...]:
    """Return every table of the statistics, the one by agency first."""
    notes = notes_of(span, names)
    ratings = [(rating.id, rating.name) for rating in names.procedure.ratings]
    columns = (*TALLY_COLUMNS, *(name for _, name in ratings))

    def tallied(name: str, heading: str, rows: Iterable[tuple[Cell, Tally]], *, standing: bool = False) -> Table:
        more = ("Đang xử lý", "Đang quá hạn") if standing else ()
        body = [
            (said, *_cells(tally, ratings), *((tally.open, tally.overdue) if standing else ())) for said, tally in rows
        ]
        return Table(name, (heading, *columns, *more), body, notes)

    return (
        tallied("Theo cơ quan", "Cơ quan chủ trì", agencies_of(figures, names), standing=True),
        tallied("Theo tháng", "Tháng", figures.by_month.items()),
        tallied("Theo lĩnh vực", "Lĩnh vực", fields_of(figures, names)),
        _steps(counts, names, notes),
        _load(counts, names, notes),
        _rungs(counts, names, notes),
    )


def notes_of(span: Span, names: FigureNames) -> tuple[str, ...]:
    """Return the notes above the tables: the authority, the months and the filters."""
    of = [names.whose, f"từ tháng {span.first.in_vietnamese} đến tháng {span.last.in_vietnamese}"]
    if span.agency:
        of.append(names.agency(span.agency))
    if span.field:
        of.append(f"lĩnh vực {names.field(span.field)}")
    return (
        "; ".join(of),
        "Đúng hạn: đã giải quyết mà không hạn nào của cơ quan nhà nước bị trễ. Không tính phản ánh thử nghiệm.",
    )


def agencies_of(figures: Figures, names: FigureNames) -> list[tuple[str, Tally]]:
    """Return each agency with its tally, ordered by name. Cases without an agency come last."""
    found = sorted(figures.by_agency.items(), key=lambda each: (each[0] is None, names.agency(each[0])))
    return [(names.agency(agency), tally) for agency, tally in found]


def fields_of(figures: Figures, names: FigureNames) -> list[tuple[str, Tally]]:
    """Return each field of work with its tally, in the regulation's order."""
    order = {each.id: place for place, each in enumerate(names.procedure.fields)}
    found = sorted(figures.by_field.items(), key=lambda each: (order.get(each[0] or "", len(order)), str(each[0])))
    return [(names.field(field_id), tally) for field_id, tally in found]


def percent(share: float | None) -> float | None:
    """Return a share in per cent, to one decimal."""
    return None if share is None else round(100 * share, 1)


def _cells(tally: Tally, ratings: Sequence[tuple[str, str]]) -> tuple[Cell, ...]:
    return (
        tally.received,
        tally.closed,
        tally.answered,
        tally.refused,
        tally.ended_otherwise,
        tally.on_time,
        tally.late,
        percent(tally.on_time_share),
        tally.late_by_lead,
        tally.reopened,
        *(tally.ratings.get(rating, 0) for rating, _ in ratings),
    )


def _steps(counts: Counts, names: FigureNames, notes: tuple[str, ...]) -> Table:
    columns = ("Bước", "Căn cứ", "Số lần xong", "Trong đó trễ", "Trung vị (giờ)", "Trung vị")
    rows: list[tuple[Cell, ...]] = []
    for step in in_order(counts, names):
        rule = names.limit(step.limit)
        hours = None if step.median is None else round(step.median / _SECONDS_IN_HOUR, 2)
        said = None if step.median is None else duration_text(step.median, rule)
        internal = rule is not None and rule.is_internal
        name = f"{rule.name if rule else step.limit}{' (hạn nội bộ)' if internal else ''}"
        late = None if internal else step.late
        rows.append((name, rule.source if rule else "", step.count, late, hours, said))
    return Table("Thời gian từng bước", columns, rows, notes)


def in_order(counts: Counts, names: FigureNames) -> list[StepTime]:
    """Return the steps in the regulation's order."""
    order = {rule.id: place for place, rule in enumerate(names.procedure.limits)}
    return sorted(counts.steps, key=lambda step: (order.get(step.limit, len(order)), step.limit))


def _load(counts: Counts, names: FigureNames, notes: tuple[str, ...]) -> Table:
    rows = sorted(
        (names.agency(load.lead), names.officer(load.officer), load.open, load.overdue) for load in counts.load
    )
    return Table("Đang xử lý", ("Cơ quan", "Cán bộ", "Đang xử lý", "Đang quá hạn"), rows, notes)


def _rungs(counts: Counts, names: FigureNames, notes: tuple[str, ...]) -> Table:
    rows = sorted(
        (
            rule.name if (rule := names.limit(each.limit)) else each.limit,
            names.agency(each.agency) if each.agency else "Trung tâm, địa phương",
            each.rungs,
            each.count,
        )
        for each in counts.overdue
    )
    return Table("Quá hạn theo bậc", ("Bước", "Nơi phải làm", "Đã báo tới bậc", "Số hạn"), rows, notes)
