"""Two offices, and instants in people's notation, for the tests of the calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from calendars import VIETNAM
from domain.time.office_hours import OfficeHours, Session

LONG_AGO = date(2020, 1, 1)


def sessions(written: str) -> tuple[Session, ...]:
    """Read `"07:30-11:30 13:30-17:00"` as sessions; an empty text has none."""
    return tuple(Session(*map(time.fromisoformat, session.split("-"))) for session in written.split())


def hours(weekday: str, saturday: str = "", *, valid_from: date = LONG_AGO) -> OfficeHours:
    """Return office hours that are the same from Monday to Friday."""
    return OfficeHours(valid_from, (*[sessions(weekday)] * 5, sessions(saturday), ()), source="Quyết định thử nghiệm")


A = hours("07:30-11:30 13:30-17:00")
B = hours("08:00-12:00 13:00-17:00")


def local(written: str) -> datetime:
    """Read `"2026-03-11 08:00"` as local time in Vietnam."""
    return datetime.fromisoformat(written).replace(tzinfo=VIETNAM)


def utc(written: str) -> datetime:
    """Read `"2026-11-24 18:00"` as UTC."""
    return datetime.fromisoformat(written).replace(tzinfo=UTC)
