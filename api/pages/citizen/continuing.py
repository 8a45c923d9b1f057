"""A reporter goes on with a closed case, or the centre does so for a reporter who telephoned."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from api.cases.bodies.report import ReportBody
from api.cases.filing import Filed, take_in
from api.pages.citizen.case_page import case_page as citizen_page
from api.pages.citizen.sending import IDENTITY, received_page
from api.pages.common.forms import Form, FormDep
from api.pages.common.rendering import see
from api.pages.common.visitors import StaffPageDep, VisitorDep
from api.pages.staff.case import case_page as staff_page
from api.web.front import Front, FrontDep
from api.web.identity import cookies
from api.web.identity.callers import Caller, require_case
from api.web.problems.kinds import INVALID
from api.web.problems.problem import TOLD, problem_of

router = APIRouter()


@router.post("/ho-so/{code}/tiep-noi")
async def go_on(request: Request, front: FrontDep, visitor: VisitorDep, form: FormDep, code: str) -> Response:
    """File what the reporter has to say to a closed case as a new one, and show its code and key."""
    try:
        filed = await _filed(front, form, code, visitor.caller(code).as_reporter)
    except TOLD as error:
        wrong = _wrong(form, error)
        return await run_in_threadpool(citizen_page, request, front, visitor, code, continuing=wrong)
    procedure = filed.complaint.procedure
    if cookies.VISITOR not in request.cookies:
        return received_page(request, front.clock, visitor, filed, photos_lost=False)
    answer = see(f"/gui/{procedure.id}/da-nhan/{filed.complaint.code}")
    cookies.add_tracking_key(request, answer, filed.complaint.code, filed.tracking_key)
    return answer


@router.post("/can-bo/ho-so/{code}/tiep-noi")
async def go_on_for(
    request: Request, front: FrontDep, visitor: VisitorDep, staff: StaffPageDep, form: FormDep, code: str
) -> Response:
    """File what a reporter said to the centre about a closed case as a new one, and show its code and key."""
    try:
        filed = await _filed(front, form, code, visitor.caller())
    except TOLD as error:
        wrong = _wrong(form, error)
        return await run_in_threadpool(staff_page, request, front, visitor, staff, code, continuing=wrong)
    return received_page(request, front.clock, visitor, filed, photos_lost=False)


async def _filed(front: Front, form: Form, code: str, caller: Caller) -> Filed:
    record, _ = await run_in_threadpool(require_case, front, code, caller)
    said = {"procedure": record.complaint.procedure.id, "continues": record.code}
    return await take_in(front, form.only("content", "pledged", *IDENTITY).read(ReportBody, **said), form.once, caller)


def _wrong(form: Form, error: Exception) -> Form:
    """Return the form with what is wrong in it. Raises the problem where nothing in the form can mend it."""
    problem = problem_of(error)
    if problem.kind is not INVALID or any(each.field == "continues" for each in problem.errors):
        raise problem
    return form.wrong(problem)
