"""Takes reports in. Each call is one transaction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import Engine, func
from sqlmodel import Session, col, select

from domain.actors import Actor
from domain.complaint import Complaint
from domain.events import Event, schedules_of
from domain.procedure import Procedure
from records.calendar.books import HELD, LATEST
from records.cases import tables
from records.cases.continuing import hold_to_continue
from records.cases.labels import labels_of
from records.cases.list_columns import excerpt
from records.cases.rows import NewEvents, Submission, Taken
from records.cases.writing import case_columns, consequences, hashes_of, write
from records.codec import event_from_json, event_to_json
from records.engine import driver, read, transaction
from records.errors import CalendarChanged, CalendarMissing, CaseUnknown, KeyReused, RecordOutOfStep
from records.hashes import report_hash
from records.offices.procedures import ProcedureStore
from records.personal_data.identities import carry_over
from records.statements import insert_rows
from records.texts import storable, storable_row

_NEXT_CODE = """
INSERT INTO code_numbers AS numbers (prefix, year, last) SELECT %(prefix)s, %(year)s, 1 {condition}
ON CONFLICT (prefix, year) DO UPDATE SET last = numbers.last + 1
RETURNING last, ({latest})
"""
_IS_NEW = "WHERE NOT EXISTS (SELECT FROM submissions WHERE idempotency_key = %(key)s)"
_NEXT_CODE_OF_ANY = _NEXT_CODE.format(condition="", latest=LATEST)
_NEXT_CODE_OF_NEW = _NEXT_CODE.format(condition=_IS_NEW, latest=LATEST)
_LATEST_OF_NEW = f"SELECT ({LATEST}) {_IS_NEW}"

# Of two submissions with one key, the second waits here until the first has committed or failed. Two keys with one hash wait
# for each other too, and nothing else comes of it. The calendar is held, so that the revision that the next statement reads
# stays the latest until the commit.
_HOLD = f"SELECT pg_advisory_xact_lock(hashtextextended(%(key)s, 7)), ({HELD})"
_KNOWN_KEY = "SELECT code, body_hash FROM submissions WHERE idempotency_key = %s"
_KNOWN_KEYS = "SELECT idempotency_key, code, body_hash FROM submissions WHERE idempotency_key = ANY (%s)"
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
        """Return the next code of the authority in this year: `KH-2026-000001`. A code that is never used leaves a gap, so
        reports of people get theirs in `take_in_next`."""
        with transaction(self._engine) as session:
            (number, _) = driver(session).execute(_NEXT_CODE_OF_ANY, _series(procedure, on)).fetchall()[0]
        return _code(procedure, on, number)

    def has_taken_any(self) -> bool:
        """Return whether a report was ever taken in."""
        with read(self._engine) as session:
            return bool(driver(session).execute("SELECT EXISTS (SELECT FROM cases)").fetchall()[0][0])

    def find(self, idempotency_key: str) -> tuple[str, str] | None:
        """Return the code and the body hash of the report that came with this key, None where none did."""
        with read(self._engine) as session:
            return driver(session).execute(_KNOWN_KEY, (storable(idempotency_key),)).fetchone()

    def find_all(self, idempotency_keys: Sequence[str]) -> dict[str, tuple[str, str]]:
        """Return the code and the body hash of each report that came with one of these keys, by its key."""
        with read(self._engine) as session:
            rows = driver(session).execute(_KNOWN_KEYS, ([storable(key) for key in idempotency_keys],)).fetchall()
        return {key: (code, body_hash) for key, code, body_hash in rows}

    def take_in(
        self, submission: Submission, complaint: Complaint, events: tuple[Event, ...], *, by: Actor, act_id: str
    ) -> Taken:
        """Store a report, its reporter, the first events, and the case as it stands after them.

        Where a report with the same key and body was taken in before, or is being taken in now, return that one.

        Raises:
            KeyReused: the key came before with another body.
            RecordOutOfStep: the case does not stand at the last of these events.
            CalendarChanged: the limits were computed under a calendar that is no longer the latest. Compute them again.
            ContinuedAlready: the report goes on with a closed case with which an open one goes on already.
            UnstorableText: PostgreSQL cannot store one of the texts.
        """
        if complaint.number != len(events):
            raise RecordOutOfStep(f"{complaint.code} stands at event {complaint.number} after {len(events)} of them")
        submission = storable_row(submission)
        key = {"key": submission.idempotency_key}
        with transaction(self._engine) as session:
            connection = driver(session)
            with connection.pipeline():
                connection.execute(_HOLD, key)
                found = connection.execute(_LATEST_OF_NEW, key)
            latest = found.fetchone()
            if latest is None:
                return self._taken_before(session, submission)
            _require_latest(latest[0], events)
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
            KeyReused, CalendarChanged, ContinuedAlready, UnstorableText: as `take_in`.
        """
        submission, procedure = storable_row(submission), complaint.procedure
        key = {"key": submission.idempotency_key}
        with transaction(self._engine) as session:
            connection = driver(session)
            with connection.pipeline():
                connection.execute(_HOLD, key)
                drawn = connection.execute(_NEXT_CODE_OF_NEW, key | _series(procedure, on))
            number_and_latest = drawn.fetchone()
            if number_and_latest is None:
                return self._taken_before(session, submission)
            number, latest = number_and_latest
            _require_latest(latest, events)
            complaint = replace(complaint, code=_code(procedure, on, number))
            submission = replace(submission, tracking_hash=tracking_hash(complaint.code))
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
        report_digest = report_hash(complaint.code, vars(report))
        hashes = hashes_of(report_digest, new, stored)
        unfiled = Complaint(code=complaint.code, procedure=complaint.procedure)
        case = case_columns(complaint) | {"procedure_digest": digest, "excerpt": excerpt(report.content)}
        case |= {"latitude": report.latitude, "longitude": report.longitude, "head": hashes[-1]}
        if complaint.status.is_final:  # it was imported, and needs no workflow
            case["started_at"] = new.events[-1].at
        filed = replace(new, events=tuple(map(event_from_json, stored)))
        connection = driver(session)
        if complaint.continues:
            hold_to_continue(connection, complaint.continues)
        rows: dict[str, dict[str, object]] = {
            "submissions": {
                "code": complaint.code,
                "idempotency_key": submission.idempotency_key,
                "body_hash": submission.body_hash,
                "tracking_hash": submission.tracking_hash,
                "report_hash": report_digest,
            },
            "cases": case,
            "reports": {"code": complaint.code, **vars(report), "within": labels_of(complaint)},
            "reporters": {
                "code": complaint.code,
                **vars(identity),
                "told_by_email": submission.told_by.email,
                "told_by_sms": submission.told_by.sms,
            },
        }
        with connection.pipeline():
            insert_rows(connection, rows)
            if complaint.continues:
                carry_over(connection, first=complaint.continues, code=complaint.code, at=new.events[0].at)
            write(connection, filed, stored, hashes, consequences(unfiled, filed.events))
            connection.commit()

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


def _series(procedure: Procedure, on: date) -> dict[str, object]:
    """Return the series of codes of the authority in this year. Others wait for its next number until the end of the
    transaction that draws one."""
    return {"prefix": procedure.authority.code_prefix, "year": on.year}


def _code(procedure: Procedure, on: date, number: int) -> str:
    return f"{procedure.authority.code_prefix}-{on.year}-{number:06}"


def _require_latest(revision: int | None, events: tuple[Event, ...]) -> None:
    """Check that the limits were computed under this revision of the calendar, which is held."""
    if revision is None:
        raise CalendarMissing("the calendar's table is empty; `hientruong up` seeds it")
    if any(schedule.calendar != revision for schedule in schedules_of(events)):
        raise CalendarChanged(f"the limits were computed under another calendar than revision {revision}")
