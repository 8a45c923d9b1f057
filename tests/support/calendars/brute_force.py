"""Counts working time one minute at a time: slow, obvious, and independent of the calendar that it checks.

Time is counted in whole minutes of local time, as a `datetime` without a zone. Parts of a minute count only where a
result may fall inside a minute.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from itertools import groupby
from math import lcm
from typing import TYPE_CHECKING

from calendars import Decision, Effect

if TYPE_CHECKING:
    from domain.time.office_hours import DeskHours, OfficeHours, Session

MINUTE, MICROSECOND = timedelta(minutes=1), timedelta(microseconds=1)
MICROSECONDS = MINUTE // MICROSECOND
# The weekdays off around Tết 2026: the only holidays in the weeks of the random tests.
TET = {date(2026, 2, 16) + timedelta(days=n) for n in range(5)}


def working_minutes(
    office_hours: tuple[OfficeHours, ...],
    decisions: tuple[Decision, ...],
    first: date,
    last: date,
    desk_hours: tuple[DeskHours, ...] = (),
) -> list[datetime]:
    """Return every minute of the days from first to last on which the office works or, with `desk_hours`, its desk is
    open."""
    decided = {decision.day: decision for decision in decisions}
    minutes = []
    for n in range((last - first).days + 1):
        day = first + timedelta(days=n)
        hours = [each for each in office_hours if each.valid_from <= day][-1]
        week = list(hours.weekdays)
        for desk in [each for each in desk_hours if each.valid_from <= day][-1:]:
            week = [own if theirs is None else theirs for own, theirs in zip(week, desk.weekdays, strict=True)]
        sessions = () if day in TET else week[day.weekday()]
        if decision := decided.get(day):
            weekday = day.weekday() if decision.hours_of is None else decision.hours_of
            sessions = () if decision.effect is Effect.OFF else decision.sessions or week[weekday]
        if decision and decision.half:
            sessions = () if day in TET else week[day.weekday()]
        for session in sessions:
            at = datetime.combine(day, session.opens)
            while at.time() < session.closes:
                if not (decision and decision.half) or _half(session, at) != decision.half:
                    minutes.append(at)
                at += MINUTE
    return minutes


def _half(session: Session, at: datetime) -> str:
    if session.closes <= time(13):
        return "morning"
    return "morning" if at.time() < time(12) else "afternoon"


def halved_days(
    office_hours: tuple[OfficeHours, ...], decisions: tuple[Decision, ...], first: date, last: date
) -> frozenset[date]:
    """Return the days of which decisions took some minutes, and left some, by giving half of the day off."""
    left = Counter(at.date() for at in working_minutes(office_hours, decisions, first, last))
    whole = Counter(
        at.date()
        for at in working_minutes(office_hours, tuple(each for each in decisions if not each.half), first, last)
    )
    return frozenset(each.day for each in decisions if each.half and 0 < left[each.day] < whole[each.day])


@dataclass(frozen=True, repr=False)  # a failure would list thousands of minutes
class BruteForce:
    """A calendar that consists of the worked minutes only. Each of the `halved` days counts as half a working day."""

    minutes: list[datetime]
    halved: frozenset[date] = frozenset()

    @cached_property
    def worked(self) -> set[datetime]:
        """The same minutes as a set, for look-ups."""
        return set(self.minutes)

    def elapsed(self, start: datetime, end: datetime) -> timedelta:
        if end < start:
            return -self.elapsed(end, start)
        return sum(start <= at < end for at in self.minutes) * MINUTE

    def settle(self, at: datetime) -> datetime:
        """Return `at` if it is within office hours or at a closing, otherwise the next opening."""
        return next(max(minute, at) for minute in self.minutes if at <= minute + MINUTE)

    def advance(self, start: datetime, running: timedelta) -> datetime:
        """Use up minutes from `start` on until that much is used."""
        for at in self.minutes:
            ends = at + MINUTE
            if ends > start:
                begins = max(at, start)
                if ends - begins >= running:
                    return begins + running
                running -= ends - begins
        raise AssertionError("the window is too short")

    @cached_property
    def shares(self) -> tuple[int, dict[date, int]]:
        """Return how many parts a working day has, and for each day how many parts a worked microsecond has.

        Every day has the same number of parts, chosen so that all of these numbers are whole.
        """
        minutes = Counter(at.date() for at in self.minutes)
        day = 2 * lcm(*minutes.values()) * MICROSECONDS
        parts = {each: day // 2 if each in self.halved else day for each in minutes}
        return day, {each: parts[each] // (worked * MICROSECONDS) for each, worked in minutes.items()}

    def add_days(self, start: datetime, half_days: int) -> datetime:
        """Add days: each microsecond uses up its share of its own day."""
        day, share = self.shares
        left = half_days * day // 2
        for at in self.minutes[max(bisect_right(self.minutes, start) - 1, 0) :]:
            begins = max(at, start)
            used = share[at.date()] * ((at + MINUTE - begins) // MICROSECOND)
            if used >= left:
                return begins + left // share[at.date()] * MICROSECOND
            left -= max(used, 0)
        raise AssertionError("the window is too short")

    @cached_property
    def last_minutes(self) -> list[datetime]:
        """The last worked minute of each day."""
        return [max(of_day) for _, of_day in groupby(self.minutes, key=datetime.date)]

    def add_whole_days(self, start: datetime, half_days: int) -> datetime:
        """Return the last worked minute of the n-th later day. Half a day more ends with the next session."""
        days, half = divmod(half_days, 2)
        later = [at for at in self.last_minutes if at.date() > start.date()]
        due = later[days - 1] + MINUTE if days else start
        if not half:
            return due
        closing = next(at for at in self.minutes if at >= due and at - MINUTE not in self.worked)
        while closing in self.worked:
            closing += MINUTE
        return closing
