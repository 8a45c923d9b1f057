"""Takes reports in. Each call is one transaction."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import Engine, func
from sqlmodel import Session, col, select

from domain.actors import Actor
from domain.complaint import Complaint
from domain.events import Event, schedules_of
from domain.procedure import Procedure
from records.calendar.books import HELD, LATEST
from records.cases import ledger, tables
from records.cases.list_columns import excerpt
from records.cases.rows import NewEvents, Submission, Taken
from records.codec import event_from_json, event_to_json
from records.engine import driver, read, transaction
from records.errors import CalendarChanged, CalendarMissing, CaseUnknown, KeyReused, RecordOutOfStep
from records.offices.procedures import ProcedureStore
from records.statements import insert_rows
from records.texts import storable, storable_row

_NEXT_CODE = """
INSERT INTO code_numbers AS numbers (prefix, year, last) VALUES (%s, %s, 1)
ON CONFLICT (prefix, year) DO UPDATE SET last = numbers.last + 1
RETURNING last
"""

# It holds the calendar as well, so that the next statement sees the revision that is in force until the commit.
_NEW_SUBMISSION = f"""
WITH held AS MATERIALIZED ({HELD})
INSERT INTO submissions (code, idempotency_key, body_hash, tracking_hash)
SELECT %(code)s, %(idempotency_key)s, %(body_hash)s, %(tracking_hash)s FROM held
ON CONFLICT (idempotency_key) DO NOTHING
RETURNING code
"""  # noqa: S608 - its part is a constant
_KNOWN_KEY = "SELECT code, body_hash FROM submissions WHERE idempotency_key = %s"
_STARTED = "UPDATE cases SET started_at = coalesce(started_at, now()) WHERE code = %s"


class Intake:
    """Takes reports in.

    Every method may raise RecordsUnavailable, and may have done its work all the same, because the answer to a commit can
    be lost. Calling again with the same arguments is always safe.
    """

    def __init__(self, engine: Engine, procedures: ProcedureStore) -> None:
        self._engine = engine
        self._procedures = procedures

    def keep_procedure(self, procedure: Procedure) -> None:
        """Store a procedure, once however often it is passed."""
        with transaction(self._engine) as session:
            self._procedures.keep(session, procedure)

    def allocate_code(self, procedure: Procedure, on: date) -> str:
        """Return the next code of the authority in this year: `KH-2026-000001`. A code that is never used leaves a gap."""
        prefix = procedure.authority.code_prefix
        with transaction(self._engine) as session:
            connection = driver(session)
            with connection.pipeline():
                allocated = connection.execute(_NEXT_CODE, (prefix, on.year))
                connection.commit()
            (number,) = allocated.fetchall()[0]
        return f"{prefix}-{on.year}-{number:06}"

    def find(self, idempotency_key: str) -> tuple[str, str] | None:
        """Return the code and the body hash of the report that came with this key, None where none did."""
        with read(self._engine) as session:
            return driver(session).execute(_KNOWN_KEY, (storable(idempotency_key),)).fetchone()

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
            # Of two submissions with one key, the second waits in this statement until the first has committed or failed.
            came = driver(session).execute(_NEW_SUBMISSION, vars(submission) | {"code": complaint.code})
            if came.fetchone() is None:
                return self._taken_before(session, submission)
            new = NewEvents(code=complaint.code, base=0, act_id=act_id, by=by, events=events)
            self._take(session, submission, complaint, new)
        return Taken(complaint.code, complaint, new=True)

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
        case = ledger.case_columns(complaint) | {"procedure_digest": digest, "excerpt": excerpt(report.content)}
        connection = driver(session)
        rows = {
            "cases": case,
            "reports": {"code": complaint.code, **vars(report)},
            "reporters": {"code": complaint.code, **vars(identity)},
        }
        with connection.pipeline():
            latest = insert_rows(connection, rows, LATEST)
            ledger.write(connection, unfiled, replace(new, events=tuple(map(event_from_json, stored))), stored)
        _require_revision(latest.fetchone(), complaint.code, new.events)

    def mark_started(self, code: str) -> None:
        """Record that the case's workflow was started.

        Raises:
            CaseUnknown: there is no such case.
        """
        with transaction(self._engine) as session:
            if driver(session).execute(_STARTED, (storable(code),)).rowcount == 0:
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


def _require_revision(latest: tuple[int | None] | None, code: str, events: tuple[Event, ...]) -> None:
    """Check that the limits were computed under this revision of the calendar, which is the latest and is held."""
    revision = latest and latest[0]
    if revision is None:
        raise CalendarMissing("the calendar's table is empty; `hientruong up` seeds it")
    if any(schedule.calendar != revision for schedule in schedules_of(events)):
        raise CalendarChanged(f"{code} was computed under another calendar than revision {revision}")
