"""The account of a period as tables, with names instead of ids."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from documents.tables.statistics import FigureNames, duration_text, percent
from documents.tables.table import Cell, Table, local
from domain.accounts.account import Account, Flow, Group, LateStep, StepTimes
from domain.accounts.period import Period
from domain.accounts.shares import OverdueShare, OverdueTable, by_district, overdue_table, shares_of
from domain.offices.places import Place, levels_of
from domain.time.amounts import Unit

NO_PLACE = "Chưa rõ địa bàn"
NOT_OF_AGENCY = "Trung tâm, địa phương"
TOTAL = "Tổng cộng"
OVERDUE_COLUMNS = ("Stt", "{unit}", "Tổng số phản ánh", "Đã giải quyết", "Quá hạn giải quyết", "Tỷ lệ quá hạn (%)")
LATE_COLUMNS = (
    "Mã hồ sơ", "Cơ quan phải làm", "Bước", "Căn cứ", "Lĩnh vực", "Địa bàn", "Tiếp nhận lúc", "Hạn", "Làm xong lúc", "Trễ (giờ)",
    "Trễ",
)  # fmt: skip

FLOW_LABELS: dict[str, str] = {
    "carried_in": "Kỳ trước chuyển sang",
    "received": "Tiếp nhận trong kỳ",
    "reopened": "Mở lại trong kỳ",
    "handled": "Tổng số phải giải quyết",
    "resolved": "Đã giải quyết",
    "in_time": "Trong đó đúng hạn",
    "late": "Trong đó trễ hạn",
    "refused": "Trong đó từ chối",
    "withheld": "Trong đó chỉ trả lời người gửi",
    "withdrawn": "Người gửi rút",
    "merged": "Gộp vào hồ sơ khác",
    "open": "Chuyển kỳ sau",
    "open_in_time": "Trong đó còn hạn",
    "overdue": "Trong đó quá hạn",
}
"""The lines of an account in order: on the left what came in, then what became of it."""


@dataclass(frozen=True)
class AccountNames:
    """The names of an account: those of figures, and of places."""

    figures: FigureNames
    places: Sequence[Place] = field(default_factory=tuple)

    def place(self, place: str | None) -> str:
        """Return the name of a place, or the words for a case without one."""
        if place is None:
            return NO_PLACE
        return next((each.name for each in self.places if each.id == place), place)

    @property
    def largest(self) -> tuple[Place, ...]:
        """The units in use that lie in no other, in the office's order: districts where there are some, or else wards."""
        return tuple(each for each in self.places if each.in_use and each.parent is None)

    def units(self, by: str) -> str:
        """Return what the lines of overdue shares are: of the largest units, what their own names say."""
        return (levels_of(self.largest) if by == "district" else "") or UNITS[by]


@dataclass(frozen=True)
class Compared:
    """An account beside the totals of the period before and of the same days a year ago."""

    account: Account
    previous: Flow
    a_year_ago: Flow


def tables_of(compared: Compared, names: AccountNames, late: Iterable[LateStep]) -> tuple[Table, ...]:
    """Return every table of the account, the list of late steps last."""
    account, notes = compared.account, notes_of(compared.account, names)
    return (
        _totals(compared, notes),
        _flows("Theo cơ quan", "Cơ quan chủ trì", leads_of(account, names), notes),
        _flows("Theo lĩnh vực", "Lĩnh vực", fields_of(account, names), notes),
        _flows("Theo kênh", "Kênh tiếp nhận", channels_of(account, names), notes),
        _flows("Theo địa bàn", "Địa bàn", places_of(account, names), notes),
        share_table(overdue_by(shares_of(account.by_place), names, "district"), names, "district", notes),
        _steps(account, names, notes),
        _counts(
            "Trả lại", "Cơ quan", [(names.figures.agency(each.id), each.count) for each in account.returned], notes
        ),
        _counts("Đánh giá", "Mức", [(_rating(names, each.id), each.count) for each in account.ratings], notes),
        late_table(late, names, notes),
    )


def notes_of(account: Account, names: AccountNames) -> tuple[str, ...]:
    """Return the notes above the tables: whose cases, which days, and what counts."""
    return notes_for(account.period, account.agency, names)


def notes_for(period: Period, agency: str | None, names: AccountNames) -> tuple[str, ...]:
    """Return the same notes for a period, and an agency where it is about one."""
    of = [names.figures.whose, f"từ ngày {period.in_vietnamese}"]
    if agency:
        of.append(names.figures.agency(agency))
    return (
        "; ".join(of),
        "Kỳ trước chuyển sang, tiếp nhận và mở lại cộng lại bằng đã giải quyết, rút, gộp và chuyển kỳ sau.",
        "Trễ hạn, quá hạn: theo thời hạn do văn bản quy định. Không tính phản ánh thử nghiệm.",
    )


def leads_of(account: Account, names: AccountNames) -> list[tuple[str, Flow]]:
    """Return the flow of each lead agency, ordered by name; cases without one come last."""
    return _named(account.by_lead, names.figures.agency)


def fields_of(account: Account, names: AccountNames) -> list[tuple[str, Flow]]:
    """Return the flow of each field of work, in the regulation's order."""
    order = {each.id: place for place, each in enumerate(names.figures.procedure.fields)}
    groups = sorted(account.by_field, key=lambda group: order.get(group.id or "", len(order)))
    return [(names.figures.field(group.id), group.flow) for group in groups]


def channels_of(account: Account, names: AccountNames) -> list[tuple[str, Flow]]:
    """Return the flow of each channel, by name."""

    def name(channel: str | None) -> str:
        found = names.figures.procedure.channel(channel)
        return found.name if found else channel or "Chưa rõ kênh"

    return _named(account.by_channel, name)


