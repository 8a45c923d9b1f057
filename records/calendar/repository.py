"""The working calendar as the record keeps it: its editions, and which of its changes the open cases were told of."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Engine, func, update
from sqlmodel import col, select

from domain.time.decisions import CalendarBook, Decision
from records.calendar import changes, tables
from records.calendar.books import CalendarCache
from records.engine import transaction


class Calendar:
    """The calendar in the record. Every method may raise RecordsUnavailable; calling again with the same arguments is safe."""

    def __init__(self, engine: Engine, books: CalendarCache) -> None:
        self._engine = engine
        self._books = books

    def book(self) -> CalendarBook:
        """Every edition of the calendar.

        Raises:
            CalendarMissing: the record was never seeded.
        """
        with transaction(self._engine) as session:
            return self._books.read(session)

    def seed(self, decisions: tuple[Decision, ...], *, at: datetime) -> tuple[str, ...]:
        """Puts the shipped decisions in force: the calendar's first revision. A record that has one already gets the acts
        it never knew, as one more revision of which every open case is to be told; gives those acts.

        An act that a person changed or withdrew stays as that person left it.
        """
        with transaction(self._engine) as session:
            return changes.seed(session, decisions, at=at)

    def add(self, act: str, decisions: tuple[Decision, ...], *, source: str, by_account: str, at: datetime) -> int:
        """Puts an act's days in force from `at` on; gives the revision that did. For an act in force with these very days,
        the revision that put it in force.

        Raises:
            ActInForce: the act is in force with other days.
            UnstorableText: a text that PostgreSQL cannot keep.
        """
        with transaction(self._engine) as session:
            return changes.add(session, act, decisions, source=source, by_account=by_account, at=at)

    def withdraw(self, act: str, *, by_account: str, at: datetime) -> int:
        """Takes an act's days back from `at` on; gives the revision that did, for one withdrawn before its revision.

        Raises:
            ActNotInForce: no such act was ever in force.
        """
        with transaction(self._engine) as session:
            return changes.withdraw(session, act, by_account=by_account, at=at)

    def mark_told(self, revision: int) -> None:
        """Notes that the workflow that tells every open case of a revision has been started."""
        table = tables.CalendarRevision
        with transaction(self._engine) as session:
            untold = update(table).where(col(table.revision) == revision, col(table.told_at).is_(None))
            session.execute(untold.values(told_at=func.now()))

    def untold(self) -> tuple[int, ...]:
        """The revisions whose telling was never noted as started, in order. The first one changes no case's calendar."""
        table = tables.CalendarRevision
        wanted = select(table.revision).where(col(table.told_at).is_(None), col(table.revision) > 1)
        with transaction(self._engine) as session:
            return tuple(session.exec(wanted.order_by(col(table.revision))))
