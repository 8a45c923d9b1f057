"""Counts how it stands today, for a member of staff. Each number is that of the list that its conditions give."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from api.cases.queries import Sought
from api.cases.turns import statuses_of
from api.figures.counting import CountingParts, knows_figures, whose
from api.reports.reading import Standing, reads_reports, reports_standing, stands
from api.web.identity.callers import Staff
from api.web.problems.kinds import NOT_IN_FORCE
from api.web.problems.problem import Problem
from domain.accounts.period import Period
from domain.procedure import Procedure
from domain.visibility import Scope, scope_of
from domain.words import Status
from records.cases.rows import CaseLine, Filters, OverdueCases
from records.figures.weeks import Week

MOST = 10_000
"""A count of so many means that many or more."""

OPEN: dict[str, str | Sequence[str]] = {"open": "true", "test": "false"}
"""The conditions of the cases that are being handled, without trial reports."""

MINE = "mine"
"""The number of cases that wait for the reader."""

_WEEKS = 12
_OLDEST = 5

_REPORTS = (
    (Standing.UNSENT, "Báo cáo chưa gửi", False),
    (Standing.OVERDUE, "Báo cáo quá hạn gửi", True),
    (Standing.OWING, "Báo cáo chờ giải trình", True),
)

Conditions = Mapping[str, str | Sequence[str]]
"""The conditions of a list, as `Sought` reads them."""


@dataclass(frozen=True)
class Tile:
    """A number of cases with the conditions of its list, or of the periodic reports that stand so. `presses` says that any of
    them wants somebody to act."""

    id: str
    name: str
    presses: bool
    sought: Conditions
    count: int = 0
    standing: Standing | None = None


@dataclass(frozen=True)
class Today:
    """The standing at the instant `at`: the numbers, the overdue cases by lead agency and rung, the open cases that were
    received first, and the last weeks in order."""

    procedure: Procedure
    at: datetime
    tiles: tuple[Tile, ...]
    overdue: tuple[OverdueCases, ...]
    oldest: tuple[CaseLine, ...]
    weeks: tuple[Week, ...]


def may_get_mornings(staff: Staff) -> bool:
    """Tell whether the morning e-mail can say anything to this member of staff."""
    return knows_figures(staff) and staff.account.authority is not None


def today_for(parts: CountingParts, staff: Staff, authority: str | None) -> Today:
    """Return how it stands with the cases that this member of staff may see. Who is of no authority names one.

    Raises:
        Problem: this person may know no figures, or not those of this authority; or there is none of that name.
    """
    scope = scope_of(staff.actor)
    authority, agency = whose(staff, authority, None)
    procedure = parts.procedures.today(authority)
    if procedure is None:
        raise Problem(NOT_IN_FORCE)
    zone, now, cases = ZoneInfo(procedure.authority.time_zone), parts.clock(), parts.record.cases

    today = now.astimezone(zone).date()

    def filters(conditions: Conditions) -> Filters:
        return Sought.model_validate({"authority": authority, **conditions}).filters(staff, parts.record.offices)

    return Today(
        procedure=procedure,
        at=now.astimezone(zone),
        tiles=tuple(
            replace(tile, count=cases.count(scope, filters(tile.sought), MOST, at=now))
            for tile in _tiles(procedure, staff, scope, Period(today, today).ends(zone))
        )
        + _of_reports(parts, staff),
        overdue=cases.overdue(scope, filters(OPEN), at=now),
        oldest=cases.oldest(scope, filters(OPEN), _OLDEST, at=now),
        weeks=parts.record.figures.weeks(authority, agency, zone, now, _WEEKS),
    )


def _tiles(procedure: Procedure, staff: Staff, scope: Scope, day_ends: datetime) -> Iterator[Tile]:
    """Yield the numbers that this person looks for, not counted yet."""
    if own := statuses_of(procedure, staff.account.role):
        yield Tile(MINE, "Chờ tôi xử lý", True, {"open": "true", "status": [status.value for status in own]})
    due_today = OPEN | {"overdue": "false", "law_due_before": day_ends.isoformat()}
    yield Tile("due_today", "Đến hạn trong hôm nay", True, due_today)
    yield Tile("overdue", "Đang quá hạn", True, OPEN | {"overdue": "true"})
    yield Tile("open", "Đang xử lý", False, OPEN)
    yield Tile("unassigned", "Chưa cán bộ nào giữ", True, OPEN | {"unassigned": "true"})
    yield _waiting("approval", "Chờ lãnh đạo duyệt", Status.AWAITING_APPROVAL)
    yield Tile("paused", "Chờ người gửi bổ sung", False, OPEN | {"paused": "true"})
    if scope.agency is None:
        yield _waiting("returned", "Bị trả lại, chờ chuyển nơi khác", Status.RETURNED)
        yield Tile("bounced", "Bị trả lại nhiều lần, lãnh đạo phải phân phối", True, OPEN | {"bounced": "true"})
        yield _waiting("direction", "Chờ chỉ đạo", Status.AWAITING_DIRECTION)
        yield Tile("unowned", "Không có người giữ", True, OPEN | {"unowned": "true"})


def _of_reports(parts: CountingParts, staff: Staff) -> tuple[Tile, ...]:
    """Return the numbers of periodic reports, for those who read the reports of their authority."""
    if staff.account.authority is None or not reads_reports(staff):
        return ()
    unsent, at = reports_standing(parts.record.reports, staff, Standing.UNSENT, parts.clock()), parts.clock()
    agency = scope_of(staff.actor).agency
    return tuple(
        Tile(f"reports_{each}", name, presses, {}, sum(stands(kept, each, agency, at) for kept in unsent), each)
        for each, name, presses in _REPORTS
    )


def _waiting(id_: str, name: str, status: Status) -> Tile:
    return Tile(id_, name, True, OPEN | {"status": [status.value]})