def places_of(account: Account, names: AccountNames) -> list[tuple[str, Flow]]:
    """Return the flow of each place that a report names, by name."""
    return _named(account.by_place, names.place)


def overdue_by(shares: Iterable[OverdueShare], names: AccountNames, by: str) -> OverdueTable:
    """Return the table of overdue shares by `district`, `place` or `agency`, from those of places or of agencies.

    Every unit in use has a line.
    """
    if by == "agency":
        return overdue_table(shares, tuple(names.figures.agencies))
    if by == "district":
        return overdue_table(by_district(shares, names.places), tuple(each.id for each in names.largest))
    return overdue_table(shares, tuple(each.id for each in names.places if each.active))


UNITS: Mapping[str, str] = {"district": "Địa bàn", "place": "Địa bàn", "agency": "Cơ quan chủ trì"}
"""The units of a line of overdue shares, with their headings where no name says more."""


def share_table(table: OverdueTable, names: AccountNames, by: str, notes: Sequence[str]) -> Table:
    """Return the share of overdue cases as a table, its sum last."""
    name = names.figures.agency if by == "agency" else names.place
    columns = tuple(column.format(unit=names.units(by)) for column in OVERDUE_COLUMNS)
    rows: list[tuple[Cell, ...]] = [
        (number, name(line.id), line.total, line.resolved, line.overdue, percent(line.share))
        for number, line in enumerate(table.lines, 1)
    ]
    total = table.total
    rows.append((None, TOTAL, total.total, total.resolved, total.overdue, percent(total.share)))
    return Table("Tỷ lệ quá hạn", columns, rows, notes)


def late_table(late: Iterable[LateStep], names: AccountNames, notes: Sequence[str]) -> Table:
    """Return the list of late steps as a table. Its rows are read once, so they need not fit into memory."""
    return Table("Bước trễ hạn", LATE_COLUMNS, (_late_cells(step, names) for step in late), notes)


def _late_cells(step: LateStep, names: AccountNames) -> tuple[Cell, ...]:
    zone = names.figures.procedure.authority.time_zone
    return (
        step.code,
        agency_of(step, names),
        step.step,
        step.source,
        names.figures.field(step.field),
        names.place(step.place),
        local(step.received_at, zone),
        local(step.due, zone),
        local(step.done_at, zone),
        None if step.late_by is None else round(step.late_by / timedelta(hours=1), 2),
        late_text(step, names),
    )


def agency_of(step: LateStep, names: AccountNames) -> str:
    """Return who had to keep a late step."""
    return names.figures.agency(step.agency) if step.agency else NOT_OF_AGENCY


def late_text(step: LateStep, names: AccountNames) -> str | None:
    """Return how late a step is in words: `13 giờ làm việc`; None where no calendar has told it."""
    if step.late_by is None:
        return None
    working = step.unit in (Unit.WORKING_DAY, Unit.WORKING_HOUR)
    return duration_text(int(step.late_by.total_seconds()), None if working else names.figures.limit(step.limit))


def steps_in_order(account: Account, names: AccountNames) -> list[StepTimes]:
    """Return the steps in the regulation's order."""
    order = {rule.id: place for place, rule in enumerate(names.figures.procedure.limits)}
    return sorted(account.steps, key=lambda step: (order.get(step.limit, len(order)), step.limit))


def _totals(compared: Compared, notes: Sequence[str]) -> Table:
    flows = (compared.account.total, compared.previous, compared.a_year_ago)
    columns = ("Chỉ tiêu", "Trong kỳ", "Kỳ trước", "Cùng kỳ năm trước", "So kỳ trước", "So cùng kỳ năm trước")
    rows = []
    for name, label in FLOW_LABELS.items():
        now, before, then = (getattr(flow, name) for flow in flows)
        rows.append((label, now, before, then, now - before, now - then))
    return Table("Tổng hợp", columns, rows, notes)


def _flows(name: str, heading: str, rows: Iterable[tuple[str, Flow]], notes: Sequence[str]) -> Table:
    body: list[tuple[Cell, ...]] = [(said, *(getattr(flow, each) for each in FLOW_LABELS)) for said, flow in rows]
    return Table(name, (heading, *FLOW_LABELS.values()), body, notes)


def _steps(account: Account, names: AccountNames, notes: Sequence[str]) -> Table:
    columns = ("Bước", "Căn cứ", "Số lần xong", "Trong đó trễ", "Trung vị (giờ)", "Chín phần mười không quá (giờ)")
    rows: list[tuple[Cell, ...]] = []
    for step in steps_in_order(account, names):
        rule = names.figures.limit(step.limit)
        internal = rule is not None and rule.is_internal
        name = f"{rule.name if rule else step.limit}{' (hạn nội bộ)' if internal else ''}"
        times = (_hours(step.median), _hours(step.ninetieth))
        rows.append((name, rule.source if rule else "", step.done, None if internal else step.late, *times))
    return Table("Thời gian từng bước", columns, rows, notes)


def _counts(name: str, heading: str, rows: Sequence[tuple[str, int]], notes: Sequence[str]) -> Table:
    return Table(name, (heading, "Số lần"), rows, notes)


def _rating(names: AccountNames, rating: str | None) -> str:
    return next((each.name for each in names.figures.procedure.ratings if each.id == rating), rating or "")


def _named(groups: Iterable[Group], name: Callable[[str | None], str]) -> list[tuple[str, Flow]]:
    found = sorted(groups, key=lambda group: (group.id is None, name(group.id)))
    return [(name(group.id), group.flow) for group in found]


def _hours(time: timedelta | None) -> float | None:
    return None if time is None else round(time / timedelta(hours=1), 2)
