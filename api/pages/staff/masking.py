"""The page on which words of a report are masked before the public reads them."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from api.cases.masking.bodies import MaskBody
from api.cases.masking.masking import mask, masking_of
from api.cases.masking.views import masking_view
from api.pages.common.forms import Form, FormDep
from api.pages.common.rendering import page, see
from api.pages.common.visitors import StaffPageDep, Visitor, VisitorDep
from api.pages.staff.case_facts import known_case
from api.pages.staff.inbox import INBOX
from api.web.front import Front, FrontDep
from api.web.identity.callers import Staff
from api.web.problems.problem import TOLD, Problem, wrong_field

router = APIRouter()

_ADDRESS = f"{INBOX}/ho-so/{{code}}/che-loi"
_CHOSEN, _WRITTEN = "words[]", "words"
"""The fields of the words that are offered, and of those that a person writes, one on a line."""


@router.get(_ADDRESS)
def ask_what_to_mask(
    request: Request, front: FrontDep, visitor: VisitorDep, staff: StaffPageDep, code: str
) -> Response:
    """Show the report as the public reads it, and the form of its masked words."""
    return _page(request, front, visitor, staff, code, Form())


@router.post(_ADDRESS)
async def cover(
    request: Request, front: FrontDep, visitor: VisitorDep, staff: StaffPageDep, form: FormDep, code: str
) -> Response:
    """Mask the words that the form names, and show the page again."""
    return await run_in_threadpool(_cover, request, front, visitor, staff, code, form)


def _cover(request: Request, front: Front, visitor: Visitor, staff: Staff, code: str, form: Form) -> Response:
    case, viewer = known_case(front, code, visitor.caller())
    try:
        mask(front, case, tuple(_body(form).words), viewer)
    except TOLD as error:
        return _page(request, front, visitor, staff, code, form.wrong(error))
    return see(f"{INBOX}/ho-so/{case.code}/che-loi")


def _body(form: Form) -> MaskBody:
    """Return the words that were ticked and those that were written, one on a line.

    Raises:
        Problem: one of them is too long, or there are too many. It stands beside the field that they were written into.
    """
    written = (each.strip() for each in form.value(_WRITTEN).splitlines())
    words = (*form.values.get(_CHOSEN, ()), *filter(None, written))
    try:
        return Form({_CHOSEN: words}).read(MaskBody, **({} if words else {"words": []}))
    except Problem as error:
        raise wrong_field(_WRITTEN, error.errors[0].message) from error


def _page(request: Request, front: Front, visitor: Visitor, staff: Staff, code: str, form: Form) -> Response:
    with front.record.reading():
        case, viewer = known_case(front, code, visitor.caller())
        masking = masking_view(front.record, case, masking_of(front, case, viewer))
    return page(
        request,
        "staff/masking.html.j2",
        visitor,
        told=form.told,
        form=form,
        code=case.code,
        report=case.report,
        masking=masking,
        chosen=form.values.get(_CHOSEN, ()) if form.values else masking.words,
    )
