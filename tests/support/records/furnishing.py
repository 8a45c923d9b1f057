"""Writes to a record and reads from it what tests need and the product has no single call for."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Engine, text

from domain.actors import Told
from domain.notices import Notice
from domain.offices.office import Agency
from domain.words import Role
from records.offices.rows import ChangedBy
from records.record import Record

_LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


def add_agency(record: Record, agency: Agency) -> None:
    """Add an agency or rename it, as an office's file does."""
    record.offices.keep_agency(agency, ChangedBy(None, _LONG_AGO))


def queued_notices(engine: Engine, code: str) -> tuple[tuple[int, Notice, str], ...]:
    """Return the notices of a case, each with the number of its event and its status."""
    wanted = "SELECT event_number, role, agency, channel, status FROM notices WHERE code = :code ORDER BY id"
    with engine.begin() as connection:
        rows = connection.execute(text(wanted), {"code": code}).all()
    return tuple(
        (number, Notice(Told(Role(role), agency), channel), status) for number, role, agency, channel, status in rows
    )
