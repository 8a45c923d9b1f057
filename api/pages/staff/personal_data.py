"""The register of requests about personal data: a list with a form for the centre, and a page for each request."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from api.pages.common.forms import Form, FormDep
from api.pages.common.rendering import page, see
from api.pages.common.visitors import StaffPageDep, Visitor, VisitorDep
from api.pages.common.weight import PAGE_OF_WEIGHT
from api.pages.staff.inbox import INBOX
from api.personal_data.answers import requests_file
from api.personal_data.bodies import DataRequestBody, TakenStepBody
from api.personal_data.registering import (
    advance,
    known_request,
    may_register,
    requests_seen_by,
    require_registrar,
    take_in,
)
from api.personal_data.views import request_view, whole_view
from api.web.downloads import Form as FileForm
from api.web.front import Front, FrontDep
from api.web.identity.callers import Staff
from api.web.problems.problem import TOLD
from api.web.reading_limits import COUNTED_EXPORT
from calendars import VIETNAM
from domain.personal_data.requests import RequestKind, RequestStep
from language.personal_data import REQUEST_KIND, STEP

router = APIRouter()

REGISTER = f"{INBOX}/du-lieu-ca-nhan"
_PAGE = 50
_FIELDS = tuple(DataRequestBody.model_fields)
_STEPS = (RequestStep.ANSWERED, RequestStep.CARRIED_OUT, RequestStep.EXTENDED, RequestStep.REFUSED)
_Number = Annotated[int, Path(ge=1, le=2**62)]
_Before = Annotated[int | None, Query(alias="truoc", ge=1, le=2**62)]
_All = Annotated[str, Query(alias="xem", max_length=20)]
_Done = Annotated[str, Query(alias="xong", max_length=20)]


@router.get(REGISTER)
def listing(
    request: Request,
    front: FrontDep,
    visitor: VisitorDep,
    staff: StaffPageDep,
    seen: _All = "",
    before: _Before = None,
) -> Response:
    """Show the requests that have not ended, or all, and the form for another one to the centre."""
    return _register(request, front, visitor, staff, Form(), every=seen == "tat-ca", before=before)


@router.post(REGISTER)
def add(request: Request, front: FrontDep, visitor: VisitorDep, staff: StaffPageDep, form: FormDep) -> Response:
    """Take a request in, once however often the button is pressed."""
    require_registrar(staff)
    try:
        typed = form.value("received_at")
        body = form.only(*_FIELDS).without("received_at")
        asked = body.read(DataRequestBody, **({"received_at": _with_zone(typed)} if typed else {})).asked()
        record, at = front.record, front.clock()
        taken = take_in(record.data_requests, record.cases, record.calendar, staff, asked, key=form.once, at=at)
    except TOLD as error:
        return _register(request, front, visitor, staff, form.wrong(error))
    return see(f"{REGISTER}/{taken.number}?xong=nhan")


@router.get(f"{REGISTER}.{{form}}", dependencies=[COUNTED_EXPORT])
def export(form: FileForm, front: FrontDep, staff: StaffPageDep) -> Response:
    """Download the register for a spreadsheet, without those who asked."""
    return requests_file(front, staff, form)


@router.get(f"{REGISTER}/{{number}}")
def show(
    request: Request, front: FrontDep, visitor: VisitorDep, staff: StaffPageDep, number: _Number, done: _Done = ""
) -> Response:
    """Show a request with its steps. The centre sees who asks, on record."""
    return _whole(request, front, visitor, staff, number, Form(), done)


@router.post(f"{REGISTER}/{{number}}", dependencies=[PAGE_OF_WEIGHT])
def take_step(
    request: Request, front: FrontDep, visitor: VisitorDep, staff: StaffPageDep, number: _Number, form: FormDep
) -> Response:
    """Answer, extend, carry out or refuse."""
    require_registrar(staff)
    known_request(front.record.data_requests, staff, number)
    try:
        typed = form.only(*TakenStepBody.model_fields)
        body = typed.without("codes").read(TakenStepBody, codes=typed.value("codes").replace(",", " ").split())
        advance(
            front.record.data_requests,
            front.record.calendar,
            staff,
            number,
            RequestStep(body.step),
            body.words,
            front.clock(),
            body.carried_out(),
        )
    except TOLD as error:
        return _whole(request, front, visitor, staff, number, form.wrong(error))
    return see(f"{REGISTER}/{number}?xong=ghi")


def _register(
    request: Request,
    front: Front,
    visitor: Visitor,
    staff: Staff,
    form: Form,
    *,
    every: bool = False,
    before: int | None = None,
) -> Response:
    register, at = front.record.data_requests, front.clock()
    found = requests_seen_by(register, staff, only_open=not every, before=before, limit=_PAGE)
    return page(
        request,
        "staff/personal_data.html.j2",
        visitor,
        told=form.told,
        form=form,
        here=REGISTER,
        requests=[request_view(each, at) for each in found],
        next=found[-1].number if len(found) == _PAGE else None,
        every=every,
        registers=may_register(staff),
        kinds=[(kind.value, REQUEST_KIND[kind]) for kind in RequestKind],
        once=form.once,
    )


def _whole(
    request: Request, front: Front, visitor: Visitor, staff: Staff, number: int, form: Form, done: str = ""
) -> Response:
    register = front.record.data_requests
    found = known_request(register, staff, number)
    registers = may_register(staff)
    who = register.requester(number, seen_by=staff.account.id) if registers else None
    asked = whole_view(front.record, found, who, front.clock())
    return page(
        request,
        "staff/personal_data_request.html.j2",
        visitor,
        told=form.told,
        form=form,
        here=REGISTER,
        done=done,
        asked=asked,
        decides=registers and found.standing.ended_at is None,
        lifts=registers and any(each.lifted_at is None for each in asked.restricted),
        steps=[(step.value, STEP[step]) for step in _STEPS],
    )


def _with_zone(typed: str) -> str:
    """Return the day and the time that a browser sends, in the time zone of Viet Nam."""
    try:
        return datetime.fromisoformat(typed).replace(tzinfo=VIETNAM).isoformat()
    except ValueError:
        return typed
