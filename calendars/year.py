"""A year of an office, day by day: the kind of each day, its reason, and the acts that decided it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from calendars.decisions import Decision, Effect
from calendars.errors import OutsideCalendar
from calendars.rules import why_halved

if TYPE_CHECKING:
    from calendars.rules import DayRules
    from calendars.working import WorkingCalendar
    from domain.time.office_hours import Session


class DayKind(StrEnum):
    """The kind of a day. Only an act makes a swapped day; a festival day that an act gives off is a holiday."""

    WORKING = "working"
    WEEKLY_REST = "weekly_rest"
    HOLIDAY = "holiday"
    SWAPPED_OFF = "swapped_off"
    SWAPPED_WORKED = "swapped_worked"
    HALF_OFF = "half_off"

    @property
    def is_worked(self) -> bool:
        """True if such a day has working time."""
        return self in (DayKind.WORKING, DayKind.SWAPPED_WORKED, DayKind.HALF_OFF)

    @property
    def is_usual(self) -> bool:
        """True if the day follows from the office's own week alone."""
        return self in (DayKind.WORKING, DayKind.WEEKLY_REST)


@dataclass(frozen=True)
class DayOfYear:
    """A day: its working sessions in local time, the reason, and the act or rule behind it.

    The reason is in Vietnamese, and empty for an ordinary working day. `predicted` is true while an act may still
    change the day. `desk` says when the desk is open, in working time or not.
    """

    day: date
    kind: DayKind
    sessions: tuple[Session, ...]
    why: str
    basis: str
    predicted: bool
    desk: tuple[Session, ...]


@dataclass(frozen=True)
class Basis:
    """An act or article, with the days of the year that it decides, in order."""

    number: str
    act_date: date | None
    days: tuple[DayOfYear, ...]


@dataclass(frozen=True)
class YearOfOffice:
    """All days of a year. `decided` is true once the act that fixes its festivals has come."""

    year: int
    decided: bool
    days: tuple[DayOfYear, ...]

    @property
    def working_days(self) -> int:
        """The number of days that the office works, half days included."""
        return sum(day.kind.is_worked for day in self.days)

    @property
    def unusual(self) -> tuple[DayOfYear, ...]:
        """The days that a holiday or an act changed."""
        return tuple(day for day in self.days if not day.kind.is_usual)

    @property
    def desk_only(self) -> tuple[DayOfYear, ...]:
        """The days on which the desk is open but no working time runs."""
        return tuple(day for day in self.days if day.desk and not day.sessions)


def year_of_office(cal: WorkingCalendar, year: int) -> YearOfOffice:
    """Return the year of the office that has this calendar.

    Raises:
        OutsideCalendar: some day of the year cannot be computed.
    """
    rules = cal.rules
    first, last = date(year, 1, 1), date(year, 12, 31)
    if first < rules.first_day or last > rules.last_day:
        raise OutsideCalendar(f"{year} cannot be computed; days are known from {rules.first_day} to {rules.last_day}")
    swapped = _swapped_off(rules, year)
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return YearOfOffice(year, rules.year(year).decided, tuple(_day(cal, day, swapped) for day in days))


def bases(cal: WorkingCalendar, year: YearOfOffice) -> tuple[Basis, ...]:
    """Return the acts and articles behind the unusual days, ordered by the first day that each decides."""
    rules = cal.rules.year(year.year)
    decisions = rules.decisions
    by_number: defaultdict[str, list[DayOfYear]] = defaultdict(list)
    for day in year.unusual:
        by_number[day.basis].append(day)
    known = (*decisions.values(), *(half for halves in rules.halves.values() for half in halves))
    dates = {each.act: each.act_date for each in known}
    return tuple(Basis(number, dates.get(number), tuple(days)) for number, days in by_number.items())


def _day(cal: WorkingCalendar, day: date, swapped_off: frozenset[date]) -> DayOfYear:
    rules, skipped = cal.rules, cal.rules.skipped(day)
    desk = cal.desk_rules.sessions_of(day)
    year, hours = rules.year(day.year), rules.hours_in_force(day)
    decision = year.decisions.get(day)
    if skipped is not None:
        if day in swapped_off:
            kind = DayKind.SWAPPED_OFF
        else:
            kind = DayKind.WEEKLY_REST if skipped.basis == hours.source else DayKind.HOLIDAY
        return DayOfYear(day, kind, (), skipped.why, skipped.basis, skipped.predicted, desk)
    sessions, predicted = rules.sessions_of(day), rules.is_predicted(day)
    if rules.is_halved(day, year, hours):
        why, basis = why_halved(year, day)
        return DayOfYear(day, DayKind.HALF_OFF, sessions, why, basis, predicted, desk)
    if decision is None:
        return DayOfYear(day, DayKind.WORKING, sessions, "", hours.source, predicted, desk)
    kind = DayKind.WORKING if hours.weekdays[day.weekday()] else DayKind.SWAPPED_WORKED
    return DayOfYear(day, kind, sessions, decision.why, decision.act, predicted, desk)


def _swapped_off(rules: DayRules, year: int) -> frozenset[date]:
    """Return the days off that are made up on a weekend. A day off belongs to the nearest such day: same act, same
    weekday, no holiday."""
    known = rules.year(year)

    def is_swap(off: Decision, worked: Decision) -> bool:
        return (
            off.effect is Effect.OFF
            and off.act == worked.act
            and off.day.weekday() == worked.hours_of
            and off.day not in known.holidays
        )

    return frozenset(
        min(candidates, key=lambda off: abs(off - worked.day))
        for worked in known.decisions.values()
        if (candidates := [off.day for off in known.decisions.values() if is_swap(off, worked)])
    )
