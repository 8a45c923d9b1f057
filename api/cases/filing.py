"""A report comes in: committed first, started after, answered the same however often it is sent."""

from __future__ import annotations

import asyncio
import hashlib
import json
import uuid
from dataclasses import dataclass, replace
from datetime import datetime

import structlog
from starlette.concurrency import run_in_threadpool

from api.cases.bodies.report import ReportBody
from api.web.front import Front, Keys, fingerprint
from api.web.gateway import Gateway
from api.web.identity.callers import Caller
from api.web.identity.tracking import as_written, tracking_key
from api.web.offices import ProceduresInForce, own_limit, routed
from api.web.problems.kinds import INVALID, KEY_REUSED, NOT_IN_FORCE
from api.web.problems.problem import Problem, refused, wrong_field
from api.web.problems.refusals import requirement_names, told
from api.web.problems.validation import FieldError
from calendars.filling import scheduled
from domain import acts
from domain.actors import REPORTER, Actor
from domain.complaint import Complaint, apply_all
from domain.decide import decide
from domain.events import Event
from domain.procedure import Procedure
from domain.refusals import Refusal, RefusalKind
from domain.routing import Route
from procedures import all_procedures
from records.cases.intake import Intake
from records.cases.repository import Cases
from records.cases.rows import Identity, Report, Submission, Taken
from records.errors import CalendarChanged
from records.offices.repository import Offices
from records.record import Record

START_PATIENCE = 2.0
"""Seconds for which a reporter waits for Temporal. The sweeper has more patience."""

_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Filed:
    """A report that was taken in: the case as it stood when it was filed, and the key to follow it by."""

    complaint: Complaint
    tracking_key: str


async def take_in(front: Front, body: ReportBody, idempotency_key: str, who: Caller) -> Filed:
    """Take a report in, once. Staff file for whoever calls, as often as people call.

    Raises:
        Problem: the core refuses the report, the key came before with another one, or too many came from one address.
        NoProcedure: no such procedure is in force.
        RecordsUnavailable: the report may have been kept all the same; sent again, it is not kept twice.
    """
    earlier = await admit(front, body, idempotency_key, who)
    return earlier or await file_admitted(front, body, idempotency_key, who)


async def admit(front: Front, body: ReportBody, idempotency_key: str, who: Caller) -> Filed | None:
    """Count a report against what its address may send, before anything costly is done for it. Gives the case where this
    report was filed before, and counts nothing then.

    Raises:
        Problem: the key came before with another report, or too many came from one address.
    """
    filed = await run_in_threadpool(_filed_before, front.record, front.keys, idempotency_key, _hash(body, _filer(who)))
    if filed is None and who.staff is None:
        await run_in_threadpool(front.throttle.reports(who.address).spend)
    return filed


async def file_admitted(front: Front, body: ReportBody, idempotency_key: str, who: Caller) -> Filed:
    """File a report that `admit` let through.

    Raises:
        Problem, NoProcedure, RecordsUnavailable: as `take_in`.
    """
    by = _filer(who)
    filed = await run_in_threadpool(_file, front, body, idempotency_key, _hash(body, by), by)
    await start_soon(front.record.intake, front.gateway, filed.complaint)
    return filed


def _filer(who: Caller) -> Actor:
    return who.staff.actor if who.staff else REPORTER


async def start_soon(intake: Intake, gateway: Gateway, complaint: Complaint) -> None:
    """Start the case's workflow if Temporal answers at once. The report is safe either way."""
    try:
        async with asyncio.timeout(START_PATIENCE):
            await gateway.start(complaint)
        await run_in_threadpool(intake.mark_started, complaint.code)
    except Exception as error:  # noqa: BLE001 - whatever it is, the reporter has a code and the sweeper will start the case
        _log.warning("start left to the sweeper", case=complaint.code, error=type(error).__name__)


def _hash(body: ReportBody, by: Actor) -> str:
    """What tells one report from another: what it says beside what is said of itself, and who filed it."""
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
    """The case as its first act left it, however far it has come since."""
    record, entries = cases.find(code), cases.entries(code)
    if record is None or not entries:
        return None
    filing = [entry.event for entry in entries if entry.act_id == entries[0].act_id]
    unfiled = Complaint(code=code, procedure=record.complaint.procedure)
    return Filed(apply_all(unfiled, filing), _key(keys, code, idempotency_key))


def look_over(front: Front, body: ReportBody, who: Caller) -> None:
    """That the report would be taken as it stands, without taking it.

    Raises:
        Problem: the core would refuse it.
        NoProcedure: no such procedure is in force.
    """
    _decided(front, body, _filer(who))


