"""The page on which staff who may know the reporters find a reporter's cases. What is sought is sent in the form's body."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from api.cases.bodies.reporter_search import SoughtReporterBody
from api.cases.seeking_reporters import MOST_FOUND, require_seeker, seek_reporters
from api.pages.common.forms import Form, FormDep
from api.pages.common.rendering import page
from api.pages.common.visitors import StaffPageDep, Visitor, VisitorDep
from api.pages.staff.inbox import INBOX
from api.pages.staff.lines import InboxLine, inbox_lines
from api.web.front import Front, FrontDep
from api.web.identity.callers import Staff
from api.web.problems.problem import TOLD

router = APIRouter()

REPORTERS = f"{INBOX}/nguoi-gui"


@router.get(REPORTERS)
def ask(request: Request, front: FrontDep, visitor: VisitorDep, staff: StaffPageDep) -> Response:
    """Show the empty form."""
    require_seeker(staff)
    return _page(request, front, visitor, staff, Form(), None)


@router.post(REPORTERS)
async def seek(request: Request, front: FrontDep, visitor: VisitorDep, staff: StaffPageDep, form: FormDep) -> Response:
    """Show the cases that were found, or what is wrong beside the form."""
    return await run_in_threadpool(_found, request, front, visitor, staff, form)


def _found(request: Request, front: Front, visitor: Visitor, staff: Staff, form: Form) -> Response:
    require_seeker(staff)
    try:
        body = form.only("name", "phone").read(SoughtReporterBody)
        lines = inbox_lines(front, staff, seek_reporters(front, staff, body))
    except TOLD as error:
        return _page(request, front, visitor, staff, form.wrong(error), None)
    return _page(request, front, visitor, staff, form, lines)


def _page(
    request: Request, front: Front, visitor: Visitor, staff: Staff, form: Form, lines: list[InboxLine] | None
) -> Response:
    return page(
        request,
        "staff/reporters.html.j2",
        visitor,
        told=form.told,
        form=form,
        lines=lines,
        most=MOST_FOUND,
        here=REPORTERS,
    )
