"""Imports a backlog case by case, each in one transaction. Done again it adds nothing twice."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Callable
from datetime import datetime
from enum import StrEnum

from api.backlog.checking import Backlog, relate
from documents.sheets.cases import CaseRow
from documents.sheets.faults import Fault
from domain.actors import Actor
from domain.complaint import apply_all
from records.backlog.rows import import_key
from records.cases.rows import Identity, Report, Submission
from records.errors import CalendarChanged, KeyReused
from records.record import Record

_TRACKING_BYTES = 32


class Outcome(StrEnum):
    """The ways in which a row ends: its case is new, was imported before, or was imported before with other words."""

    NEW = "new"
    AGAIN = "again"
    DIFFERS = "differs"


class CannotImport(Exception):
    """A row that was checked cannot be imported any more, because the office or the regulation changed meanwhile."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.sentence)
        self.fault = fault

    @classmethod
    def of_file(cls, sentence: str) -> CannotImport:
        """Return the error where no row of the file can be imported."""
        return cls(Fault(None, None, sentence))


def import_case(record: Record, backlog: Backlog, row: CaseRow, by: Actor, clock: Callable[[], datetime]) -> Outcome:
    """Import the case of one row. Its workflow is started by the background job that starts every case.

    Raises:
        CannotImport: the row's case can be related no longer.
        RecordsUnavailable: the database is away; importing the row again is safe.
    """
    key, book = import_key(backlog.authority, row.past.old_code), record.calendar.remembered()
    while True:
        related = relate(backlog, row, book, clock())
        if isinstance(related, Fault):
            raise CannotImport(related)
        unfiled, events = related
        received = unfiled.procedure.authority.local_date(row.past.received_at)
        try:
            taken = record.intake.take_in_next(
                _submission(row, key),
                apply_all(unfiled, events),
                events,
                by=by,
                act_id=str(uuid.uuid4()),
                on=received,
                tracking_hash=lambda _code: secrets.token_hex(_TRACKING_BYTES),
            )
        except CalendarChanged:
            book = record.calendar.book()
            continue
        except KeyReused:
            return Outcome.DIFFERS
        return Outcome.NEW if taken.new else Outcome.AGAIN


def _submission(row: CaseRow, key: str) -> Submission:
    """Return the report of a row. Nobody was given its tracking key, so its hash is that of no key."""
    return Submission(
        idempotency_key=key,
        body_hash=row.digest,
        tracking_hash="",
        report=Report(content=row.content, place=row.address, occurred_at="", place_id=row.past.place),
        identity=Identity(row.name, row.home, row.phone, row.email or None),
    )
