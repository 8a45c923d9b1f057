"""A report is filed: committed first, its workflow started after, and answered the same however often it is sent."""

from __future__ import annotations

import asyncio
import hashlib
import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

import structlog
from starlette.concurrency import run_in_threadpool
from structlog.contextvars import bind_contextvars

from api.cases.bodies.report import ReportBody
from api.cases.continuing import continued, going_on_in
from api.cases.drafting import Draft, draft
from api.web.front import Front, Keys, fingerprint
from api.web.gateway import Gateway
from api.web.identity.callers import Caller
from api.web.identity.tracking import as_written, tracking_key
from api.web.problems.kinds import KEY_REUSED
from api.web.problems.problem import Problem
from calendars.filling import scheduled
from domain.actors import REPORTER, Actor
from domain.complaint import Complaint, apply_all
from records.cases.rows import CaseRecord, Entry, Identity, Submission, Taken
from records.errors import CalendarChanged, ContinuedAlready
from records.record import Record

START_PATIENCE = 2.0
"""Seconds for which a reporter waits for Temporal. The sweeper waits longer."""

_log = structlog.get_logger(__name__)


class Cases(Protocol):
    """The record as finding an earlier filing needs it; `records.cases.repository.Cases` is the real one."""

    def find(self, code: str) -> CaseRecord | None:
        """Return a case as it stands, None for an unknown code."""
        ...

    def entries(self, code: str) -> tuple[Entry, ...]:
        """Return all that has happened to a case, in order."""
        ...


class StartedCases(Protocol):
    """The record as starting a case needs it; `records.cases.intake.Intake` is the real one."""

    def mark_started(self, code: str) -> None:
        """Record that the case's workflow was started."""
        ...


@dataclass(frozen=True)
class Filed:
    """A report that was filed: the case as it stood then, and the key to follow it by."""

    complaint: Complaint
    tracking_key: str


async def take_in(front: Front, body: ReportBody, idempotency_key: str, caller: Caller) -> Filed:
    """File a report, once. Staff file for the people who telephone, and so without a limit on how often.

    Raises:
        Problem: the core refuses the report, the key came before with another one, or too many came from one address.
        NoProcedure: no such procedure is in force.
        RecordsUnavailable: the report may have been kept all the same; sent again, it is not kept twice.
    """
    earlier = await admit(front, body, idempotency_key, caller)
    return earlier or await file_admitted(front, body, idempotency_key, caller)


async def admit(front: Front, body: ReportBody, idempotency_key: str, caller: Caller) -> Filed | None:
    """Count a report against what its address may send, before anything costly is done for it.

    Where this report was filed before, return that case and count nothing.

    Raises:
        Problem: the key came before with another report, or too many came from one address.
    """
    body_hash = _hash(body, _filer(caller))
    return await run_in_threadpool(_admit, front, caller, idempotency_key, body_hash)


def _admit(front: Front, caller: Caller, idempotency_key: str, body_hash: str) -> Filed | None:
    with front.record.reading():
        filed = _filed_before(front.record, front.keys, idempotency_key, body_hash)
        if filed is None:
            front.pairing.require()
        if filed is None and caller.staff is None:
            front.throttle.reports(caller.address).spend()
        return filed


async def file_admitted(front: Front, body: ReportBody, idempotency_key: str, caller: Caller) -> Filed:
    """File a report that `admit` let through.

    Raises:
        Problem, NoProcedure, RecordsUnavailable: as `take_in`.
    """
    by = _filer(caller)
    filed = await run_in_threadpool(_file_once, front, body, idempotency_key, _hash(body, by), caller)
    bind_contextvars(case=filed.complaint.code)
    await start_soon(front.record.intake, front.gateway, filed.complaint)
    return filed


def look_over(front: Front, body: ReportBody, caller: Caller) -> None:
    """Check that the report would be filed as it stands, without filing it.

    Raises:
        Problem: the core would refuse it.
        NoProcedure: no such procedure is in force.
    """
    draft(front.record.offices, front.procedures, body, by=_filer(caller), at=front.clock())


async def start_soon(intake: StartedCases, gateway: Gateway, complaint: Complaint) -> None:
    """Start the case's workflow if Temporal answers at once. The report is safe either way."""
    try:
        async with asyncio.timeout(START_PATIENCE):
            await gateway.start(complaint)
        await run_in_threadpool(intake.mark_started, complaint.code)
    except Exception as error:  # noqa: BLE001 - whatever it is, the report is kept and the sweeper will start the case
        _log.warning("start left to the sweeper", case=complaint.code, error=type(error).__name__)


