"""A report is sent in two steps: first what, where, when and who; then the review, where photos are added.

Nothing is stored between the steps: the form carries what was typed. `once`, minted with the form, is its idempotency key.
"""

from __future__ import annotations

import uuid
from typing import Annotated, Any

import segno
import structlog
from fastapi import APIRouter, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from api.attachments.cleaning import cleaned
from api.attachments.keeping import keep
from api.cases.bodies.report import ReportBody
from api.cases.drafting import in_its_unit
from api.cases.filing import Filed, admit, file_admitted, look_over
from api.cases.views.limits import limit_views
from api.pages.citizen.helping import Help, help_with, not_for_this_desk
from api.pages.citizen.telling import told_ways
from api.pages.common.courses import still_running
from api.pages.common.districts import by_district
from api.pages.common.forms import Form, FormDep
from api.pages.common.rendering import page, see
from api.pages.common.requirements import asked
from api.pages.common.visitors import Visitor, VisitorDep
from api.pages.pictures import FILES
from api.web.forwarding import FORWARDED
from api.web.front import Clock, Front, FrontDep, Keys, front_of
from api.web.identity import cookies
from api.web.identity.callers import find_case
from api.web.identity.tracking import link_with, tracking_key
from api.web.offices import ProceduresInForce
from api.web.problems.kinds import KEY_REUSED, NOT_IN_FORCE, RECORDS_AWAY, SIGN_IN, UNKNOWN_PROCEDURE
from api.web.problems.problem import TOLD, Problem, problem_of
from attachments.cleaned import CleanedFile
from attachments.errors import StoreUnavailable
from domain.actors import REPORTER
from domain.attachments import AttachmentStage, taken
from domain.offices.places import Place
from domain.procedure import Procedure
from domain.visibility import Audience
from procedures import all_procedures, procedures_in_force
from records.cases.intake import Intake
from records.errors import RecordsUnavailable
from records.offices.repository import Offices
from records.record import Record

router = APIRouter(prefix="/gui", dependencies=[FORWARDED])

WORDS = ("field", "content", "place", "place_id", "latitude", "longitude", "occurred_at")
IDENTITY = ("reporter.name", "reporter.phone", "reporter.email", "reporter.address", "reporter.told_by")
_REPORT = (*WORDS, "place_confirmed", *IDENTITY, "channel", "secret", "pledged", "unanswerable")
_OF_STAFF = {"channel", "unanswerable"}
_PORTAL = "portal"
_log = structlog.get_logger(__name__)


@router.get("")
def choose(request: Request, visitor: VisitorDep) -> Response:
    """Ask to which authority the report goes."""
    return page(request, "citizen/choose.html.j2", visitor, procedures=tuple(procedures_in_force().values()))


@router.get("/{procedure_id}")
def ask(request: Request, front: FrontDep, visitor: VisitorDep, procedure_id: str) -> Response:
    """Show the empty form."""
    answer = _form(request, front.record.offices, visitor, _procedure(front.procedures, procedure_id), Form())
    if cookies.VISITOR not in request.cookies:
        cookies.renew_visitor(answer)
    return answer


@router.post("/{procedure_id}")
async def go_on(request: Request, front: FrontDep, visitor: VisitorDep, form: FormDep, procedure_id: str) -> Response:
    """Review the report, change it, or send it, depending on the button that was pressed."""
    # Only staff choose a channel: this is a member of staff whose session has expired.
    if visitor.staff is None and form.value("channel"):
        raise Problem(SIGN_IN)
    procedure = await run_in_threadpool(_procedure, front.procedures, procedure_id)
    match form.value("step"):
        case "change":
            return await run_in_threadpool(_form, request, front.record.offices, visitor, procedure, form)
        case "send":
            return await _send(request, front, visitor, procedure, form)
        case _:
            return await run_in_threadpool(_look_over, request, front, visitor, procedure, form)


