"""Reads and changes the working calendar, and notes which of its changes the open cases were told of."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Engine, func, update
from sqlmodel import col, select

from domain.time.decisions import EVERYWHERE, CalendarBook, Decision, Reach
from records.calendar import changes, tables
from records.calendar.books import CalendarCache
from records.engine import read, transaction


class Calendar:
    """The calendar in the record. Every method may raise RecordsUnavailable; calling again with the same arguments is safe."""

    def __init__(self, engine: Engine, cache: CalendarCache) -> None:
        self._engine = engine
        self._cache = cache

    def book(self) -> CalendarBook:
        """Return the calendar with all its editions.

        Raises:
            CalendarMissing: the record was never seeded.
        """
        with read(self._engine) as session:
            return self._cache.read(session)

    def remembered(self) -> CalendarBook:
        """Return the calendar as it was last read. A later revision may be in force by now: only what checks that before it
        commits may use it. Raises as `book` does."""
        return self._cache.remembered() or self.book()

    def seed(self, decisions: tuple[Decision, ...], *, at: datetime) -> tuple[str, ...]:
        """Put the shipped decisions in force as the calendar's first revision.

        A record that has a calendar already gets the acts that are new to it as one more revision, of which every open case
        must be told. Return these acts. An act that a person changed or withdrew stays as that person left it.
        """
        with transaction(self._engine) as session:
            return changes.seed(session, decisions, at=at)

    def add(self, act: str, decisions: tuple[Decision, ...], *, source: str, by_account: str, at: datetime) -> int:
        """Put an act's days, all of one reach, in force from `at` on and return the new revision. Where the act is in force
        with exactly these days, return the revision that put it in force.

        Raises:
            ActInForce: the act is in force with other days.
            UnstorableText: PostgreSQL cannot store one of the texts.
        """
        with transaction(self._engine) as session:
            return changes.add(session, act, decisions, source=source, by_account=by_account, at=at)

    def withdraw(self, act: str, reach: Reach = EVERYWHERE, *, by_account: str, at: datetime) -> int:
        """Withdraw the days of an act of this reach from `at` on and return the new revision. Where the act was withdrawn
        before, return that revision.

        Raises:
            ActNotInForce: no such act was ever in force.
        """
        with transaction(self._engine) as session:
            return changes.withdraw(session, act, reach, by_account=by_account, at=at)

    def mark_told(self, revision: int) -> None:
        """Record that the workflow was started that tells every open case of a revision."""
        table = tables.CalendarRevision
        with transaction(self._engine) as session:
            untold = update(table).where(col(table.revision) == revision, col(table.told_at).is_(None))
            session.execute(untold.values(told_at=func.now()))

    def untold(self) -> tuple[int, ...]:
        """Return the revisions whose workflow is not recorded as started, in order. The first revision needs none, because it
        changes the calendar of no case."""
        table = tables.CalendarRevision
        wanted = select(table.revision).where(col(table.told_at).is_(None), col(table.revision) > 1)
        with transaction(self._engine) as session:
            return tuple(session.exec(wanted.order_by(col(table.revision))))
