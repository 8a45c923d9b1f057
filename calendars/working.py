"""The entry point of the room: when is a limit due, how much working time lies between two instants, why were days
skipped."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar, TypeVarTuple
from zoneinfo import ZoneInfo

from calendars.decisions import Decision, official_decisions
from calendars.errors import OutsideCalendar
from calendars.instants import SteadyClock
from calendars.rules import DayRules, SkippedDay
from calendars.span import RunsOut, Span, lay_out
from domain.time.amounts import Amount, Counting, Unit
from domain.time.zones import VIETNAM

if TYPE_CHECKING:
    from collections.abc import Callable

    from domain.time.office_hours import DeskHours, OfficeHours

# Bound once, because looking up an enumeration member costs as much as a binary search.
_WORKING_DAY = Unit.WORKING_DAY
_WORKING = (Unit.WORKING_DAY, Unit.WORKING_HOUR)
_ROLLING = Counting.ROLLING
_MICROSECONDS = {
    Unit.WORKING_HOUR: 3_600_000_000,
    Unit.HOUR: 3_600_000_000,
    Unit.MINUTE: 60_000_000,
}

T = TypeVar("T")
Ts = TypeVarTuple("Ts")


def working_calendar(
    office_hours: tuple[OfficeHours, ...],
    decisions: tuple[Decision, ...] | None = None,
    *,
    zone: ZoneInfo = VIETNAM,
    cultural_day_made_up: bool = True,
    desk_hours: tuple[DeskHours, ...] = (),
) -> WorkingCalendar:
    """Return the calendar of one office. Equal data gives the same object.

    `decisions` default to the official ones. `cultural_day_made_up` answers a question that the law leaves open:
    whether 24 November on a weekend is made up on the next working day. `desk_hours` say when the desk takes papers,
    where that differs from working time; no due date depends on them.

    Raises:
        InvalidOfficeHours: none, two that begin on the same day or out of order, or a desk that never opens.
    """
    decisions = official_decisions() if decisions is None else decisions
    return _calendar(DayRules(office_hours, decisions, zone, cultural_day_made_up), desk_hours)


@lru_cache(maxsize=256)
def _calendar(rules: DayRules, desk_hours: tuple[DeskHours, ...]) -> WorkingCalendar:
    return WorkingCalendar(rules, WorkingCalendar(rules.of_desk(desk_hours)) if desk_hours else None)


class WorkingCalendar:
    """The working time of one office. It takes aware datetimes of any zone and answers in UTC, exact to the microsecond.

    Its answers never change. It caches the years it has prepared, and nothing else.

    Every method raises:
        NaiveInstant: a datetime without a zone.
        OutsideCalendar: the question or its answer lies where days cannot be computed.
    """

    __slots__ = ("_desk", "_in_utc", "_span", "rules")

    def __init__(self, rules: DayRules, desk: WorkingCalendar | None = None) -> None:
        self.rules = rules
        self._desk = desk
        self._in_utc = SteadyClock(rules.zone, rules.first_day, rules.last_day).in_utc
        self._span: Span | None = None

    def add(self, start: datetime, amount: Amount, counting: Counting = _ROLLING) -> datetime:
        """Return the instant at which the amount, counted from `start`, ends.

        In working units, a start outside office hours counts from the next opening, and a limit ends at the end of a
        session rather than at the start of the next. `counting` matters for working days only:

        - rolling: the same share of the office's day, n working days later; half a day is half of its time;
        - whole_day: closing time of the n-th working day after the date of `start` (Civil Code 2015, Art. 147-148); half
          a day ends with the next session that begins at or after that instant.

        An amount of zero ends at `start` itself, or at the next opening.
        """
        start = self._in_utc(start)
        if amount.unit is not _WORKING_DAY:
            return self.advance(start, length_of(amount), amount.unit)
        half_days = int(2 * amount.value)
        if not half_days:
            return self._ask(Span.settle, start)
        if counting is _ROLLING:
            try:  # the most frequent question, so without the cost of `_ask`
                return self._around(start).shift_days(start, half_days)
            except RunsOut:
                return self._ask(Span.shift_days, start, half_days)
        days, half = divmod(half_days, 2)
        due = self._ask(Span.close_of_day, start, days) if days else start
        return self._ask(Span.close_of_next_session, due) if half else due

    def subtract(self, end: datetime, amount: Amount, counting: Counting = _ROLLING) -> datetime:
        """Return the last instant from which the amount ends no later than `end`: the mirror image of `add`.

        With whole days, limits from many instants end at the same one; the result is the last of those. For n whole
        days it is the last microsecond of the day before the n-th last working day that has closed by `end`. For an
        amount of zero it is `end` itself, or the closing before it.
        """
        end = self._in_utc(end)
        if not amount.value and amount.unit in _WORKING:
            return self._ask(Span.settle_back, end)
        if amount.unit is not _WORKING_DAY:
            return self.advance(end, -length_of(amount), amount.unit)
        half_days = int(2 * amount.value)
        if counting is _ROLLING:
            return self._ask(Span.shift_days, end, -half_days)
        if half_days == 1:
            return self._ask(Span.last_session_opening, end)
        return self._ask(Span.last_before_days, end, half_days)

    def advance(self, start: datetime, running: timedelta, unit: Unit) -> datetime:
        """Return the instant at which that much running time has passed: working time for `wd` and `wh`, clock time
        otherwise.

        The result is the end of a session rather than the start of the next; for a negative `running` it is the mirror
        image. A running time of zero gives `start`, or the next opening where `start` is outside office hours.
        """
        start = self._in_utc(start)
        try:
            if unit not in _WORKING:
                return start + running
            if not running:
                return self._ask(Span.settle, start)
            try:  # as in `add`
                return self._around(start).shift(start, running)
            except RunsOut:
                return self._ask(Span.shift, start, running)
        except OverflowError as error:
            raise OutsideCalendar(f"{running} from {start:%Y-%m-%d} ends where no calendar reaches") from error

    def elapsed(self, start: datetime, end: datetime, unit: Unit) -> timedelta:
        """Return the running time between two instants: working time for `wd` and `wh`, clock time for `h` and `min`.
        It is negative when `end` comes first."""
        start, end = self._in_utc(start), self._in_utc(end)
        if unit not in _WORKING:
            return end - start
        span = self._span
        if span is None or not (span.begins <= start < span.ends and span.begins <= end < span.ends):
            span = self._reach(start, end)
        return span.worked(end) - span.worked(start)

    def left(self, at: datetime, due: datetime, unit: Unit) -> timedelta:
        """Return the running time from `at` to `due` in the limit's own unit. It is negative when `due` has passed."""
        return self.elapsed(at, due, unit)

    def is_working(self, at: datetime) -> bool:
        """Return whether working time runs at `at`. An opening belongs to its session, a closing does not."""
        return self._ask(Span.is_working, self._in_utc(at))

    def next_opening(self, at: datetime) -> datetime:
        """Return the first opening of a session at or after `at`."""
        return self._ask(Span.next_opening, self._in_utc(at))

    def previous_closing(self, at: datetime) -> datetime:
        """Return the last closing of a session at or before `at`."""
        return self._ask(Span.previous_closing, self._in_utc(at))

    @property
    def desk_rules(self) -> DayRules:
        """The rules of the days on which the desk is open. They hold its own hours, or the office's."""
        return (self._desk or self).rules

    def is_desk_open(self, at: datetime) -> bool:
        """Return whether the desk takes papers at `at`. Working time may or may not run then. An opening belongs to its
        session, a closing does not."""
        return (self._desk or self).is_working(at)

    def next_desk_opening(self, at: datetime) -> datetime:
        """Return the first opening of the desk at or after `at`."""
        return (self._desk or self).next_opening(at)

    def explain(self, start: datetime, end: datetime) -> tuple[SkippedDay, ...]:
        """Return the days without working time between two instants, both days included: why, and whether the desk is
        open."""
        day, last = sorted((self._day(start), self._day(end)))
        days = (day + timedelta(days=n) for n in range((last - day).days + 1))
        found = (skipped for each in days if (skipped := self.rules.skipped(each)))
        return tuple(replace(each, desk_open=self.desk_rules.skipped(each.day) is None) for each in found)

    def is_predicted(self, at: datetime) -> bool:
        """Return whether the local day of `at` is only predicted: no act has confirmed it yet."""
        return self.rules.is_predicted(self._day(at))

    def _day(self, at: datetime) -> date:
        return self._in_utc(at).astimezone(self.rules.zone).date()

    def _ask(self, question: Callable[[Span, datetime, *Ts], T], at: datetime, *args: *Ts) -> T:
        """Ask a span about `at`, and widen the span until it can answer."""
        span = self._around(at)
        while True:
            try:
                return question(span, at, *args)
            except RunsOut:
                span = self._widen(span)

    def _around(self, at: datetime) -> Span:
        """Return a span that contains the instant."""
        span = self._span
        if span is None or not span.begins <= at < span.ends:
            span = self._reach(at)
        return span

    def _reach(self, *instants: datetime) -> Span:
        """Return a span that contains the instants, with a year on either side."""
        known = (self.rules.first_day, self.rules.last_day)
        for day in map(self._day, instants):
            if not known[0] <= day <= known[1]:
                raise OutsideCalendar(f"{day} cannot be computed; working days are known from {known[0]} to {known[1]}")
        years = [self._day(at).year for at in instants]
        if self._span is not None:
            years += (self._span.first_year, self._span.last_year)
        return self._lay_out(min(years) - 1, max(years) + 1)

    def _widen(self, span: Span) -> Span:
        """Return a span about three times as long, as far as days can be computed."""
        years = span.last_year - span.first_year + 1
        wider = self._lay_out(span.first_year - years, span.last_year + years)
        if (wider.first_year, wider.last_year) == (span.first_year, span.last_year):
            raise OutsideCalendar(
                f"the answer lies outside {self.rules.first_day} to {self.rules.last_day}, where working days are known"
            )
        return wider

    def _lay_out(self, first_year: int, last_year: int) -> Span:
        first, last = self.rules.first_day.year, self.rules.last_day.year
        self._span = lay_out(self.rules, max(first_year, first), min(last_year, last))
        return self._span


@lru_cache(maxsize=512)  # few different amounts, asked for often
def length_of(amount: Amount) -> timedelta:
    """Return the length of an amount in hours or minutes, rounded down to the microsecond. Working days have no fixed length.

    Raises:
        OutsideCalendar: the amount is longer than any calendar.
    """
    try:
        return timedelta(microseconds=int(amount.value * _MICROSECONDS[amount.unit]))
    except OverflowError as error:
        raise OutsideCalendar(f"{amount} is longer than any calendar") from error
