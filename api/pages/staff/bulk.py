"""Several cases are dispatched with one form.

Each dispatch is an act of its own, whose act id is derived from the form's: sent again, none is dispatched twice. The page tells
what became of each case.
"""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from api.cases.acting import itself, perform
from api.cases.bodies.sending import DispatchBody
from api.cases.suggesting import dispatches
from api.cases.views.suggestions import SuggestedAgencyView, suggested_agency
from api.pages.common.forms import Form, FormDep
from api.pages.common.rendering import page, see
from api.pages.common.visitors import StaffPageDep, Visitor, VisitorDep
from api.pages.staff.case_facts import known_case
from api.pages.staff.choices import agency_options_to_send
from api.pages.staff.inbox import INBOX
from api.web.front import Front, FrontDep
from api.web.identity.callers import Caller, Staff
from api.web.names import Agencies
from api.web.offices import ProceduresInForce
from api.web.problems.kinds import INVALID
from api.web.problems.problem import TOLD, Problem, problem_of
from api.web.problems.validation import FieldError
from domain.words import ActKind

router = APIRouter()

_DISPATCH = f"{INBOX}/phan-phoi"
_MOST = 50
_AT_ONCE = 4


@dataclass(frozen=True)
class _Chosen:
    """A chosen case, with the agency that the routing rules suggest."""

    code: str
    excerpt: str
    place: str
    suggested: SuggestedAgencyView | None


@dataclass(frozen=True)
class _Outcome:
    """The result for one case. The case was dispatched where `problem` is empty."""

    code: str
    problem: str


@router.get(_DISPATCH)
def choose(
    request: Request,
    front: FrontDep,
    visitor: VisitorDep,
    staff: StaffPageDep,
    code: Annotated[list[str], Query()] = [],  # noqa: B006 - FastAPI copies it
) -> Response:
    """Show the chosen cases, and ask where to dispatch them."""
    if not code:
        return see(INBOX)
    form = Form({"code": tuple(dict.fromkeys(code))[:_MOST], "act_id": (str(uuid.uuid4()),)})
    return _page(request, front, visitor, staff, form, ())


@router.post(_DISPATCH)
async def dispatch(
    request: Request, front: FrontDep, visitor: VisitorDep, staff: StaffPageDep, form: FormDep
) -> Response:
    """Dispatch each case, and show what became of it. Cases that were not dispatched stay chosen."""
    try:
        bodies = await run_in_threadpool(_bodies, front.procedures, staff, form)
    except Problem as problem:
        return await run_in_threadpool(_page, request, front, visitor, staff, form.wrong(problem), ())
    outcomes = await _done(front, visitor.caller(), bodies)
    left = tuple(outcome.code for outcome in outcomes if outcome.problem)
    rest = Form({**form.values, "code": left})
    return await run_in_threadpool(_page, request, front, visitor, staff, rest, outcomes)


def _bodies(procedures: ProceduresInForce, staff: Staff, form: Form) -> dict[str, DispatchBody]:
    if _needs_an_agency(procedures, staff) and not form.value("lead"):
        raise Problem(INVALID, errors=[FieldError(field="lead", message="Hãy chọn cơ quan chủ trì.")])
    said = form.only("lead", "note")
    return {
        code: said.read(DispatchBody, act="dispatch", act_id=own_act_id(form, code))
        for code in form.values.get("code", ())[:_MOST]
    }


def own_act_id(form: Form, code: str) -> uuid.UUID:
    """Return the act id of one case, the same however often the form is sent. Raises Problem where the form has none."""
    try:
        return uuid.uuid5(uuid.UUID(form.value("act_id")), code)
    except ValueError:
        raise Problem(INVALID) from None


async def _done(front: Front, caller: Caller, bodies: dict[str, DispatchBody]) -> list[_Outcome]:
    at_once = asyncio.Semaphore(_AT_ONCE)

    async def do(code: str, body: DispatchBody) -> _Outcome:
        async with at_once:
            try:
                await perform(front, code, str(body.act_id), body.to_act(), caller, itself)
            except TOLD as error:
                return _Outcome(code, problem_of(error).on_page)
            return _Outcome(code, "")

    return list(await asyncio.gather(*(do(code, body) for code, body in bodies.items())))


def _needs_an_agency(procedures: ProceduresInForce, staff: Staff) -> bool:
    """Return whether every dispatch names an agency. Cases of some fields of work may go to the focal point instead."""
    procedure = procedures.today(staff.account.authority) if staff.account.authority else None
    goes_on = procedure is not None and any(field.by_focal_point for field in procedure.fields)
    return _names_an_agency(procedures, staff) and not goes_on


def _names_an_agency(procedures: ProceduresInForce, staff: Staff) -> bool:
    procedure = procedures.today(staff.account.authority) if staff.account.authority else None
    rule = procedure.act(ActKind.DISPATCH) if procedure else None
    return rule is not None and rule.names_agency


def _page(
    request: Request, front: Front, visitor: Visitor, staff: Staff, form: Form, outcomes: Sequence[_Outcome]
) -> Response:
    chosen = [found for code in form.values.get("code", ()) if (found := _chosen(front, visitor.caller(), code))]
    agencies = {each.suggested.agency.id for each in chosen if each.suggested}
    authority = staff.account.authority or ""
    lead = form.value("lead")
    return page(
        request,
        "staff/bulk.html.j2",
        visitor,
        told=form.told,
        form=form,
        chosen=chosen,
        outcomes=outcomes,
        needs_agency=_needs_an_agency(front.procedures, staff),
        agencies=agency_options_to_send(front.record, authority) if _names_an_agency(front.procedures, staff) else None,
        suggested=agencies.pop() if len(agencies) == 1 else "",
        sent_to=Agencies(front.record.offices, authority).name(lead).name if lead else "",
    )


def _chosen(front: Front, caller: Caller, code: str) -> _Chosen | None:
    try:
        record, viewer = known_case(front, code, caller)
    except Problem:
        return None
    if not dispatches(record, viewer):
        return None
    suggested = suggested_agency(front.record.offices, record)
    return _Chosen(record.code, " ".join(record.report.content.split())[:200], record.report.place, suggested)