@router.post("/{procedure_id}/giup")
def help_while_typing(
    request: Request, front: FrontDep, visitor: VisitorDep, form: FormDep, procedure_id: str
) -> Response:
    """Show help on what was typed so far."""
    procedure = _procedure(front.procedures, procedure_id)
    try:
        found = help_with(front.record, procedure, form.only(*WORDS).read(ReportBody, procedure=procedure_id))
    except Problem:  # half typed
        found = Help()
    return page(request, "citizen/help.html.j2", visitor, help=found, procedure=procedure)


@router.get("/{procedure_id}/da-nhan/{code}")
def received(
    request: Request,
    front: FrontDep,
    visitor: VisitorDep,
    procedure_id: str,
    code: str,
    photos_lost: Annotated[str, Query(alias="anh")] = "",
) -> Response:
    """Show the code and the key of a report that was just sent from this browser, and what comes next.

    `photos_lost` is set where its photos could not be kept.
    """
    caller = visitor.caller(code).as_reporter
    found = find_case(front, code, caller)
    if found is None or found[1].audience is not Audience.REPORTER or caller.tracking_key is None:
        return see("/theo-doi")
    return received_page(
        request, front.clock, visitor, Filed(found[0].complaint, caller.tracking_key), photos_lost=bool(photos_lost)
    )


async def _send(request: Request, front: Front, visitor: Visitor, procedure: Procedure, form: Form) -> Response:
    try:
        body, once, caller = _body(form, visitor, procedure), form.once, visitor.caller()
        # Counting comes before cleaning, which takes long. Cleaning comes before filing, so that a bad photo is a sentence
        # beside its field instead of a report without the photo.
        earlier = await admit(front, body, once, caller)
        allowed = taken(procedure, AttachmentStage.REPORT)
        files = await cleaned(front, form.files.get(FILES, ()), allowed, caller, field=FILES)
        filed = earlier or await file_admitted(front, body, once, caller)
    except TOLD as error:
        return await run_in_threadpool(
            _not_sent, request, front.record, front.keys, visitor, procedure, form, problem_of(error)
        )
    lost = not await _kept(front, filed.complaint.code, files, visitor)
    if visitor.staff or cookies.VISITOR not in request.cookies:
        # The key is shown at once where the browser takes no cookies, and where staff filed for somebody else, whose key
        # their browser must not keep.
        return received_page(request, front.clock, visitor, filed, photos_lost=lost)
    answer = see(f"/gui/{procedure.id}/da-nhan/{filed.complaint.code}{'?anh=chua' if lost else ''}")
    cookies.add_tracking_key(request, answer, filed.complaint.code, filed.tracking_key)
    return answer


async def _kept(front: Front, code: str, files: tuple[CleanedFile, ...], visitor: Visitor) -> bool:
    """Keep the photos, and return whether that worked. If not, the report is filed all the same; its page takes photos too."""
    by = visitor.staff.actor if visitor.staff else REPORTER
    try:
        if files:
            await keep(front, code, AttachmentStage.REPORT, files, by=by)
    except (Problem, StoreUnavailable, RecordsUnavailable) as error:
        _log.warning("photos not kept", case=code, error=type(error).__name__)
        return False
    return True


def _look_over(request: Request, front: Front, visitor: Visitor, procedure: Procedure, form: Form) -> Response:
    try:
        body = _body(form, visitor, procedure)
        look_over(front, body, visitor.caller())
        body = in_its_unit(front.record.offices, body)
    except TOLD as error:
        return _form(request, front.record.offices, visitor, procedure, form.wrong(error))
    return _review(request, front.record, visitor, procedure, form, body)


def _not_sent(
    request: Request, record: Record, keys: Keys, visitor: Visitor, procedure: Procedure, form: Form, problem: Problem
) -> Response:
    wrong = form.wrong(problem)
    if set(wrong.errors) & set(_REPORT):
        return _form(request, record.offices, visitor, procedure, wrong)
    return _review(
        request,
        record,
        visitor,
        procedure,
        wrong,
        _body(form, visitor, procedure),
        **(_sent_before(request, record.intake, keys, form.once) if problem.kind is KEY_REUSED else {}),
    )


