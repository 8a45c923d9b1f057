"""The page on which an admin tries a reorganisation from its file, puts it in force, and sees how far it has come."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from api.office.admins import change_by
from api.pages.admin.gate import AdminPageDep, OfAuthority, authorities_of, chosen, kept_by
from api.pages.common.forms import Form, FormDep
from api.pages.common.rendering import page, see
from api.pages.common.visitors import Visitor, VisitorDep
from api.pages.common.weight import PAGE_OF_WEIGHT
from api.staff.reorganisations.bodies import PLAN, body_of_file
from api.staff.reorganisations.entering import enter, planned, tried, withdraw
from api.staff.reorganisations.views import OutlookView, outlook_view, reorganisation_views
from api.web.front import Front, FrontDep
from api.web.identity.callers import Staff
from api.web.problems.problem import TOLD, Problem
from api.web.problems.validation import FieldError
from domain.procedure import Procedure

router = APIRouter(prefix="/quan-tri/sap-xep")

_OWN = frozenset({PLAN, "confirmed"})


@router.get("")
def listing(
    request: Request, front: FrontDep, visitor: VisitorDep, staff: AdminPageDep, of: OfAuthority = ""
) -> Response:
    """Show the reorganisations of an authority, and the form for another."""
    return _page(request, front, visitor, staff, of, Form())


@router.post("", dependencies=[PAGE_OF_WEIGHT])
def add(request: Request, front: FrontDep, visitor: VisitorDep, staff: AdminPageDep, form: FormDep) -> Response:
    """Try a plan, and enter it where what it does was confirmed."""
    of, found = form.value("dia-phuong")[:60], None
    procedure = kept_by(front, staff, of)
    try:
        if form.value("confirmed"):
            body = body_of_file(form.value(PLAN), form.value("confirmed")[:60])
            enter(front.record, front.procedures, procedure, body, change_by(staff, front.clock), form.once)
            return see(f"/quan-tri/sap-xep?dia-phuong={procedure.id}&xong=nhap")
        found = _tried(front, staff, procedure, form)
    except TOLD as error:
        form = form.wrong(_beside_the_plan(error))
        found = _tried_again(front, staff, procedure, form)
    return _page(request, front, visitor, staff, of, form, found)


@router.post("/rut", dependencies=[PAGE_OF_WEIGHT])
def remove(front: FrontDep, staff: AdminPageDep, form: FormDep) -> Response:
    """Withdraw a reorganisation whose day has not come."""
    procedure = kept_by(front, staff, form.value("dia-phuong")[:60])
    withdraw(front.record, procedure.id, form.value("plan_id")[:60], change_by(staff, front.clock))
    return see(f"/quan-tri/sap-xep?dia-phuong={procedure.id}&xong=rut")


def _tried(front: Front, staff: Staff, procedure: Procedure, form: Form) -> OutlookView:
    change = change_by(staff, front.clock)
    plan = planned(front.record.offices, body_of_file(form.value(PLAN)), procedure.id, change, form.once)
    return outlook_view(front.record, procedure, plan, tried(front.record, front.procedures, procedure, plan, change))


def _tried_again(front: Front, staff: Staff, procedure: Procedure, form: Form) -> OutlookView | None:
    """Return what the plan would do as things stand now, None where the plan itself is at fault."""
    try:
        return _tried(front, staff, procedure, form)
    except Problem:
        return None


def _beside_the_plan(error: Exception) -> Exception:
    """Return the problem with all that is wrong in the file beside the field that holds it, each with its key."""
    if not isinstance(error, Problem) or all(each.field in _OWN for each in error.errors):
        return error
    said = "; ".join(f"{each.field}: {each.message}" for each in error.errors)
    return Problem(error.kind, detail=error.detail, errors=[FieldError(field=PLAN, message=said)])


def _page(
    request: Request,
    front: Front,
    visitor: Visitor,
    staff: Staff,
    of: str,
    form: Form,
    found: OutlookView | None = None,
) -> Response:
    authority = chosen(staff, of)
    procedure = kept_by(front, staff, authority.id)
    plans = front.record.reorganisations.of_authority(procedure.id)
    return page(
        request,
        "admin/reorganisations.html.j2",
        visitor,
        told=form.told,
        form=form,
        field=PLAN,
        of=authority,
        authorities=authorities_of(staff),
        plans=reorganisation_views(front.record, procedure.id, plans),
        found=found,
        done=request.query_params.get("xong", ""),
        once=form.once,
    )
