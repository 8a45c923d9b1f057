"""Converts aware datetimes to instants in UTC."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from calendars.errors import NaiveInstant

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo


def in_utc(at: datetime) -> datetime:
    """Return the instant in UTC. Raise NaiveInstant for a datetime without a zone."""
    if at.tzinfo is UTC:
        return at
    if at.utcoffset() is None:
        raise NaiveInstant(f"{at.isoformat()} has no time zone, so it names no instant")
    return at.astimezone(UTC)


class SteadyClock:
    """Converts local times of one zone, fast where its offset does not change from `first` to `last`.

    Asking a zone for its offset costs as much as finding a due date. With a constant offset, as in Vietnam, the
    difference of two local times is exact and four times as fast.
    """

    __slots__ = ("_begins", "_begins_in_utc", "_ends", "_zone")

    def __init__(self, zone: ZoneInfo, first: date, last: date) -> None:
        self._begins = datetime.combine(first, time.min, zone)
        self._ends = datetime.combine(last, time.min, zone)
        self._begins_in_utc = self._begins.astimezone(UTC)
        self._zone = zone if _keeps_its_offset(zone, first, last) else UTC  # UTC switches the fast path off

    def in_utc(self, at: datetime) -> datetime:
        """Return the instant in UTC. Raise NaiveInstant for a datetime without a zone."""
        zone = at.tzinfo
        if zone is UTC:
            return at
        if zone is self._zone and self._begins <= at < self._ends:
            return self._begins_in_utc + (at - self._begins)
        return in_utc(at)


@lru_cache(maxsize=16)
def _keeps_its_offset(zone: ZoneInfo, first: date, last: date) -> bool:
    """Return whether every day begins with the same offset. No zone changes its offset and changes back within one day."""
    midnight = datetime.combine(first, time.min, zone)
    days = (last - first).days
    return len({zone.utcoffset(midnight + timedelta(days=day)) for day in range(days + 1)}) == 1