def _sent_before(request: Request, intake: Intake, keys: Keys, once: str) -> dict[str, Any]:
    """Return the case that was filed from this form before, and a new key for what was typed since."""
    found = intake.find(once)
    if found is None:
        return {}
    key = tracking_key(keys.tracking, code=found[0], idempotency_key=once)
    return {"earlier": found[0], "earlier_link": private_link(request, found[0], key), "once": str(uuid.uuid4())}


def _form(request: Request, offices: Offices, visitor: Visitor, procedure: Procedure, form: Form) -> Response:
    return page(
        request,
        "citizen/send.html.j2",
        visitor,
        told=form.told,
        form=form,
        procedure=procedure,
        channels=[(each.id, each.name) for each in procedure.channels],
        fields=[(each.id, each.name) for each in procedure.fields],
        asked=asked(procedure, of_staff=visitor.staff is not None),
        told_ways=told_ways(front_of(request).site),
        districts=by_district(_places(offices, procedure)),
        once=form.once,
        secrecy=next((ground for ground in procedure.withhold_grounds if ground.on_request), None),
        elsewhere=not_for_this_desk(procedure),
    )


def _review(
    request: Request,
    record: Record,
    visitor: Visitor,
    procedure: Procedure,
    form: Form,
    body: ReportBody,
    *,
    once: str | None = None,
    earlier: str = "",
    earlier_link: str = "",
) -> Response:
    away = form.told is not None and form.told.kind is RECORDS_AWAY
    return page(
        request,
        "citizen/review.html.j2",
        visitor,
        told=form.told,
        form=form,
        procedure=procedure,
        body=body,
        field=procedure.field(body.field),
        unit=next((each for each in _places(record.offices, procedure) if each.id == body.place_id), None),
        kept=[(name, form.value(name)) for name in _REPORT if form.value(name)],
        most=taken(procedure, AttachmentStage.REPORT),
        told_ways=dict(told_ways(front_of(request).site)),
        once=once or form.once,
        help=Help() if away else help_with(record, procedure, body),
        earlier=earlier,
        earlier_link=earlier_link,
    )


def received_page(request: Request, clock: Clock, visitor: Visitor, filed: Filed, *, photos_lost: bool) -> Response:
    complaint, key = filed.complaint, filed.tracking_key
    link = private_link(request, complaint.code, key)
    return page(
        request,
        "citizen/received.html.j2",
        visitor,
        procedure=complaint.procedure,
        code=complaint.code,
        key=key,
        link=link,
        qr=segno.make(link, error="m").svg_data_uri(scale=4, border=3, light="white"),
        photos_lost=photos_lost,
        next=still_running(limit_views(complaint, clock())),
    )


def private_link(request: Request, code: str, key: str) -> str:
    """Return the private link, with which anybody can follow the case as its reporter."""
    return link_with(str(request.base_url).rstrip("/"), code, key)


def _body(form: Form, visitor: Visitor, procedure: Procedure) -> ReportBody:
    """Return the report as its body. Staff choose the channel; a citizen's is the portal, where the regulation has one."""
    said: dict[str, Any] = {"procedure": procedure.id}
    if visitor.staff is None and procedure.channel(_PORTAL):
        said["channel"] = _PORTAL
    return form.only(*(_REPORT if visitor.staff else set(_REPORT) - _OF_STAFF)).read(ReportBody, **said)


def _places(offices: Offices, procedure: Procedure) -> list[Place]:
    """Return the places to choose from; none while the record is unavailable, so that what was typed is not lost."""
    try:
        return [place for place in offices.places(procedure.id) if place.in_use]
    except RecordsUnavailable:
        return []


def _procedure(procedures: ProceduresInForce, procedure_id: str) -> Procedure:
    try:
        procedure = procedures.today(procedure_id)
    except RecordsUnavailable:  # without the fields that its authority has added
        procedure = all_procedures().get(procedure_id)
    if procedure is None:
        raise Problem(UNKNOWN_PROCEDURE)
    if procedure_id not in procedures_in_force():
        raise Problem(NOT_IN_FORCE)
    return procedure
