"""Appends the events of a case once and in order.

The fast path takes the case and the calendar from memory, and does all its work in one round trip to the database. A guard in
that transaction compares them with the database and fails it where either has changed. The slow path reads and locks both
first. Both write through the same guard, so they store the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from typing import Any

from psycopg import Connection, Cursor
from sqlalchemy import Engine
from sqlmodel import Session

from domain.complaint import Complaint
from domain.events import Merged, TextChanged, Unmerged, Withdrawn
from domain.time.decisions import CalendarBook
from records.calendar.books import CalendarCache, hold, lock
from records.cases import tables
from records.cases.chaining import complete
from records.cases.entries import entries
from records.cases.labels import labels_of
from records.cases.memory import CaseMemory, KnownCase
from records.cases.rows import Appended, Fill, NewEvents
from records.cases.writing import case_columns, consequences, hashes_of, write
from records.chains import main_of
from records.codec import event_from_json, event_to_json
from records.engine import driver, one_round_trip, transaction
from records.errors import AnotherFiling, CaseNotOpen, CaseUnknown, NotAsRemembered, OthersWaitToo, RecordOutOfStep
from records.offices.procedures import ProcedureStore
from records.statements import guarded_update
from records.texts import storable, storable_row

# Plain SQL through the driver, because these statements run for every act and alarm.
_FINGERPRINT = "encode(sha256(convert_to(snapshot::text, 'UTF8')), 'hex')"
_CHAINED = "head = (SELECT hash FROM events WHERE events.code = cases.code AND events.number = cases.number)"
_CASE = f"""
SELECT number, procedure_digest, snapshot, {_FINGERPRINT}, head, {_CHAINED} FROM cases WHERE code = %s FOR UPDATE
"""  # noqa: S608 - constants

_IN_ORDER = "SELECT FROM cases WHERE code = ANY(%s) ORDER BY code FOR UPDATE"
_OPEN_CASE = f"SELECT 1 FROM cases WHERE code = %s AND {tables.IS_OPEN} FOR SHARE"  # noqa: S608 - the condition is a constant
_UNANSWERED_CASE = f"SELECT 1 FROM cases WHERE code = %s AND {tables.IS_HANDLED} FOR SHARE"  # noqa: S608 - the same
_MERGED_INTO = "SELECT 1 FROM cases WHERE merged_into = %s LIMIT 1"
_RELABEL = "UPDATE reports SET within = %s WHERE code = %s"
_TO_GATHER = "INSERT INTO to_gather (main, report) VALUES (%s, %s) ON CONFLICT DO NOTHING"

# The guard: `as_remembered` raises an error for NULL, and the error undoes the whole transaction.
_AS_REMEMBERED = f"code = %(code)s AND number = %(base)s AND head = %(known)s AND {_FINGERPRINT} = %(fingerprint)s"
_CALENDAR_AS_REMEMBERED = "SELECT as_remembered(CASE WHEN max(revision) = %s THEN 'yes' END) FROM calendar_revisions"


class Ledger:
    """Appends events to cases. Every append is one transaction, or two where memory was out of date."""

    def __init__(self, engine: Engine, procedures: ProcedureStore, calendar: CalendarCache) -> None:
        self._engine = engine
        self._procedures = procedures
        self._calendar = calendar
        self._memory = CaseMemory()

    def append(self, new: NewEvents, fill: Fill) -> Appended:
        """Append the events. See `Cases.append`."""
        new = storable_row(new)
        known = self._memory.take(new.code, new.base)
        book = self._calendar.remembered()
        if known is None or book is None or _touches_other_cases(new) or not _is_meant(known.complaint, new):
            return self._slow(new, fill)
        try:
            return self._fast(known, book, new, fill)
        except NotAsRemembered:
            return self._slow(new, fill)

    def _fast(self, known: KnownCase, book: CalendarBook, new: NewEvents, fill: Fill) -> Appended:
        return self._write(one_round_trip(self._engine), known, book, new, fill)

    def _slow(self, new: NewEvents, fill: Fill) -> Appended:
        with transaction(self._engine) as session:
            connection = driver(session)
            _lock_in_order(connection, new)
            with connection.pipeline():
                # Locks the case: appends to one case run one after another, and each reads what the one before it wrote.
                found = connection.execute(_CASE, (new.code,))
                latest = hold(connection)
            known = self._known(session, connection, found, new)
            if known is None:
                return Appended(ahead=entries(session, new.code, after=new.base))
            _keep_what_was_merged(connection, known.complaint, new)
            return self._write(_last_of(connection), known, self._calendar.held(session, latest), new, fill)

    def _known(
        self, session: Session, connection: Connection[Any], found: Cursor[Any], new: NewEvents
    ) -> KnownCase | None:
        """Return the case that was read; None where it has gone on after `new.base`."""
        case = found.fetchone()
        if case is None:
            raise CaseUnknown(f"no case {new.code}")
        number, digest, snapshot, fingerprint, head, chained = case
        complaint = self._procedures.complaint(session, digest, snapshot)
        if not _is_meant(complaint, new):
            raise AnotherFiling(
                f"{new.code} was filed at {complaint.filing}, and {new.act_id} is meant for {new.filing}"
            )
        if number < new.base:
            raise RecordOutOfStep(f"{new.code} stands at event {number}, and {new.act_id} builds on {new.base}")
        if number > new.base:
            return None
        return KnownCase(
            complaint,
            fingerprint,
            head if chained else complete(connection, new.code),
        )

    def _write(
        self,
        sent: AbstractContextManager[Connection[Any]],
        known: KnownCase,
        book: CalendarBook,
        new: NewEvents,
        fill: Fill,
    ) -> Appended:
        """Complete the events, and write all that follows from them. `sent` commits what is written in its block.

        Raises:
            NotAsRemembered: the database holds another case or another calendar. Nothing was written.
        """
        stored = [event_to_json(event) for event in fill(known.complaint, new.events, book)]
        if not stored:
            return Appended()
        # Return the events as they were stored, so that a retry gets the same answer.
        filled = replace(new, events=tuple(map(event_from_json, stored)))
        follows = consequences(known.complaint, filled.events)
        hashes = hashes_of(known.head, filled, stored)
        with sent as connection:
            row = _write_guarded(connection, known, case_columns(follows.after) | _text(filled) | {"head": hashes[-1]})
            _relabel(connection, known.complaint, follows.after)
            # In the order of the slow path, case before calendar, so that no two appends wait for each other.
            lock(connection)
            connection.execute(_CALENDAR_AS_REMEMBERED, (book.revision,))
            write(connection, filled, stored, hashes, follows)
        [(fingerprint,)] = row.fetchall()
        self._memory.keep(KnownCase(follows.after, fingerprint, hashes[-1]))
        return Appended(filled.events)


@contextmanager
def _last_of(connection: Connection[Any]) -> Iterator[Connection[Any]]:
    """Send the last statements of a transaction with its commit in one round trip. Nothing is left to commit after it."""
    with connection.pipeline():
        yield connection
        connection.commit()


def _write_guarded(connection: Connection[Any], known: KnownCase, row: dict[str, object]) -> Cursor[Any]:
    """Write the case's row where it stands as it is known. The result is the fingerprint of its new snapshot."""
    guard = {"base": known.complaint.number, "fingerprint": known.fingerprint, "known": known.head}
    update = guarded_update("cases", tuple(row), key="code", guard=_AS_REMEMBERED, returns=_FINGERPRINT)
    return connection.execute(update, row | guard)


