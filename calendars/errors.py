"""The errors that the calendar raises."""

from __future__ import annotations

from domain.time.decisions import InvalidDecision

__all__ = [
    "ImpossiblePause",
    "InvalidDecision",
    "InvalidOfficeHours",
    "LimitWithoutEnd",
    "NaiveInstant",
    "OutsideCalendar",
]


class NaiveInstant(ValueError):
    """A datetime has no time zone, so it names no instant."""


class OutsideCalendar(ValueError):
    """A day cannot be computed: it lies before the first year, before the office's first hours, or after the last year."""


class ImpossiblePause(ValueError):
    """A pause ends before it begins."""


class InvalidOfficeHours(ValueError):
    """An office has no hours at all, or several that are not in order of time."""


class LimitWithoutEnd(ValueError):
    """A limit has neither an amount of time nor a promised day."""
