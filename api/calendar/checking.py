"""Check an act about working days before it is put in force: whose days they are, within which years, with which hours."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Protocol

from api.calendar.admins import administers_calendar
from api.calendar.bodies import DecisionBody
from api.web.identity.callers import Staff
from api.web.problems.kinds import CALENDAR_ADMIN_ONLY
from api.web.problems.problem import Problem, wrong_field
from calendars import VIETNAM
from calendars.rules import DayRules
from domain.offices.office import Agency
from domain.procedure import Procedure
from domain.time.decisions import Decision, Effect, Reach
from procedures import all_procedures

_BACK = timedelta(days=366)
_YEARS_AHEAD = 2


class AgenciesListed(Protocol):
    """The agencies of every authority; `records.offices.repository.Offices` is the real one."""

    def agencies(self, authority: str) -> tuple[Agency, ...]: ...


def checked(offices: AgenciesListed, staff: Staff, body: DecisionBody, *, today: date) -> tuple[Decision, ...]:
    """Return what the act decides, day by day.

    Raises:
        Problem: an admin of one authority decides for others, the authority or agency does not exist, a day lies too far
            away, or a worked day would have no hours.
    """
    decisions = body.decisions()
    require_reach(offices, staff, decisions[0].reach)
    if body.date is not None and body.date > today:
        raise wrong_field("date", f"Ngày ban hành không thể sau hôm nay, {today:%d/%m/%Y}.")
    for row, of_row in enumerate(_rows(body, decisions)):
        for decision in of_row:
            _require_near(decision, today, f"days.{row}.{decision.effect}")
            if decision.effect is Effect.WORKED:
                _require_hours(decision, f"days.{row}.hours_of")
    return decisions


def require_reach(offices: AgenciesListed, staff: Staff, reach: Reach) -> None:
    """Check that these offices exist and that this admin may decide their days.

    Raises:
        Problem: they do not, or the admin may not.
    """
    if not administers_calendar(staff, reach.authority):
        raise Problem(CALENDAR_ADMIN_ONLY)
    if reach.authority is None:
        return
    if reach.authority not in all_procedures():
        raise wrong_field("authority", "Không có địa phương này; hãy chọn lại.")
    if reach.agency is not None and reach.agency not in {each.id for each in offices.agencies(reach.authority)}:
        raise wrong_field("agency", "Địa phương không có cơ quan này; hãy chọn lại.")


def _rows(body: DecisionBody, decisions: tuple[Decision, ...]) -> Iterable[tuple[Decision, ...]]:
    by_day = {each.day: each for each in decisions}
    return (tuple(by_day[day] for day in (*days.off, *days.worked)) for days in body.days)


def _require_near(decision: Decision, today: date, field: str) -> None:
    first, last = today - _BACK, date(today.year + _YEARS_AHEAD, 12, 31)
    if not first <= decision.day <= last:
        raise wrong_field(
            field,
            f"{decision.day:%d/%m/%Y} xa quá; một văn bản quyết định các ngày từ {first:%d/%m/%Y} đến {last:%d/%m/%Y}.",
        )


def _require_hours(decision: Decision, field: str) -> None:
    """Refuse a worked day on which some office that it concerns would have no hours, and so would not work at all."""
    for procedure in _concerned(decision.authority):
        rules = DayRules(procedure.office_hours, (decision,), zone=VIETNAM, cultural_day_made_up=True)
        if decision.day >= rules.first_day and not rules.sessions_of(decision.day):
            raise wrong_field(
                field,
                f"Theo giờ ấy thì {procedure.authority.name} không mở cửa ngày {decision.day:%d/%m/%Y}; "
                "hãy chọn giờ của một ngày có làm việc, hoặc ghi giờ làm việc của ngày ấy.",
            )


def _concerned(authority: str | None) -> list[Procedure]:
    known = all_procedures()
    return list(known.values()) if authority is None else [known[authority]]