def _text(new: NewEvents) -> dict[str, object]:
    """Return the column of the text that the case goes over to, none where it stays under its own."""
    changed = [event.text for event in new.events if isinstance(event, TextChanged)]
    return {"procedure_digest": changed[-1]} if changed else {}


def _relabel(connection: Connection[Any], before: Complaint, after: Complaint) -> None:
    """Write the labels of the case's report where they changed. Each write costs the search index an entry a word."""
    if (labels := labels_of(after)) != labels_of(before):
        connection.execute(_RELABEL, (labels, after.code))


def _is_meant(complaint: Complaint, new: NewEvents) -> bool:
    """Return whether the events are meant for this filing, as far as their sender says."""
    return new.filing in ("", complaint.filing)


def _touches_other_cases(new: NewEvents) -> bool:
    """Return whether other cases must be locked too, as `_keep_what_was_merged` does."""
    return any(isinstance(event, Merged | Unmerged | Withdrawn) for event in new.events)


def _lock_in_order(connection: Connection[Any], new: NewEvents) -> None:
    """Lock both cases of a merge in the order of their codes: two that cross do not each hold what the other waits for."""
    others = {_other_case(connection, new.code, event) for event in new.events if isinstance(event, Merged | Unmerged)}
    if others:
        connection.execute(_IN_ORDER, (sorted({new.code, *others}),))


def _other_case(connection: Connection[Any], code: str, event: Merged | Unmerged) -> str:
    """Return the case which the report joins or leaves."""
    return storable(event.into) if isinstance(event, Merged) else main_of(connection, code)


def _keep_what_was_merged(connection: Connection[Any], before: Complaint, new: NewEvents) -> None:
    """Refuse to merge a report into a case that has ended, to take one out of a case that was answered or has ended, and to
    withdraw a case that other reports were merged into. Note for the other case that its reports change.

    The front checks this too. Here the locks make two such acts wait for each other when they come at the same time.
    """
    for event in new.events:
        if isinstance(event, Merged | Unmerged):
            other = _other_case(connection, before.code, event)
            allows = _OPEN_CASE if isinstance(event, Merged) else _UNANSWERED_CASE
            if connection.execute(allows, (other,)).fetchone() is None:
                raise CaseNotOpen(f"{other} was answered or has ended, so {new.code} does not join or leave it")
            connection.execute(_TO_GATHER, (other, new.code))
        elif isinstance(event, Withdrawn) and connection.execute(_MERGED_INTO, (new.code,)).fetchone():
            raise OthersWaitToo(f"other reports go on in {new.code}")
