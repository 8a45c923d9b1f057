"""The page on which an admin enters that an agency ends and who succeeds it, and sees how far that has come."""

from __future__ import annotations

from collections.abc import Iterable

from fastapi import APIRouter, Request, Response

from api.office.admins import change_by
from api.office.stopping import hanging_on, told
from api.pages.admin.gate import AdminPageDep, OfAuthority, authorities_of, chosen, kept_by
from api.pages.common.forms import Form, FormDep
from api.pages.common.rendering import page, see
from api.pages.common.visitors import Visitor, VisitorDep
from api.pages.common.weight import PAGE_OF_WEIGHT
from api.pages.staff.choices import agency_options, field_options
from api.staff.successions.bodies import SuccessionBody
from api.staff.successions.entering import enter, successions_of, withdraw
from api.staff.successions.views import succession_views
from api.web.front import Front, FrontDep
from api.web.identity.callers import Staff
from api.web.problems.problem import TOLD, Problem
from api.web.problems.validation import FieldError
from domain.procedure import Procedure

router = APIRouter(prefix="/quan-tri/ke-thua")

ROWS = 4
"""The parts by which one form may divide an agency. More go through the API."""

_FIELDS = ("agency", "day", "decision", "decided_by", "heir", "confirmed")
_OF_PART = ("agency", "field", "place")


@router.get("")
def listing(
    request: Request, front: FrontDep, visitor: VisitorDep, staff: AdminPageDep, of: OfAuthority = ""
) -> Response:
    """Show the successions of an authority, and the form for another."""
    return _page(request, front, visitor, staff, of, Form())


@router.post("", dependencies=[PAGE_OF_WEIGHT])
def add(request: Request, front: FrontDep, visitor: VisitorDep, staff: AdminPageDep, form: FormDep) -> Response:
    """Enter a succession. The first time it answers with what will move, to be confirmed."""
    of = form.value("dia-phuong")[:60]
    procedure = kept_by(front, staff, of)
    try:
        _enter(front, staff, procedure, form)
    except TOLD as error:
        return _page(request, front, visitor, staff, of, form.wrong(error))
    return see(f"/quan-tri/ke-thua?dia-phuong={procedure.id}&xong=nhap")


@router.post("/rut", dependencies=[PAGE_OF_WEIGHT])
def remove(front: FrontDep, staff: AdminPageDep, form: FormDep) -> Response:
    """Withdraw a succession whose day has not come."""
    procedure = kept_by(front, staff, form.value("dia-phuong")[:60])
    withdraw(front.record, procedure.id, form.value("succession")[:60], change_by(staff, front.clock))
    return see(f"/quan-tri/ke-thua?dia-phuong={procedure.id}&xong=rut")


def _enter(front: Front, staff: Staff, procedure: Procedure, form: Form) -> None:
    """Enter what was typed. Raises Problem, with each error under the form's field."""
    used = [row for row in range(ROWS) if any(form.value(f"by_part.{row}.{name}") for name in _OF_PART)]
    parts = [{name: form.value(f"by_part.{row}.{name}") for name in _OF_PART} for row in used]
    try:
        body = form.only(*_FIELDS).read(SuccessionBody, by_part=parts)
        enter(front.record, procedure, body, change_by(staff, front.clock), form.once)
    except Problem as problem:
        raise Problem(problem.kind, detail=problem.detail, errors=_beside(problem.errors, used)) from problem


def _beside(errors: Iterable[FieldError], used: list[int]) -> list[FieldError]:
    """Return the errors under the names of the form's fields: the second row that was used may be the third of the form."""
    found = []
    for each in errors:
        name, _, rest = each.field.partition(".")
        row, _, part = rest.partition(".")
        if name == "by_part" and row.isdecimal() and int(row) < len(used):
            each = each.model_copy(update={"field": f"by_part.{used[int(row)]}.{part or 'agency'}"})
        found.append(each)
    return found


def _page(request: Request, front: Front, visitor: Visitor, staff: Staff, of: str, form: Form) -> Response:
    authority = chosen(staff, of)
    procedure = kept_by(front, staff, authority.id)
    record, agency = front.record, form.value("agency")[:60]
    hanging = hanging_on(record, procedure.id, "agencies", agency, front.clock()) if agency else None
    found = successions_of(record, procedure.id)
    return page(
        request,
        "admin/successions.html.j2",
        visitor,
        told=form.told,
        form=form,
        of=authority,
        authorities=authorities_of(staff),
        successions=succession_views(record, procedure.id, found),
        agencies=agency_options(record.offices, procedure.id),
        heirs=[
            (each.id, each.name)
            for each in record.offices.agencies(procedure.id)
            if each.active and each.ended_on is None
        ],
        fields=field_options(procedure),
        places=[(each.id, each.name) for each in record.offices.places(procedure.id) if each.active],
        place_names={each.id: each.name for each in record.offices.places(procedure.id)},
        field_names=front.procedures.field_names(procedure.id),
        rows=range(ROWS),
        hanging=None if hanging is None or hanging.is_nothing else hanging,
        hanging_text=told(hanging) if hanging else "",
        done=request.query_params.get("xong", ""),
        once=form.once,
    )
