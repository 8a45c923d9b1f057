"""Does one act to several cases with one form: each is dispatched, verified, accepted or approved.

Each case is an act of its own, whose act id is derived from the form's: sent again, none is done twice. The page tells what
became of each case. A case that is refused stops none of the others.
"""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, cast

from fastapi import APIRouter, HTTPException, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from api.cases.acting import itself, perform
from api.cases.bodies import BODIES, ActBody
from api.cases.suggesting import dispatches
from api.cases.views.suggestions import SuggestedAgencyView, suggested_agency
from api.pages.common.forms import Form, FormDep
from api.pages.common.rendering import page, see
from api.pages.common.visitors import StaffPageDep, Visitor, VisitorDep
from api.pages.staff.case_facts import known_case
from api.pages.staff.choices import agency_options_to_send, field_options
from api.pages.staff.inbox import DISPATCH_TOGETHER, INBOX, TOGETHER
from api.pages.staff.lines import ACTS_TOGETHER
from api.web.front import Front, FrontDep
from api.web.identity.callers import Caller, Staff, Viewer
from api.web.names import Agencies
from api.web.problems.kinds import INVALID
from api.web.problems.problem import TOLD, Problem, problem_of
from api.web.problems.validation import FieldError
from domain.procedure import ActRule, Procedure
from domain.words import ActKind
from records.cases.list_columns import excerpt
from records.cases.rows import CaseRecord

router = APIRouter()

_MOST = 50
_AT_ONCE = 4
_OF_EACH = ("lead", "field")
"""The fields of a dispatch that each case has for itself, named like `lead.KH-2026-000001`."""


@dataclass(frozen=True)
class _Chosen:
    """A chosen case, with the agency that the routing rules suggest, and the result that waits for approval."""

    code: str
    excerpt: str
    place: str
    suggested: SuggestedAgencyView | None
    lacks_field: bool
    result: str | None


@dataclass(frozen=True)
class _Outcome:
    """The result for one case. The act was done where `problem` is empty. `sent_to` is the agency that the case went to."""

    code: str
    problem: str
    sent_to: str = ""


Codes = Annotated[list[str], Query()]


@router.get(DISPATCH_TOGETHER)
def choose(
    request: Request,
    front: FrontDep,
    visitor: VisitorDep,
    staff: StaffPageDep,
    code: Codes = [],  # noqa: B006 - FastAPI copies it
) -> Response:
    """Show the chosen cases, and ask where to dispatch each."""
    return _asked(request, front, visitor, staff, ActKind.DISPATCH, code)


@router.post(DISPATCH_TOGETHER)
async def dispatch(
    request: Request, front: FrontDep, visitor: VisitorDep, staff: StaffPageDep, form: FormDep
) -> Response:
    """Dispatch each case, and show what became of it. Cases that were not dispatched stay chosen."""
    return await _do(request, front, visitor, staff, ActKind.DISPATCH, form)


@router.get(TOGETHER)
def choose_for(
    request: Request,
    front: FrontDep,
    visitor: VisitorDep,
    staff: StaffPageDep,
    act: ActKind,
    code: Codes = [],  # noqa: B006 - FastAPI copies it
) -> Response:
    """Show the chosen cases, and ask whether to do the act to each."""
    return _asked(request, front, visitor, staff, _known(act), code)


@router.post(TOGETHER)
async def do_to_each(
    request: Request, front: FrontDep, visitor: VisitorDep, staff: StaffPageDep, act: ActKind, form: FormDep
) -> Response:
    """Do the act to each case, and show what became of it. Cases to which it was not done stay chosen."""
    return await _do(request, front, visitor, staff, _known(act), form)


def _known(act: ActKind) -> ActKind:
    if act not in ACTS_TOGETHER or act is ActKind.DISPATCH:
        raise HTTPException(404)  # no page has a form for it
    return act


def _asked(
    request: Request, front: Front, visitor: Visitor, staff: Staff, act: ActKind, codes: Sequence[str]
) -> Response:
    if not codes:
        return see(INBOX)
    form = Form({"code": tuple(dict.fromkeys(codes))[:_MOST], "act_id": (str(uuid.uuid4()),)})
    return _page(request, front, visitor, staff, act, form, ())


async def _do(request: Request, front: Front, visitor: Visitor, staff: Staff, act: ActKind, form: Form) -> Response:
    bodies, wrong = await run_in_threadpool(_bodies, front, staff, act, form)
    outcomes = await _done(front, visitor.caller(), bodies)
    done = {outcome.code for outcome in outcomes if not outcome.problem}
    left = tuple(code for code in form.values.get("code", ())[:_MOST] if code not in done)
    rest = Form({**form.values, "code": left}, told=Problem(INVALID, errors=wrong) if wrong else None)
    outcomes = [replace(each, sent_to=_name(front, staff, bodies[each.code])) for each in outcomes]
    return await run_in_threadpool(_page, request, front, visitor, staff, act, rest, outcomes)


