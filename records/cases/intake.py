"""Takes reports in. Each call is one transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from psycopg import Connection, Cursor
from sqlalchemy import Engine, func, update
from sqlmodel import Session, col, select

from domain.actors import Actor
from domain.complaint import Complaint
from domain.events import Event, schedules_of
from domain.procedure import Procedure
from records.calendar.books import CalendarCache, hold
from records.cases import tables
from records.cases.list_columns import excerpt
from records.cases.rows import NewEvents, Submission, Taken
from records.cases.writing import case_columns, consequences, write
from records.codec import event_from_json, event_to_json
from records.engine import driver, transaction
from records.errors import CalendarChanged, CaseUnknown, KeyReused, RecordOutOfStep
from records.offices.procedures import ProcedureStore
from records.statements import insert_row
from records.texts import storable, storable_row

_NEXT_CODE = """
INSERT INTO code_numbers AS numbers (prefix, year, last) VALUES (%s, %s, 1)
ON CONFLICT (prefix, year) DO UPDATE SET last = numbers.last + 1
RETURNING last
"""

_NEW_SUBMISSION = """
INSERT INTO submissions (code, idempotency_key, body_hash, tracking_hash)
VALUES (%(code)s, %(idempotency_key)s, %(body_hash)s, %(tracking_hash)s)
ON CONFLICT (idempotency_key) DO NOTHING
RETURNING code
"""


# Two keys with one hash wait for each other, and nothing else comes of it.
_HOLD_KEY = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 7))"
_CAME = "SELECT code FROM submissions WHERE idempotency_key = %s"


class Intake:
    """Takes reports in.

    Every method may raise RecordsUnavailable, and may have done its work all the same, because the answer to a commit can
    be lost. Calling again with the same arguments is always safe.
    """

    def __init__(self, engine: Engine, procedures: ProcedureStore, calendar: CalendarCache) -> None:
        self._engine = engine
        self._procedures = procedures
        self._calendar = calendar

    def keep_procedure(self, procedure: Procedure) -> None:
        """Store a procedure, once however often it is passed."""
        with transaction(self._engine) as session:
            self._procedures.keep(session, procedure)

    def allocate_code(self, procedure: Procedure, on: date) -> str:
        """Return the next code of the authority in this year: `KH-2026-000001`. A code that is never used leaves a gap, so
        reports of people get theirs in `take_in_next`."""
        with transaction(self._engine) as session:
            code = _next_code(driver(session), procedure, on)
            session.commit()
        return code

    def find(self, idempotency_key: str) -> tuple[str, str] | None:
        """Return the code and the body hash of the report that came with this key, None where none did."""
        wanted = select(tables.Submission.code, tables.Submission.body_hash).where(
            col(tables.Submission.idempotency_key) == storable(idempotency_key)
        )
        with transaction(self._engine) as session:
            found = session.exec(wanted).one_or_none()
        return (found[0], found[1]) if found else None

    def take_in(
        self, submission: Submission, complaint: Complaint, events: tuple[Event, ...], *, by: Actor, act_id: str
    ) -> Taken:
        """Store a report, its reporter, the first events, and the case as it stands after them.

        Where a report with the same key and body was taken in before, or is being taken in now, return that one.

        Raises:
            KeyReused: the key came before with another body.
            RecordOutOfStep: the case does not stand at the last of these events.
            CalendarChanged: the limits were computed under a calendar that is no longer the latest. Compute them again.
            UnstorableText: PostgreSQL cannot store one of the texts.
        """
        if complaint.number != len(events):
            raise RecordOutOfStep(f"{complaint.code} stands at event {complaint.number} after {len(events)} of them")
        submission = storable_row(submission)
        with transaction(self._engine) as session:
            connection = driver(session)
            with connection.pipeline():
                # Of two submissions with one key, the second waits in this statement until the first has committed or failed.
                came = connection.execute(_NEW_SUBMISSION, vars(submission) | {"code": complaint.code})
                latest = hold(connection)
            if came.fetchone() is None:
                return self._taken_before(session, submission)
            self._require_latest(session, latest, events)
            new = NewEvents(code=complaint.code, base=0, act_id=act_id, by=by, events=events)
            self._take(session, submission, complaint, new)
        return Taken(complaint.code, complaint, new=True)

    def take_in_next(
        self,
        submission: Submission,
        complaint: Complaint,
        events: tuple[Event, ...],
        *,
        by: Actor,
        act_id: str,
        on: date,
        tracking_hash: Callable[[str], str],
    ) -> Taken:
        """Store a report as `take_in` does, under the next code of its authority in the year of the day `on`. `tracking_hash`
        returns the hash of the key that belongs to a code.

        The code is drawn in the transaction that stores the report, and only for a report that is new. So the register has no
        gaps, however often a report is sent at once and whatever fails.

        Raises:
            KeyReused, CalendarChanged, UnstorableText: as `take_in`.
        """
        submission = storable_row(submission)
        with transaction(self._engine) as session:
            connection = driver(session)
            with connection.pipeline():
                # Of two submissions with one key, the second waits here until the first has committed or failed.
                connection.execute(_HOLD_KEY, (submission.idempotency_key,))
                came = connection.execute(_CAME, (submission.idempotency_key,))
                latest = hold(connection)
            if came.fetchone() is not None:
                return self._taken_before(session, submission)
            self._require_latest(session, latest, events)
            complaint = replace(complaint, code=_next_code(connection, complaint.procedure, on))
            submission = replace(submission, tracking_hash=tracking_hash(complaint.code))
            connection.execute(_NEW_SUBMISSION, vars(submission) | {"code": complaint.code})
            new = NewEvents(code=complaint.code, base=0, act_id=act_id, by=by, events=events)
            self._take(session, submission, complaint, new)
        return Taken(complaint.code, complaint, new=True)

    def _require_latest(self, session: Session, latest: Cursor[Any], events: tuple[Event, ...]) -> None:
        revision = self._calendar.held(session, latest).revision
        if any(schedule.calendar != revision for schedule in schedules_of(events)):
            raise CalendarChanged(f"the limits were computed under another calendar than revision {revision}")

    def _taken_before(self, session: Session, submission: Submission) -> Taken:
        first, case = session.exec(
            select(tables.Submission, tables.Case)
            .join(tables.Case, col(tables.Case.code) == col(tables.Submission.code))
            .where(col(tables.Submission.idempotency_key) == submission.idempotency_key)
        ).one()
        if first.body_hash != submission.body_hash:
            raise KeyReused("this idempotency key belongs to another report")
        return Taken(first.code, self._procedures.complaint(session, case.procedure_digest, case.snapshot), new=False)

    def _take(self, session: Session, submission: Submission, complaint: Complaint, new: NewEvents) -> None:
        report, identity = storable_row(submission.report), storable_row(submission.identity)
        digest = self._procedures.keep(session, complaint.procedure)
        stored = [event_to_json(event) for event in new.events]
        unfiled = Complaint(code=complaint.code, procedure=complaint.procedure)
        case = case_columns(complaint) | {"procedure_digest": digest, "excerpt": excerpt(report.content)}
        case |= {"latitude": report.latitude, "longitude": report.longitude}
        filed = replace(new, events=tuple(map(event_from_json, stored)))
        connection = driver(session)
        with connection.pipeline():
            insert_row(connection, "cases", case)
            insert_row(connection, "reports", {"code": complaint.code, **vars(report)})
            insert_row(connection, "reporters", {"code": complaint.code, **vars(identity)})
            write(connection, filed, stored, consequences(unfiled, filed.events))
            connection.commit()

    def mark_started(self, code: str) -> None:
        """Record that the case's workflow was started.

        Raises:
            CaseUnknown: there is no such case.
        """
        started = func.coalesce(col(tables.Case.started_at), func.now())
        with transaction(self._engine) as session:
            done = update(tables.Case).where(col(tables.Case.code) == storable(code)).values(started_at=started)
            if session.execute(done.returning(col(tables.Case.code))).one_or_none() is None:
                raise CaseUnknown(f"no case {code}")

    def unstarted(self, older_than: timedelta, limit: int) -> tuple[str, ...]:
        """Return the codes of cases that are older than this and whose workflow is not recorded as started, the oldest first."""
        wanted = (
            select(tables.Case.code)
            .where(col(tables.Case.started_at).is_(None), col(tables.Case.taken_at) < func.now() - older_than)
            .order_by(col(tables.Case.taken_at))
            .limit(limit)
        )
        with transaction(self._engine) as session:
            return tuple(session.exec(wanted))


def _next_code(connection: Connection[Any], procedure: Procedure, on: date) -> str:
    """Draw the next number of the authority in this year. Others wait for it until the end of the transaction."""
    prefix = procedure.authority.code_prefix
    (number,) = connection.execute(_NEXT_CODE, (prefix, on.year)).fetchall()[0]
    return f"{prefix}-{on.year}-{number:06}"
