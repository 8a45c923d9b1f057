"""Which days count and why: the Labour Code's holidays by rule, official decisions over them, office hours below both."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

import holidays

from calendars.decisions import Decision, Effect
from calendars.errors import InvalidOfficeHours, OutsideCalendar

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from domain.office_hours import OfficeHours, Session

FIRST_YEAR = 2020  # the first year whose decisions the table holds
LAST_YEAR = 2100  # the library's lunar tables end here, and its silence after it would make every weekday work

_WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")
_MADE_UP = "(nghỉ bù"
_SWAPPED = "Ngày nghỉ (thay cho ngày"
_CULTURAL_DAY = "Ngày Văn hóa Việt Nam"
_NEW_YEAR = "Tết Dương lịch"


@dataclass(frozen=True)
class SkippedDay:
    """A day on which no working time runs: why, in Vietnamese, and the act or rule (`basis`) that says so.

    `predicted` is true while no act has decided the year's holidays, or the day rests on an expected decision alone.
    """

    day: date
    why: str
    basis: str
    predicted: bool


@dataclass(frozen=True)
class YearRules:
    """One year: the holidays the law gives by rule, with their names, and what official decisions make of single days."""

    holidays: dict[date, str]
    decisions: dict[date, Decision]
    decided: bool


@dataclass(frozen=True)
class DayRules:
    """All that says which days of one office count: its hours by date, official decisions, its zone.

    `cultural_day_made_up`: whether 24 November on a weekend is made up on the next working day. The resolution that made
    it a holiday does not say, and the Labour Code's Art. 111(3) does not name it; it first matters in 2029.
    """

    office_hours: tuple[OfficeHours, ...]
    decisions: tuple[Decision, ...]
    zone: ZoneInfo
    cultural_day_made_up: bool
    _years: dict[int, YearRules] = field(default_factory=dict, init=False, repr=False, compare=False)  # a memo

    def __post_init__(self) -> None:
        begins = [hours.valid_from for hours in self.office_hours]
        if not begins:
            raise InvalidOfficeHours("a calendar needs the hours of an office")
        if begins != sorted(set(begins)):
            raise InvalidOfficeHours("office hours must follow one another by the day they are valid from")

    @property
    def first_day(self) -> date:
        """The first day that can be computed: decisions and office hours are both known from here on."""
        return max(date(FIRST_YEAR, 1, 1), self.office_hours[0].valid_from)

    @property
    def last_day(self) -> date:
        """The last day that can be computed."""
        return date(LAST_YEAR, 12, 31)

    def year(self, year: int) -> YearRules:
        """The year's holidays and decisions. Raises OutsideCalendar for a year that cannot be computed."""
        if year not in self._years:
            self._years[year] = _year_rules(year, self.decisions, self.cultural_day_made_up)
        return self._years[year]

    def hours_in_force(self, day: date) -> OfficeHours:
        """The office hours valid on the day. Raises OutsideCalendar for a day before the first of them."""
        later = bisect_right(self.office_hours, day, key=lambda hours: hours.valid_from)
        if not later:
            raise OutsideCalendar(f"no office hours are known for {day}; the first are valid from {self.first_day}")
        return self.office_hours[later - 1]

    def sessions(self, day: date, year: YearRules, hours: OfficeHours) -> tuple[Session, ...]:
        """The day's working sessions in local time; none on a day off. `year` and `hours` are those of the day."""
        decision = year.decisions.get(day)
        if decision is None:
            return () if day in year.holidays else hours.weekdays[day.weekday()]
        if decision.effect is Effect.OFF:
            return ()
        if decision.sessions:
            return decision.sessions
        return hours.weekdays[day.weekday() if decision.hours_of is None else decision.hours_of]

    def is_predicted(self, day: date) -> bool:
        """Whether an act may still change what this day is. Raises OutsideCalendar."""
        year = self.year(day.year)
        decision = year.decisions.get(day)
        return not (year.decided if decision is None else decision.decided)

    def skipped(self, day: date) -> SkippedDay | None:
        """Why no working time runs on the day; None where some does. Raises OutsideCalendar."""
        year, hours = self.year(day.year), self.hours_in_force(day)
        if self.sessions(day, year, hours):
            return None
        decision = year.decisions.get(day)
        if decision is not None and decision.effect is Effect.OFF:
            why, basis = decision.why, decision.act
        elif day in year.holidays:
            why = year.holidays[day]
            basis = _article(why, day.year)
        else:
            why, basis = f"{_WEEKDAYS[day.weekday()]}, cơ quan không làm việc", hours.source
        return SkippedDay(day, why, basis, self.is_predicted(day))


def _year_rules(year: int, decisions: tuple[Decision, ...], cultural_day_made_up: bool) -> YearRules:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise OutsideCalendar(f"working days are known from {FIRST_YEAR} to {LAST_YEAR}, not in {year}")
    by_rule = {
        day: name
        for day, name in holidays.country_holidays("VN", years=year, expand=False, language="vi").items()
        # Swaps exist only in acts, so they come from the table of decisions alone.
        if not name.startswith(_SWAPPED)
        and (cultural_day_made_up or not (name.startswith(_CULTURAL_DAY) and _MADE_UP in name))
    }
    by_act: dict[date, Decision] = {}
    for decision in sorted(decisions, key=lambda each: each.precedence):
        if decision.day.year == year:
            by_act[decision.day] = decision
    return YearRules(by_rule, by_act, decided=_decides_tet(by_rule, by_act))


def _decides_tet(by_rule: dict[date, str], by_act: dict[date, Decision]) -> bool:
    """Whether the yearly act has come: it fixes the days of Tết (Labour Code 2019, Art. 112(3)). A lone swap does not."""
    tet = [day for day, name in by_rule.items() if "Tết" in name and not name.startswith(_NEW_YEAR)]
    margin = timedelta(days=3)
    return any(
        decision.decided and decision.effect is Effect.OFF and min(tet) - margin <= day <= max(tet) + margin
        for day, decision in by_act.items()
    )


def _article(name: str, year: int) -> str:
    """Where the law says that a holiday by rule is one."""
    made_up = _MADE_UP in name
    if name.startswith(_CULTURAL_DAY) and not made_up:
        return "Nghị quyết 28/2026/QH16, Điều 2"
    if year < 2021:
        return "Bộ luật Lao động 2012, Điều 115" + (" khoản 3" if made_up else "")
    return "Bộ luật Lao động 2019, " + ("khoản 3 Điều 111" if made_up else "khoản 1 Điều 112")
