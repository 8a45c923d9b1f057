"""Reads the calendar with every revision. Each process reads each revision once."""

from __future__ import annotations

from typing import Any

from psycopg import Connection, Cursor
from pydantic import TypeAdapter
from sqlalchemy import text
from sqlmodel import Session, col, select

from domain.time.decisions import CalendarBook, ChangeKind, Decision, Edition, Reach
from records.calendar import tables
from records.engine import driver
from records.errors import CalendarMissing
from records.later_words import word_in
from records.texts import storable_json

# The key of the advisory lock. Any number works, as long as all that compute limits or change the calendar take the same.
_LOCK = 4_018_2023
LATEST = "SELECT max(revision) FROM calendar_revisions"
HELD = f"SELECT pg_advisory_xact_lock_shared({_LOCK})"
_DECISION = TypeAdapter(Decision)


def decision_to_json(decision: Decision) -> dict[str, Any]:
    """Return the JSON that is stored for a decision."""
    kept: dict[str, Any] = storable_json(_DECISION.dump_python(decision, mode="json"))
    return kept


def decision_from_json(kept: dict[str, Any]) -> Decision:
    """Return the decision from its stored JSON."""
    return _DECISION.validate_python(kept)


def hold(connection: Connection[Any]) -> Cursor[Any]:
    """Lock the calendar against changes until the end of the transaction. Any number of cases can hold this lock at once.

    Pass the returned cursor to `CalendarCache.held`. In a pipeline its result is there only after the pipeline's end.
    """
    lock(connection)
    return connection.execute(LATEST)


def lock(connection: Connection[Any]) -> None:
    """Lock the calendar against changes until the end of the transaction, for a writer who knows its revision."""
    connection.execute(HELD)


def hold_alone(session: Session) -> None:
    """Wait until no transaction computes limits. No other one can begin to until the end of this transaction."""
    session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})


class CalendarCache:
    """Reads the calendar through a cache. A revision never changes, so the cache is valid until there is a later one."""

    def __init__(self) -> None:
        self._book: CalendarBook | None = None

    def held(self, session: Session, latest: Cursor[Any]) -> CalendarBook:
        """Return the calendar that `hold` locked. Limits computed with it are safe to commit. Raises CalendarMissing."""
        found = latest.fetchone()
        return self._of(session, found and found[0])

    def read(self, session: Session) -> CalendarBook:
        """Return the calendar as it is now, without a lock. Raises CalendarMissing."""
        return self.held(session, driver(session).execute(LATEST))

    def remembered(self) -> CalendarBook | None:
        """Return the calendar as it was last read. A later revision may be in force by now."""
        return self._book

    def _of(self, session: Session, revision: int | None) -> CalendarBook:
        """Return the calendar of the latest revision.

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
                change=word_in(ChangeKind, row.change),
                act=row.act,
                reach=Reach(row.authority, row.agency),
            )
            for row in revisions
        )
    )
