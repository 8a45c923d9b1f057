"""The register of papers in and out: a list with its filters, and forms for a paper that came in or went out."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response

from api.pages.common.forms import Form, FormDep
from api.pages.common.rendering import page, see
from api.pages.common.visitors import StaffPageDep, Visitor, VisitorDep
from api.pages.staff.choices import Option, agency_options
from api.pages.staff.inbox import INBOX
from api.papers.answers import papers_file
from api.papers.bodies import IncomingPaperBody, OutgoingPaperBody, SoughtPapersBody
from api.papers.registering import (
    CENTRE,
    Wanted,
    days_of,
    keeps_register,
    papers_seen_by,
    register_outgoing,
    register_paper,
    require_keeper,
    require_reader,
)
from api.papers.views import DIRECTION, paper_views
from api.web.downloads import Form as FileForm
from api.web.front import Front, FrontDep
from api.web.identity.callers import Staff
from api.web.problems.problem import TOLD, Problem
from api.web.reading_limits import COUNTED_EXPORT
from calendars import VIETNAM

router = APIRouter()

REGISTER = f"{INBOX}/so-van-ban"
_PAGE = 50
_SOUGHT = tuple(SoughtPapersBody.model_fields)
_Number = Annotated[int, Query(alias="trang", ge=1, le=100_000)]
_Done = Annotated[int | None, Query(alias="xong", ge=1, le=2**31 - 1)]
_Sent = Annotated[int | None, Query(alias="di", ge=1, le=2**31 - 1)]


@router.get(REGISTER)
def listing(
    request: Request,
    front: FrontDep,
    visitor: VisitorDep,
    staff: StaffPageDep,
    number: _Number = 1,
    done: _Done = None,
    sent: _Sent = None,
) -> Response:
    """Show the entries of this year or of the days that were asked for, and the forms for a paper that came in or went out."""
    require_reader(staff)
    return _register(request, front, visitor, staff, number=number, done=done, sent=sent)


@router.post(REGISTER)
def add(request: Request, front: FrontDep, visitor: VisitorDep, staff: StaffPageDep, form: FormDep) -> Response:
    """Register a paper, once however often the button is pressed."""
    require_keeper(staff)
    try:
        body = form.only(*IncomingPaperBody.model_fields).read(IncomingPaperBody)
        record = front.record
        paper = register_paper(record.papers, record.cases, staff, body.paper(), key=form.once, at=front.clock())
    except TOLD as error:
        return _register(request, front, visitor, staff, coming=form.wrong(error))
    return see(f"{REGISTER}?xong={paper.number}")


@router.post(f"{REGISTER}/di")
def send(request: Request, front: FrontDep, visitor: VisitorDep, staff: StaffPageDep, form: FormDep) -> Response:
    """Register a paper that went out, once however often the button is pressed."""
    require_keeper(staff)
    try:
        body = form.only(*OutgoingPaperBody.model_fields).read(OutgoingPaperBody)
        record = front.record
        paper = register_outgoing(record.papers, record.cases, staff, body.paper(), key=form.once, at=front.clock())
    except TOLD as error:
        return _register(request, front, visitor, staff, sending=form.wrong(error))
    return see(f"{REGISTER}?di={paper.number}")


@router.get(f"{REGISTER}.{{form}}", dependencies=[COUNTED_EXPORT])
def export(form: FileForm, request: Request, front: FrontDep, staff: StaffPageDep) -> Response:
    """Download the entries that the page shows, all of them."""
    return papers_file(front, staff, _asked(request).read(SoughtPapersBody).wanted(), form)


def _asked(request: Request) -> Form:
    """Return the conditions in the address as a form."""
    typed = {name: tuple(request.query_params.getlist(name)) for name in _SOUGHT}
    return Form({name: values for name, values in typed.items() if any(values)})


def _register(
    request: Request,
    front: Front,
    visitor: Visitor,
    staff: Staff,
    *,
    coming: Form | None = None,
    sending: Form | None = None,
    number: int = 1,
    done: int | None = None,
    sent: int | None = None,
) -> Response:
    """Show the register. `coming` and `sending` are forms that were not accepted, `done` and `sent` the numbers of papers that
    were just registered."""
    at, look = front.clock(), _asked(request)
    try:
        wanted = look.read(SoughtPapersBody).wanted()
    except Problem as problem:
        wanted, look = Wanted(), look.wrong(problem)
    found = papers_seen_by(front.record.papers, staff, wanted, at, limit=_PAGE, offset=(number - 1) * _PAGE)
    since, until = days_of(wanted, at)
    asked = urlencode({name: look.value(name) for name in _SOUGHT if look.value(name)})
    return page(
        request,
        "staff/papers.html.j2",
        visitor,
        told=next((each.told for each in (coming, sending, look) if each and each.told), None),
        coming=coming or Form(),
        sending=sending or Form(),
        look=look,
        here=REGISTER,
        papers=paper_views(found, front.record.offices),
        since=_written(since),
        until=_written(until),
        asked=asked,
        next=number + 1 if len(found) == _PAGE else None,
        keeps=keeps_register(staff),
        agencies=_agencies(front, staff),
        directions=[(direction.value, f"Văn bản {name}") for direction, name in DIRECTION.items()],
        today=at.astimezone(VIETNAM).date().isoformat(),
        done=done,
        sent=sent,
    )


def _agencies(front: Front, staff: Staff) -> list[Option]:
    """Return the registers to choose from; none for people who read that of their own agency."""
    authority = staff.account.authority
    if authority is None or staff.account.role.of_agency:
        return []
    return [(CENTRE, "Trung tâm"), *agency_options(front.record.offices, authority)]


def _written(day: date) -> str:
    return f"{day:%d/%m/%Y}"
