"""What a calendar refuses to answer."""

from __future__ import annotations

from domain.decisions import InvalidDecision

__all__ = [
    "ImpossiblePause",
    "InvalidDecision",
    "InvalidOfficeHours",
    "LimitWithoutEnd",
    "NaiveInstant",
    "OutsideCalendar",
]


class NaiveInstant(ValueError):
    """A datetime without a time zone names no instant."""


class OutsideCalendar(ValueError):
    """The days asked about cannot be computed: before the first year or the office's first hours, or after the last year."""


class ImpossiblePause(ValueError):
    """A pause that ends before it begins."""


class InvalidOfficeHours(ValueError):
    """No office hours at all, or several that do not follow one another in time."""


class LimitWithoutEnd(ValueError):
    """A limit that has neither an amount of time nor a promised day to end with."""