def _filer(caller: Caller) -> Actor:
    return caller.staff.actor if caller.staff else REPORTER


def _hash(body: ReportBody, by: Actor) -> str:
    """Return what tells one report from another: all fields that differ from their defaults, and who filed it."""
    said = json.dumps(
        [body.model_dump(mode="json", exclude_defaults=True), by.account], ensure_ascii=False, sort_keys=True
    )
    return hashlib.sha256(said.encode()).hexdigest()


def _filed_before(record: Record, keys: Keys, idempotency_key: str, body_hash: str) -> Filed | None:
    earlier = record.intake.find(idempotency_key)
    if earlier is None:
        return None
    code, earlier_hash = earlier
    if earlier_hash != body_hash:
        raise Problem(KEY_REUSED)
    return _as_filed(record.cases, keys, code, idempotency_key)


def _as_filed(cases: Cases, keys: Keys, code: str, idempotency_key: str) -> Filed | None:
    """Return the case as it stood when it was filed, whatever has happened to it since."""
    record, entries = cases.find(code), cases.entries(code)
    if record is None or not entries:
        return None
    filing = [entry.event for entry in entries if entry.act_id == entries[0].act_id]
    unfiled = Complaint(code=code, procedure=record.complaint.procedure)
    return Filed(apply_all(unfiled, filing), _key(keys, code, idempotency_key))


def _file_once(front: Front, body: ReportBody, idempotency_key: str, body_hash: str, caller: Caller) -> Filed:
    with front.record.reading():
        try:
            return _file(front, body, idempotency_key, body_hash, caller)
        except ContinuedAlready as error:
            # A report that was sent twice at once finds that it goes on with the case itself.
            if earlier := _filed_before(front.record, front.keys, idempotency_key, body_hash):
                return earlier
            raise going_on_in(error.code) from None


def _file(front: Front, said: ReportBody, idempotency_key: str, body_hash: str, caller: Caller) -> Filed:
    by, known = _filer(caller), continued(front, said, caller)
    body = known.body
    drafted = draft(front.record.offices, front.procedures, body, by=by, at=front.clock(), first=known.first)
    today = drafted.unfiled.procedure.authority.local_date(front.clock())
    submission = _submission(body, drafted, idempotency_key, body_hash)

    def tracking_hash(code: str) -> str:
        return fingerprint(as_written(_key(front.keys, code, idempotency_key)))

    taken = _keep(front.record, submission, drafted, by, today, tracking_hash)
    if taken.new:
        return Filed(taken.complaint, _key(front.keys, taken.code, idempotency_key))
    return _as_filed(front.record.cases, front.keys, taken.code, idempotency_key) or Filed(
        taken.complaint, _key(front.keys, taken.code, idempotency_key)
    )


def _submission(body: ReportBody, drafted: Draft, idempotency_key: str, body_hash: str) -> Submission:
    """Return the report as it came in. Its key is hashed when its code is known."""
    reporter = body.reporter
    return Submission(
        idempotency_key=idempotency_key,
        body_hash=body_hash,
        tracking_hash="",
        report=drafted.report,
        identity=Identity(reporter.name, reporter.address, reporter.phone, reporter.email or None),
        told_by=reporter.told_by,
    )


def _keep(
    record: Record, submission: Submission, drafted: Draft, by: Actor, today: date, tracking_hash: Callable[[str], str]
) -> Taken:
    """Keep the report under the next code, with its limits computed under the calendar as it was last read. Compute them again
    where it has changed since."""
    book = record.calendar.remembered()
    while True:
        filled = scheduled(drafted.unfiled, drafted.events, book)
        complaint, act_id = apply_all(drafted.unfiled, filled), str(uuid.uuid4())
        try:
            return record.intake.take_in_next(
                submission, complaint, filled, by=by, act_id=act_id, on=today, tracking_hash=tracking_hash
            )
        except CalendarChanged:
            _log.info("calendar had changed when a report was taken in")
            book = record.calendar.book()


def _key(keys: Keys, code: str, idempotency_key: str) -> str:
    return tracking_key(keys.tracking, code=code, idempotency_key=idempotency_key)
