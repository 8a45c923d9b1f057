"""The calendar in the database: every revision, each process reading each of them once."""

from __future__ import annotations

from typing import Any

from psycopg import Connection, Cursor
from pydantic import TypeAdapter
from sqlalchemy import text
from sqlmodel import Session, col, func, select

from domain.time.decisions import CalendarBook, ChangeKind, Decision, Edition
from records.calendar import tables
from records.errors import CalendarMissing
from records.texts import storable_json

# Any number will do, as long as everyone who computes limits or changes the calendar takes the same.
_LOCK = 4_018_2023
_DECISION = TypeAdapter(Decision)


def decision_to_json(decision: Decision) -> dict[str, Any]:
    """A decision as it is kept."""
    kept: dict[str, Any] = storable_json(_DECISION.dump_python(decision, mode="json"))
    return kept


def decision_from_json(kept: dict[str, Any]) -> Decision:
    """The decision that was kept."""
    return _DECISION.validate_python(kept)


def hold(connection: Connection[Any]) -> Cursor[Any]:
    """Keeps the calendar as it is until the end of the transaction; any number of cases hold it at once. What it gives
    is for `CalendarCache.held`, once it is there: in a pipeline, after it.
    """
    connection.execute("SELECT pg_advisory_xact_lock_shared(%s)", (_LOCK,))
    return connection.execute("SELECT max(revision) FROM calendar_revisions")


def hold_alone(session: Session) -> None:
    """Waits until nobody computes a limit, and lets nobody begin before the end of the transaction."""
    session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})


class CalendarCache:
    """Reads the book. What a revision holds never changes, so the book of the latest is kept until another one comes."""

    def __init__(self) -> None:
        self._book: CalendarBook | None = None

    def held(self, session: Session, latest: Cursor[Any]) -> CalendarBook:
        """The book that `hold` holds: one for whoever computes limits to commit. Raises CalendarMissing."""
        found = latest.fetchone()
        return self._of(session, found and found[0])

    def read(self, session: Session) -> CalendarBook:
        """The book now. Raises CalendarMissing."""
        return self._of(session, session.exec(select(func.max(tables.CalendarRevision.revision))).one())

    def _of(self, session: Session, revision: int | None) -> CalendarBook:
        """The book of the latest revision.

        Raises:
            CalendarMissing: the record was never seeded.
        """
        if revision is None:
            raise CalendarMissing("the calendar's table is empty; `hientruong up` seeds it")
        book = self._book
        if book is None or book.revision != revision:
            self._book = book = _book(session)
        return book


def _book(session: Session) -> CalendarBook:
    table = tables.CalendarDecision
    rows = session.exec(select(table).order_by(col(table.day), col(table.id))).all()
    kept = [(row.added_in, row.withdrawn_in, decision_from_json(row.body)) for row in rows]
    revisions = session.exec(select(tables.CalendarRevision).order_by(col(tables.CalendarRevision.revision)))
    return CalendarBook(
        tuple(
            Edition(
                revision=row.revision,
                since=row.since,
                decisions=tuple(
                    decision
                    for added, withdrawn, decision in kept
                    if added <= row.revision and (withdrawn is None or withdrawn > row.revision)
                ),
                change=ChangeKind(row.change),
                act=row.act,
            )
            for row in revisions
        )
    )