def _bodies(front: Front, staff: Staff, act: ActKind, form: Form) -> tuple[dict[str, ActBody], list[FieldError]]:
    """Return the act for each case, and what is wrong with the fields of the others."""
    found: dict[str, ActBody] = {}
    wrong: dict[str, FieldError] = {}
    needs_agency = act is ActKind.DISPATCH and _needs_an_agency(_procedure(front, staff))
    for code in form.values.get("code", ())[:_MOST]:
        said, typed_for_all = _said(form, act, code)
        if needs_agency and not said.value("lead"):
            wrong[f"lead.{code}"] = FieldError(field="lead", message="Hãy chọn cơ quan chủ trì.")
            continue
        try:
            found[code] = cast("ActBody", said.read(BODIES[act], act=act, act_id=own_act_id(form, code)))
        except Problem as problem:
            for each in problem.errors or [FieldError(field="", message=problem.on_page)]:
                own = each.field in _OF_EACH and each.field not in typed_for_all
                name = f"{each.field}.{code}" if own else each.field
                wrong[name] = FieldError(field=name, message=each.message)
    return found, list(wrong.values())


def _said(form: Form, act: ActKind, code: str) -> tuple[Form, set[str]]:
    """Return what the form says of one case, and the names of the fields in which it follows all others."""
    if act is not ActKind.DISPATCH:
        return Form(), set()
    own = {name: form.values[f"{name}.{code}"] for name in _OF_EACH if form.value(f"{name}.{code}").strip()}
    return Form({**form.only("lead", "note").values, **own}), set(form.values) - set(own)


def own_act_id(form: Form, code: str) -> uuid.UUID:
    """Return the act id of one case, the same however often the form is sent. Raises Problem where the form has none."""
    try:
        return uuid.uuid5(uuid.UUID(form.value("act_id")), code)
    except ValueError:
        raise Problem(INVALID) from None


async def _done(front: Front, caller: Caller, bodies: Mapping[str, ActBody]) -> list[_Outcome]:
    at_once = asyncio.Semaphore(_AT_ONCE)

    async def do(code: str, body: ActBody) -> _Outcome:
        async with at_once:
            try:
                await perform(front, code, str(body.act_id), body.to_act(), caller, itself)
            except TOLD as error:
                return _Outcome(code, problem_of(error).on_page)
            return _Outcome(code, "")

    return list(await asyncio.gather(*(do(code, body) for code, body in bodies.items())))


def _name(front: Front, staff: Staff, body: ActBody) -> str:
    lead = getattr(body, "lead", None)
    return Agencies(front.record.offices, staff.account.authority or "").name(lead).name if lead else ""


def _procedure(front: Front, staff: Staff) -> Procedure | None:
    return front.procedures.today(staff.account.authority) if staff.account.authority else None


def _needs_an_agency(procedure: Procedure | None) -> bool:
    """Return whether every dispatch names an agency. Cases of some fields of work may go to the focal point instead."""
    goes_on = procedure is not None and any(field.by_focal_point for field in procedure.fields)
    return _names_an_agency(procedure) and not goes_on


def _names_an_agency(procedure: Procedure | None) -> bool:
    rule = procedure.act(ActKind.DISPATCH) if procedure else None
    return rule is not None and rule.names_agency


def _page(
    request: Request,
    front: Front,
    visitor: Visitor,
    staff: Staff,
    act: ActKind,
    form: Form,
    outcomes: Sequence[_Outcome],
) -> Response:
    chosen = [found for code in form.values.get("code", ()) if (found := _chosen(front, visitor.caller(), act, code))]
    procedure, authority = _procedure(front, staff), staff.account.authority or ""
    rule = procedure.act(act) if procedure else None
    return page(
        request,
        "staff/bulk.html.j2",
        visitor,
        told=form.told,
        form=form,
        act=act,
        rule=rule,
        goes_to=DISPATCH_TOGETHER if act is ActKind.DISPATCH else TOGETHER.format(act=act),
        chosen=chosen,
        outcomes=outcomes,
        needs_agency=act is ActKind.DISPATCH and _needs_an_agency(procedure),
        agencies=agency_options_to_send(front.record, authority)
        if act is ActKind.DISPATCH and _names_an_agency(procedure)
        else None,
        fields=field_options(procedure) if procedure and procedure.own_dispatch is None else [],
    )


def _chosen(front: Front, caller: Caller, act: ActKind, code: str) -> _Chosen | None:
    try:
        record, viewer = known_case(front, code, caller)
    except Problem:
        return None
    sends = act is ActKind.DISPATCH
    if not (dispatches(record, viewer) if sends else _may(record.complaint.procedure.act(act), record, viewer)):
        return None
    return _Chosen(
        record.code,
        excerpt(record.report.content),
        record.report.place,
        suggested_agency(front.record.offices, record) if sends else None,
        lacks_field=sends and record.complaint.field is None,
        result=record.result if act is ActKind.APPROVE else None,
    )


def _may(rule: ActRule | None, record: CaseRecord, viewer: Viewer) -> bool:
    """Return whether the viewer may do the act now, as far as the case tells. The core has the last word."""
    actor = viewer.actor
    if rule is None or actor is None or actor.role not in rule.by or record.complaint.status not in rule.when:
        return False
    return not actor.role.of_agency or record.complaint.lead == actor.agency
