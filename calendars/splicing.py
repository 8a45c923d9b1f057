"""Working time as it was known at each moment: the past keeps its old rules, the future follows the latest decisions.

A decision moves the rest of a limit, never the part already used. So each past moment counts under the decisions in
force at that moment, and each future moment under those in force now. Counted on such a calendar from its start, a
limit keeps the share that it had used when a decision came. This holds for any number of decisions, at any time, and
also when the case is told late.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING

from calendars.rules import DayRules, YearRules
from calendars.working import WorkingCalendar, working_calendar
from domain.time.amounts import Counting
from domain.time.office_hours import OfficeHours, Session
from domain.time.zones import VIETNAM

if TYPE_CHECKING:
    from collections.abc import Iterable
    from zoneinfo import ZoneInfo

    from domain.time.decisions import CalendarBook

_END_OF_DAY = time.max


class Underway(Enum):
    """The ways to treat a day that was in progress when a decision changed it: as it began, as it ended, or each part
    by its own rules."""

    AS_IT_BEGAN = "as it began"
    AS_IT_ENDED = "as it ended"
    IN_PARTS = "in parts"


@dataclass(frozen=True)
class Chronicle:
    """The calendars of one office for limits under a book.

    A rolling day is measured by the day as it began: a day cut short at ten o'clock has used two hours, not a whole
    day. Whole days (Civil Code 2015, Art. 147-148) have no parts, so such a day counts as it ended.
    """

    in_parts: WorkingCalendar
    as_it_began: WorkingCalendar
    as_it_ended: WorkingCalendar

    def runs(self, counting: Counting) -> WorkingCalendar:
        """Return the calendar on which a limit of this counting runs."""
        return self.as_it_ended if counting is Counting.WHOLE_DAY else self.in_parts

    def measures(self, counting: Counting) -> WorkingCalendar:
        """Return the calendar that converts the amount of such a limit to running time."""
        return self.as_it_ended if counting is Counting.WHOLE_DAY else self.as_it_began


@lru_cache(maxsize=256)
def chronicle(office_hours: tuple[OfficeHours, ...], book: CalendarBook, zone: ZoneInfo = VIETNAM) -> Chronicle:
    """Return the calendars of an office under a book. Cached.

    Raises:
        InvalidOfficeHours: see `working_calendar`.
    """
    if len(book.editions) == 1:
        only = working_calendar(office_hours, book.decisions, zone=zone)
        return Chronicle(only, only, only)
    latest = working_calendar(office_hours, book.decisions, zone=zone).rules
    gave_way = tuple(edition.since for edition in book.editions[1:])
    before = tuple(working_calendar(office_hours, each.decisions, zone=zone).rules for each in book.editions[:-1])

    def spliced(underway: Underway) -> WorkingCalendar:
        fields = (latest.office_hours, latest.decisions, latest.zone, latest.cultural_day_made_up)
        return WorkingCalendar(SplicedRules(*fields, before=before, gave_way=gave_way, underway=underway))

    return Chronicle(
        in_parts=spliced(Underway.IN_PARTS),
        as_it_began=spliced(Underway.AS_IT_BEGAN),
        as_it_ended=spliced(Underway.AS_IT_ENDED),
    )


@dataclass(frozen=True, kw_only=True)
class SplicedRules(DayRules):
    """The latest rules, with the earlier rules (`before`) for the days that passed under them. Rules n were replaced at
    instant n of `gave_way`."""

    before: tuple[DayRules, ...]
    gave_way: tuple[datetime, ...]
    underway: Underway

    def sessions(self, day: date, year: YearRules, hours: OfficeHours) -> tuple[Session, ...]:
        """Return the day's sessions by the rules in force on that day."""
        begins = datetime.combine(day, time.min, self.zone).astimezone(UTC)
        if begins >= self.gave_way[-1]:
            return super().sessions(day, year, hours)
        first = bisect_right(self.gave_way, begins)
        last = bisect_left(self.gave_way, begins + timedelta(days=1))
        if self.underway is Underway.AS_IT_BEGAN:
            last = first
        elif self.underway is Underway.AS_IT_ENDED:
            first = last
        known = [self._sessions_under(n, day, year, hours) for n in range(first, last + 1)]
        if all(each == known[0] for each in known):
            return known[0]
        changes = [self.gave_way[n].astimezone(self.zone).time() for n in range(first, last)]
        bounds = [time.min, *changes, _END_OF_DAY]
        parts = (_part(each, bounds[n], bounds[n + 1]) for n, each in enumerate(known))
        return _joined(session for part in parts for session in part)

    def is_halved(self, day: date, year: YearRules, hours: OfficeHours) -> bool:
        """Return whether the day counts as half a working day, by the rules in force when it began, or when it ended."""
        begins = datetime.combine(day, time.min, self.zone).astimezone(UTC)
        if self.underway is Underway.AS_IT_BEGAN:
            n = bisect_right(self.gave_way, begins)
        else:
            n = bisect_left(self.gave_way, begins + timedelta(days=1))
        if n == len(self.before):
            return super().is_halved(day, year, hours)
        rules = self.before[n]
        return rules.is_halved(day, rules.year(day.year), hours)

    def _sessions_under(self, n: int, day: date, year: YearRules, hours: OfficeHours) -> tuple[Session, ...]:
        if n == len(self.before):
            return super().sessions(day, year, hours)
        rules = self.before[n]
        return rules.sessions(day, rules.year(day.year), hours)


def _part(sessions: tuple[Session, ...], begins: time, ends: time) -> list[Session]:
    """Return the parts of the sessions between two local times."""
    bounds = ((max(session.opens, begins), min(session.closes, ends)) for session in sessions)
    return [Session(opens, closes) for opens, closes in bounds if opens < closes]


def _joined(sessions: Iterable[Session]) -> tuple[Session, ...]:
    """Join sessions that touch: work that continues through a change was not interrupted."""
    joined: list[Session] = []
    for session in sessions:
        if joined and joined[-1].closes == session.opens:
            joined[-1] = Session(joined[-1].opens, session.closes)
        else:
            joined.append(session)
    return tuple(joined)
