"""Decides which days count and why. Official decisions override the law's holidays, and both override office hours."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from calendars.decisions import Decision, Effect
from calendars.errors import InvalidOfficeHours, OutsideCalendar
from calendars.law import FIRST_YEAR, LAST_YEAR, Festival, Holiday, year_of_law
from domain.time.decisions import EVERYWHERE, Half
from domain.time.office_hours import weeks_of_desk

if TYPE_CHECKING:
    from collections.abc import Iterable
    from zoneinfo import ZoneInfo

    from domain.time.office_hours import DeskHours, OfficeHours, Session

_WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")
_SATURDAY = 5


@dataclass(frozen=True)
class SkippedDay:
    """A day without working time: why, in Vietnamese, and the act or rule (`basis`) that says so.

    `predicted` is true until an act decides the year's holidays, and for a day that only an expected decision covers.
    `desk_open` is true where the desk still takes papers.
    """

    day: date
    why: str
    basis: str
    predicted: bool
    desk_open: bool = False


@dataclass(frozen=True)
class YearRules:
    """The rules of one year: its holidays by rule, the decisions about single days, and whether the yearly act has come.

    `halves` are the decisions that give half a day off, where none about the whole day overrides them.
    """

    holidays: dict[date, Holiday]
    decisions: dict[date, Decision]
    decided: bool
    halves: dict[date, tuple[Decision, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class DayRules:
    """The rules by which days of one office count: its hours by date, official decisions, its zone.

    `cultural_day_made_up`: whether 24 November on a weekend is made up on the next working day. The resolution that
    made it a holiday does not say, and the Labour Code's Art. 111(3) does not name it. It first matters in 2029.

    Raises:
        InvalidOfficeHours: none, or several that are not in order of time.
    """

    office_hours: tuple[OfficeHours, ...]
    decisions: tuple[Decision, ...]
    zone: ZoneInfo
    cultural_day_made_up: bool
    _years: dict[int, YearRules] = field(default_factory=dict, init=False, repr=False, compare=False)  # cache

    def __post_init__(self) -> None:
        begins = [hours.valid_from for hours in self.office_hours]
        if not begins:
            raise InvalidOfficeHours("a calendar needs the hours of an office")
        if begins != sorted(set(begins)):
            raise InvalidOfficeHours("office hours must follow one another by the day they are valid from")

    def of_desk(self, desk_hours: tuple[DeskHours, ...]) -> DayRules:
        """Return the rules of the desk: closed on holidays, and open at the office's hours on a day to which an act
        gives hours. Raise InvalidOfficeHours."""
        begins = [hours.valid_from for hours in desk_hours]
        if begins != sorted(set(begins)):
            raise InvalidOfficeHours("desk hours must follow one another by the day they are valid from")
        try:
            weeks = weeks_of_desk(self.office_hours, desk_hours)
        except ValueError as error:
            raise InvalidOfficeHours("a desk must open some day") from error
        return DayRules(weeks, self.decisions, self.zone, self.cultural_day_made_up)

    @property
    def first_day(self) -> date:
        """The first day that can be computed: from here on, decisions and office hours are both known."""
        return max(date(FIRST_YEAR, 1, 1), self.office_hours[0].valid_from)

    @property
    def last_day(self) -> date:
        """The last day that can be computed."""
        return date(LAST_YEAR, 12, 31)

    def year(self, year: int) -> YearRules:
        """Return the year's holidays and decisions. Raise OutsideCalendar for a year that cannot be computed."""
        if year not in self._years:
            self._years[year] = self._year(year)
        return self._years[year]

    def hours_in_force(self, day: date) -> OfficeHours:
        """Return the office hours valid on the day. Raise OutsideCalendar for a day before the first of them."""
        later = bisect_right(self.office_hours, day, key=lambda hours: hours.valid_from)
        if not later:
            raise OutsideCalendar(f"no office hours are known for {day}; the first are valid from {self.first_day}")
        return self.office_hours[later - 1]

    def sessions(self, day: date, year: YearRules, hours: OfficeHours) -> tuple[Session, ...]:
        """Return the day's working sessions in local time, none for a day off. `year` and `hours` are those of the day."""
        whole = self._whole_day(day, year, hours)
        given_off = {each.half for each in year.halves.get(day, ())}
        if not given_off:
            return whole
        return tuple(session for half in Half if half not in given_off for session in half.of(whole))

    def is_halved(self, day: date, year: YearRules, hours: OfficeHours) -> bool:
        """Return whether a decision left only one half of the day to work, so that it counts as half a working day."""
        if day not in year.halves:
            return False
        return () != self.sessions(day, year, hours) != self._whole_day(day, year, hours)

    def _whole_day(self, day: date, year: YearRules, hours: OfficeHours) -> tuple[Session, ...]:
        decision = year.decisions.get(day)
        if decision is None:
            return () if day in year.holidays else hours.weekdays[day.weekday()]
        if decision.effect is Effect.OFF:
            return ()
        if decision.sessions:
            return decision.sessions
        return hours.weekdays[day.weekday() if decision.hours_of is None else decision.hours_of]

    def sessions_of(self, day: date) -> tuple[Session, ...]:
        """Return the working sessions of any day that can be computed. Raise OutsideCalendar."""
        return self.sessions(day, self.year(day.year), self.hours_in_force(day))

    def is_predicted(self, day: date) -> bool:
        """Return whether an act may still change the day. Raise OutsideCalendar."""
        year = self.year(day.year)
        decision, halves = year.decisions.get(day), year.halves.get(day, ())
        return not ((year.decided if decision is None else decision.decided) and all(each.decided for each in halves))

    def skipped(self, day: date) -> SkippedDay | None:
        """Return why the day has no working time, or None when it has some. Raise OutsideCalendar."""
        if self.sessions_of(day):
            return None
        year, hours = self.year(day.year), self.hours_in_force(day)
        decision = year.decisions.get(day)
        if decision is not None and decision.effect is Effect.OFF:
            why, basis = decision.why, decision.act
        elif decision is None and day in year.holidays:
            why, basis = year.holidays[day].name, year.holidays[day].basis
        elif self._whole_day(day, year, hours):
            why, basis = why_halved(year, day)
        else:
            why, basis = f"{_WEEKDAYS[day.weekday()]}, cơ quan không làm việc", hours.source
        return SkippedDay(day, why, basis, self.is_predicted(day))

    def _year(self, year: int) -> YearRules:
        law = year_of_law(year, cultural_day_made_up=self.cultural_day_made_up)
        of_year = [each for each in self.decisions if each.day.year == year]
        decisions, halves = _by_day(of_year)
        everywhere, _ = _by_day([each for each in of_year if each.reach == EVERYWHERE])
        given_off = {day for day, each in everywhere.items() if each.decided and each.effect is Effect.OFF}
        # Once an act has fixed a festival, its predicted days count as work unless the act names them. So an admin who
        # enters an act enters its days only. An act that only swaps days fixes no festival.
        fixed = {festival for festival, days in law.telling_days.items() if not given_off.isdisjoint(days)}
        by_rule = {
            day: holiday
            for day, holiday in law.holidays.items()
            if holiday.festival not in fixed or day in decisions or day.weekday() >= _SATURDAY
        }
        return YearRules(by_rule, decisions, decided=Festival.TET in fixed, halves=halves)


def _by_day(decisions: list[Decision]) -> tuple[dict[date, Decision], dict[date, tuple[Decision, ...]]]:
    """Return the decision that holds about each whole day, and the decisions about halves of days that it leaves."""
    whole: dict[date, Decision] = {}
    halves: dict[date, tuple[Decision, ...]] = {}
    for decision in sorted(decisions, key=lambda each: each.precedence):
        if decision.half is not None:
            halves[decision.day] = (*halves.get(decision.day, ()), decision)
        else:
            whole[decision.day] = decision
            halves.pop(decision.day, None)
    return whole, halves


def why_halved(year: YearRules, day: date) -> tuple[str, str]:
    """Return why halves of the day are off, in Vietnamese, and the acts that say so."""
    halves = year.halves[day]
    return _joined(each.why for each in halves), _joined(each.act for each in halves)


def _joined(texts: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(texts))