def _decided(front: Front, body: ReportBody, by: Actor) -> tuple[Complaint, Report, tuple[Event, ...]]:
    """The case before it has a code, the report as it is kept, and what the core makes of it."""
    at = front.clock()
    procedure = _in_force(front.procedures, body.procedure, at)
    report = _report(front.record.offices, body)
    unfiled = Complaint(code="", procedure=procedure)
    held = body.held()
    route = _route(front.record.offices, procedure, body)
    act = acts.File(
        channel=body.channel or _usual_channel(procedure),
        field=body.field or None,
        secret=body.secret,
        holds=tuple(held),
        place=body.place_id or None,
        routed_to=route.agency if route else None,
        agency_limit=own_limit(front.record.offices, procedure.id, route.agency if route else None),
        test=body.test,
    )
    events = decide(unfiled, act, by=by, at=at)
    if isinstance(events, Refusal):
        raise _not_taken(events, procedure)
    return unfiled, report, events


def _file(front: Front, body: ReportBody, idempotency_key: str, body_hash: str, by: Actor) -> Filed:
    unfiled, report, events = _decided(front, body, by)
    procedure = unfiled.procedure
    # The code comes last, so that what is refused uses none up.
    code = front.record.intake.allocate_code(procedure, procedure.authority.local_date(front.clock()))
    unfiled = replace(unfiled, code=code)
    key = _key(front.keys, code, idempotency_key)
    reporter = body.reporter
    submission = Submission(
        idempotency_key=idempotency_key,
        body_hash=body_hash,
        tracking_hash=fingerprint(as_written(key)),
        report=report,
        identity=Identity(reporter.name, reporter.address, reporter.phone, reporter.email or None),
    )
    taken = _keep(front.record, submission, unfiled, events, by)
    if taken.new:
        return Filed(taken.complaint, key)
    return _as_filed(front.record.cases, front.keys, taken.code, idempotency_key) or Filed(
        taken.complaint, _key(front.keys, taken.code, idempotency_key)
    )


def _route(offices: Offices, procedure: Procedure, body: ReportBody) -> Route | None:
    """Where the system sends the report by itself, under a regulation that lets it."""
    if procedure.own_dispatch is None:
        return None
    return routed(offices, procedure.id, body.field or None, body.place_id or None)


def _usual_channel(procedure: Procedure) -> str:
    return next((channel.id for channel in procedure.channels if not channel.staff_only), procedure.channels[0].id)


def _keep(record: Record, submission: Submission, unfiled: Complaint, events: tuple[Event, ...], by: Actor) -> Taken:
    """Take the report in with its limits computed under the latest calendar, which may change meanwhile."""
    while True:
        filled = scheduled(unfiled, events, record.calendar.book())
        try:
            complaint = apply_all(unfiled, filled)
            return record.intake.take_in(submission, complaint, events=filled, by=by, act_id=str(uuid.uuid4()))
        except CalendarChanged:
            _log.info("calendar changed while a report was taken in", case=unfiled.code)


def _in_force(procedures: ProceduresInForce, procedure_id: str, at: datetime) -> Procedure:
    procedure = all_procedures().get(procedure_id)
    if procedure is None:
        raise wrong_field("procedure", NOT_IN_FORCE.detail)
    return procedures.on(procedure_id, procedure.authority.local_date(at))


def _report(offices: Offices, body: ReportBody) -> Report:
    """The report as it is kept. Where its place is named by the unit alone, that stands in its words too."""
    if (body.latitude is None) != (body.longitude is None):
        missing = "latitude" if body.latitude is None else "longitude"
        raise wrong_field(missing, "Tọa độ gồm cả vĩ độ và kinh độ; hãy ghi cả hai hoặc bỏ cả hai.")
    place = body.place
    if body.place_id:
        known = {each.id: each.name for each in offices.places(body.procedure) if each.active}
        if body.place_id not in known:
            raise wrong_field("place_id", "Không có đơn vị hành chính này ở địa phương; hãy chọn trong danh sách.")
        place = place or known[body.place_id]
    return Report(
        content=body.content,
        place=place,
        occurred_at=body.occurred_at,
        place_id=body.place_id or None,
        latitude=body.latitude,
        longitude=body.longitude,
    )


def _key(keys: Keys, code: str, idempotency_key: str) -> str:
    return tracking_key(keys.tracking, code=code, idempotency_key=idempotency_key)


_FIELD_OF_REQUIREMENT = {name: f"reporter.{name}" for name in ("name", "address", "phone", "email")}
_FIELD_OF_REFUSAL = {
    RefusalKind.UNKNOWN_CHANNEL: "channel",
    RefusalKind.STAFF_CHANNEL: "channel",
    RefusalKind.UNKNOWN_FIELD: "field",
}


def _not_taken(refusal: Refusal, procedure: Procedure) -> Problem:
    """The core's refusal of a report. What is missing or unknown in it is a matter of its fields."""
    _, detail = told(refusal, procedure)
    if field := _FIELD_OF_REFUSAL.get(refusal.kind):
        return wrong_field(field, detail)
    if refusal.kind is RefusalKind.REPORT_INCOMPLETE:
        missing = requirement_names(refusal, procedure)
        errors = [
            FieldError(field=_FIELD_OF_REQUIREMENT.get(need, need), message=f"Còn thiếu mục này: {name}.")
            for need, name in missing.items()
        ]
        return Problem(INVALID, detail=detail, errors=errors)
    return refused(refusal, procedure)
