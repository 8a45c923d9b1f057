"""Some years of one office's working time, prepared so that every question takes one or two binary searches.

Everything is kept as datetimes in UTC and timedeltas: their arithmetic is exact to the microsecond and done in C.
`before[k]` is the working time from the start of the span to the opening of session k, `through[k]` to its closing.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from calendars.rules import DayRules
    from domain.time.office_hours import Session

_NOTHING = timedelta(0)
_ONE_DAY = timedelta(days=1)
_MICROSECOND = timedelta(microseconds=1)
_DAWN = datetime.min.replace(tzinfo=UTC)


class RunsOut(Exception):
    """The answer lies outside the years of this span."""


@dataclass(frozen=True, slots=True, repr=False)  # a traceback would list thousands of instants
class Span:
    """The sessions and working days from `first_year` to `last_year`.

    Session 0 and day 0 stand for everything before. They have no length; they keep every search inside the lists.
    """

    first_year: int
    last_year: int
    begins: datetime
    ends: datetime
    opens: list[datetime]
    closes: list[datetime]
    before: list[timedelta]
    through: list[timedelta]
    day_of: list[int]  # session -> its working day
    midnights: list[datetime]  # working day -> the instant at which its date begins
    day_closes: list[datetime]
    day_before: list[timedelta]
    day_length: list[timedelta]
    halves_before: list[int]  # working day -> half working days before it: two for each day, one for one cut to a half

    def worked(self, at: datetime) -> timedelta:
        """Return the working time from the start of the span to `at`, which must lie within the span."""
        k = bisect_right(self.opens, at) - 1
        so_far = self.before[k] + (at - self.opens[k])
        through = self.through[k]
        return so_far if so_far < through else through

    def instant(self, worked: timedelta) -> datetime:
        """Return the first instant by which that much working time (more than zero) has passed: the end of a session
        rather than the start of the next. Raise RunsOut."""
        k = bisect_left(self.through, worked)
        if k == len(self.opens):
            raise RunsOut
        return self.opens[k] + (worked - self.before[k])

    def last_instant(self, worked: timedelta) -> datetime:
        """Return the last instant by which no more working time has passed: the start of a session. Raise RunsOut."""
        k = bisect_right(self.before, worked) - 1
        if k < 1 or (k == len(self.opens) - 1 and worked >= self.through[k]):
            raise RunsOut
        return self.opens[k] + (worked - self.before[k])

    def shift(self, at: datetime, running: timedelta) -> datetime:
        """Add working time, positive or negative, to `at`. Raise RunsOut."""
        target = self.worked(at) + running
        return self.instant(target) if running > _NOTHING else self.last_instant(target)

    def shift_days(self, at: datetime, half_days: int) -> datetime:
        """Add half working days, positive or negative, to `at`. The result is at the same share of the office's day.
        Raise RunsOut.

        Each working day counts as one, long or short; half a day is half of that day's working time. A day that a decision
        cut to one half counts as half a day. Where days differ in length the share is kept, rounded down to the microsecond.
        """
        if self.halves_before[-1] != 2 * (len(self.halves_before) - 2):
            return self._shift_over_halves(at, half_days)
        k = bisect_right(self.opens, at) - 1
        day = self.day_of[k]
        length = self.day_length[day]
        into = self.before[k] + (at - self.opens[k])
        into = (into if into < self.through[k] else self.through[k]) - self.day_before[day]
        if into == length:  # after the day's last session: counts from the next opening
            day, into = day + 1, _NOTHING
            length = self._length(day)
        day += half_days >> 1
        if half_days & 1:
            into += length // 2
            if into > length:
                day, into = day + 1, into - length
        target = self._length(day)
        if target != length:
            into = (into // _MICROSECOND) * (target // _MICROSECOND) // (length // _MICROSECOND) * _MICROSECOND
        worked = self.day_before[day] + into
        return self.instant(worked) if half_days > 0 else self.last_instant(worked)

    def _shift_over_halves(self, at: datetime, half_days: int) -> datetime:
        """Do the same where some days count as half a day. A position is a number of half days, and a share of the next."""
        day = self.day_of[bisect_right(self.opens, at) - 1]
        into = self.worked(at) - self.day_before[day]
        if not day or (into == self.day_length[day] and half_days > 0):
            day, into = day + 1, _NOTHING
        # Fractions of a half day are counted in parts of the day that they lie in, so nothing is rounded before the end.
        whole = self._length(day) // _MICROSECOND
        parts = self._weight(day) * (into // _MICROSECOND) + (self.halves_before[day] + half_days) * whole
        # The end of a day rather than the start of the next, and the other way round when counting back.
        halves = -(-parts // whole) - 1 if half_days > 0 else parts // whole
        target = bisect_right(self.halves_before, halves) - 1
        share = parts - self.halves_before[target] * whole
        length, weight = self._length(target) // _MICROSECOND, self._weight(target)
        worked = self.day_before[target] + share * length // (whole * weight) * _MICROSECOND
        return self.instant(worked) if half_days > 0 else self.last_instant(worked)

    def _weight(self, day: int) -> int:
        return self.halves_before[day + 1] - self.halves_before[day]

    def _length(self, day: int) -> timedelta:
        if not 0 < day < len(self.day_length):
            raise RunsOut
        return self.day_length[day]

    def close_of_day(self, at: datetime, days: int) -> datetime:
        """Return the closing time of the n-th working day after the date of `at`. Raise RunsOut."""
        day = bisect_right(self.midnights, at) + days - 1
        if day >= len(self.day_closes):
            raise RunsOut
        return self.day_closes[day]

    def close_of_next_session(self, at: datetime) -> datetime:
        """Return the end of the next session that begins at or after `at`. Raise RunsOut."""
        return self.closes[self._next(at)]

    def last_before_days(self, end: datetime, half_days: int) -> datetime:
        """Return the last instant whose n-th later working day has closed by `end`. With half a day more, the first
        session of the following day has closed by `end` too. Raise RunsOut."""
        days, half = divmod(half_days, 2)
        under_way = self.day_of[bisect_right(self.closes, end) - 1]  # day of the last session that has closed
        last = under_way - 1 if half else bisect_right(self.day_closes, end) - 1
        first = last - days + 1
        if first < 1 or self.midnights[first] <= self.begins:
            raise RunsOut
        return self.midnights[first] - _MICROSECOND

    def last_session_opening(self, end: datetime) -> datetime:
        """Return the opening of the last session that has closed by `end`. Raise RunsOut."""
        k = bisect_right(self.closes, end) - 1
        if k < 1:
            raise RunsOut
        return self.opens[k]

    def next_opening(self, at: datetime) -> datetime:
        """Return the first opening at or after `at`. Raise RunsOut."""
        return self.opens[self._next(at)]

    def previous_closing(self, at: datetime) -> datetime:
        """Return the last closing at or before `at`. Raise RunsOut."""
        k = bisect_right(self.closes, at) - 1
        if k < 1:
            raise RunsOut
        return self.closes[k]

    def is_working(self, at: datetime) -> bool:
        """Return whether working time runs at `at`. The opening belongs to the session, the closing does not."""
        return at < self.closes[bisect_right(self.opens, at) - 1]

    def settle(self, at: datetime) -> datetime:
        """Return `at` if it lies in a session or at its end, otherwise the next opening. Raise RunsOut."""
        return at if at <= self.closes[bisect_right(self.opens, at) - 1] else self.next_opening(at)

    def settle_back(self, at: datetime) -> datetime:
        """Return `at` if it lies in a session or at its end, otherwise the closing before it. Raise RunsOut."""
        return at if at <= self.closes[bisect_right(self.opens, at) - 1] else self.previous_closing(at)

    def _next(self, at: datetime) -> int:
        k = bisect_left(self.opens, at)
        if k == len(self.opens):
            raise RunsOut
        return k


def lay_out(rules: DayRules, first_year: int, last_year: int) -> Span:
    """Prepare the span of these years, from the first day that the rules know. Raise OutsideCalendar where they know none."""
    zone = rules.zone
    day = max(rules.first_day, date(first_year, 1, 1))
    span = Span(
        first_year,
        last_year,
        begins=_instant(day, time.min, zone),
        ends=_instant(date(last_year + 1, 1, 1), time.min, zone),
        opens=[_DAWN],
        closes=[_DAWN],
        before=[_NOTHING],
        through=[_NOTHING],
        day_of=[0],
        midnights=[_DAWN],
        day_closes=[_DAWN],
        day_before=[_NOTHING],
        day_length=[_NOTHING],
        halves_before=[0, 0],
    )
    hours = rules.hours_in_force(day)
    changes = {each.valid_from: each for each in rules.office_hours}
    for year in range(first_year, last_year + 1):
        year_rules = rules.year(year)
        while day.year == year:
            hours = changes.get(day, hours)
            if sessions := rules.sessions(day, year_rules, hours):
                _append(span, day, sessions, zone, halved=rules.is_halved(day, year_rules, hours))
            day += _ONE_DAY
    return span


def _append(span: Span, day: date, sessions: tuple[Session, ...], zone: ZoneInfo, *, halved: bool) -> None:
    """Add one working day at the end of the span."""
    before = worked = span.through[-1]
    closes = _DAWN
    for session in sessions:
        opens, closes = _instant(day, session.opens, zone), _instant(day, session.closes, zone)
        span.opens.append(opens)
        span.closes.append(closes)
        span.before.append(worked)
        worked += closes - opens
        span.through.append(worked)
        span.day_of.append(len(span.day_length))
    span.midnights.append(_instant(day, time.min, zone))
    span.day_closes.append(closes)
    span.day_before.append(before)
    span.day_length.append(worked - before)
    span.halves_before.append(span.halves_before[-1] + (1 if halved else 2))


def _instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    """Convert a local time to an instant in UTC. `utcoffset` takes a fifth of the time of `astimezone`."""
    wall = datetime.combine(day, at, UTC)
    return wall - (zone.utcoffset(wall) or _NOTHING)
