"""Working time by counting minutes one at a time: slow, obvious, and sharing no idea with the calendar it checks.

Time is counted in whole minutes of local time, a `datetime` without a zone; only where a result may fall inside a minute
is it a fraction of one.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from calendars import Decision, Effect

if TYPE_CHECKING:
    from domain.office_hours import OfficeHours

MINUTE = timedelta(minutes=1)
# The weekdays off around Tết 2026, all that the law gives in the weeks the random tests look at.
TET = {date(2026, 2, 16) + timedelta(days=n) for n in range(5)}


def working_minutes(
    office_hours: tuple[OfficeHours, ...], decisions: tuple[Decision, ...], first: date, last: date
) -> list[datetime]:
    """The beginning of every minute on which the office works, from the first day to the last."""
    decided = {decision.day: decision for decision in decisions}
    minutes = []
    for n in range((last - first).days + 1):
        day = first + timedelta(days=n)
        hours = [each for each in office_hours if each.valid_from <= day][-1]
        sessions = () if day in TET else hours.weekdays[day.weekday()]
        if decision := decided.get(day):
            weekday = day.weekday() if decision.hours_of is None else decision.hours_of
            sessions = () if decision.effect is Effect.OFF else decision.sessions or hours.weekdays[weekday]
        for session in sessions:
            at = datetime.combine(day, session.opens)
            while at.time() < session.closes:
                minutes.append(at)
                at += MINUTE
    return minutes


@dataclass(frozen=True, repr=False)  # thousands of minutes help nobody in a failure
class BruteForce:
    """A calendar made of nothing but the minutes that are worked."""

    minutes: list[datetime]

    def elapsed(self, start: datetime, end: datetime) -> timedelta:
        if end < start:
            return -self.elapsed(end, start)
        return sum(start <= at < end for at in self.minutes) * MINUTE

    def settle(self, at: datetime) -> datetime:
        """`at` if it is within office hours, a closing included; else the next opening."""
        return next(max(minute, at) for minute in self.minutes if at <= minute + MINUTE)

    def advance(self, start: datetime, running: timedelta) -> datetime:
        """Use up each minute from `start` on until so much is used."""
        for at in self.minutes:
            ends = at + MINUTE
            if ends > start:
                begins = max(at, start)
                if ends - begins >= running:
                    return begins + running
                running -= ends - begins
        raise AssertionError("the window is too short")

    def add_days(self, start: datetime, days: Fraction) -> datetime:
        """Each minute uses up its share of its own day."""
        share = {day: Fraction(1, minutes) for day, minutes in Counter(at.date() for at in self.minutes).items()}
        for at in self.minutes:
            if at >= start:
                if share[at.date()] >= days:
                    return at + timedelta(microseconds=int(days / share[at.date()] * 60_000_000))
                days -= share[at.date()]
        raise AssertionError("the window is too short")

    def add_whole_days(self, start: datetime, days: int, *, half: bool) -> datetime:
        """The last minute of the n-th later day that is worked; half a day more ends with the next session."""
        later = sorted({at.date() for at in self.minutes if at.date() > start.date()})
        due = max(at for at in self.minutes if at.date() == later[days - 1]) + MINUTE if days else start
        if not half:
            return due
        worked = set(self.minutes)
        closing = next(at for at in self.minutes if at >= due and at - MINUTE not in worked)
        while closing in worked:
            closing += MINUTE
        return closing
