"""The clock of a limit for the people who must act: time left, time overdue, or paused."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache, partial
from zoneinfo import ZoneInfo

from calendars import OutsideCalendar, WorkingCalendar, working_calendar
from domain.procedure import Procedure
from domain.time.amounts import Amount, Unit
from domain.time.decisions import CalendarBook, Reach

_HOUR = timedelta(hours=1)
_DAY = timedelta(hours=24)


class ClockState(StrEnum):
    """The state of a clock."""

    RUNNING = "running"
    SOON = "soon"
    OVERDUE = "overdue"
    PASSED = "passed"
    """An internal limit has passed: nobody is late by it."""
    PAUSED = "paused"
    NONE = "none"


@dataclass(frozen=True)
class Clock:
    """A clock: its time in days, hours and whole minutes. `working`: the time is working time. `internal`: no text states its
    limit."""

    state: ClockState
    days: int = 0
    hours: int = 0
    minutes: int = 0
    working: bool = True
    internal: bool = False


NO_CLOCK = Clock(ClockState.NONE)


class Clocks:
    """The clocks of one authority's office, under the latest decisions on working days."""

    def __init__(self, procedure: Procedure, book: CalendarBook, now: datetime) -> None:
        self._now = now
        # Finding the calendar of an office hashes all decisions, which is too much for each line of a list.
        self._calendar = cache(partial(_calendar, procedure, book))
        self._working_day = _longest_day(self._calendar(None), procedure.authority.local_date(now))

    def until(
        self,
        due: datetime | None,
        amount: Amount | None,
        *,
        paused: bool = False,
        internal: bool = False,
        agency: str | None = None,
    ) -> Clock:
        """Return the clock of a limit of this amount with this due date, by the calendar of the agency whose step it is.

        It counts working time, unless the unit of the limit is clock time. The limit is due soon when a quarter of it is left.
        """
        if paused:
            return Clock(ClockState.PAUSED)
        if due is None:
            return NO_CLOCK
        left, working = self._left(due, amount.unit if amount else Unit.WORKING_HOUR, agency)
        soon = self._length(amount) / 4 if amount else self._working_day
        ended = ClockState.PASSED if internal else ClockState.OVERDUE
        state = ended if due <= self._now else ClockState.SOON if left <= soon else ClockState.RUNNING
        days, rest = divmod(abs(left), self._working_day if working else _DAY)
        minutes = rest // timedelta(minutes=1)
        return Clock(state, days, minutes // 60, minutes % 60, working, internal)

    def _length(self, amount: Amount) -> timedelta:
        one = {Unit.WORKING_DAY: self._working_day, Unit.MINUTE: timedelta(minutes=1)}.get(amount.unit, _HOUR)
        return float(amount.value) * one

    def _left(self, due: datetime, unit: Unit, agency: str | None) -> tuple[timedelta, bool]:
        """Return the time left, and whether that is working time. Where no working time lies between, it is clock time."""
        if unit.is_working:
            try:
                working = self._calendar(agency).left(self._now, due, unit)
            except OutsideCalendar:
                return due - self._now, False
            if abs(working) >= timedelta(minutes=1):
                return working, True
        return due - self._now, False


def _calendar(procedure: Procedure, book: CalendarBook, agency: str | None) -> WorkingCalendar:
    decisions = book.of(Reach(procedure.id, agency)).decisions
    return working_calendar(procedure.office_hours, decisions, zone=ZoneInfo(procedure.authority.time_zone))


def _longest_day(calendar: WorkingCalendar, day: date) -> timedelta:
    """Return the length of the office's longest day."""
    return max(
        sum(
            (datetime.combine(day, each.closes) - datetime.combine(day, each.opens) for each in sessions),
            start=timedelta(),
        )
        for sessions in calendar.rules.hours_in_force(day).weekdays
    )
