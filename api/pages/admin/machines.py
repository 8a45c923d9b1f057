"""Pages on which an admin keeps machine clients: which programs may connect, what they may do, and how they were used."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from api.pages.admin.gate import AdminPageDep, OfAuthority, authorities_of, chosen, narrowed_to
from api.pages.common.forms import Form, FormDep
from api.pages.common.rendering import page, see
from api.pages.common.visitors import Visitor, VisitorDep
from api.pages.common.weight import PAGE_OF_WEIGHT
from api.staff.machines import keeping
from api.staff.machines.bodies import NewMachineBody
from api.staff.machines.views import SCOPES, machine_view
from api.web.front import Front, FrontDep
from api.web.identity.callers import Staff
from api.web.problems.machine_kinds import UNKNOWN_SECRET
from api.web.problems.problem import TOLD, Problem

router = APIRouter(prefix="/quan-tri/ket-noi")

_NEW = tuple(set(NewMachineBody.model_fields) - {"scopes"} | {"scopes[]"})


@router.get("")
def listing(
    request: Request, front: FrontDep, visitor: VisitorDep, staff: AdminPageDep, of: OfAuthority = ""
) -> Response:
    """Show the machine clients of an authority; to an admin of all those of every authority where none was asked for."""
    wanted = narrowed_to(staff, of)
    found = keeping.machines_kept_by(front.record.machines, staff, wanted.id if wanted else None)
    return page(
        request,
        "admin/machines.html.j2",
        visitor,
        machines=[machine_view(front.record.offices, each, front.clock()) for each in found],
        of=wanted,
        authorities=authorities_of(staff),
    )


@router.get("/them")
def ask_for_new(
    request: Request, front: FrontDep, visitor: VisitorDep, staff: AdminPageDep, of: OfAuthority = ""
) -> Response:
    """Show the form for a new machine client."""
    return _new_page(request, front, visitor, staff, Form(), of)


@router.post("/them", dependencies=[PAGE_OF_WEIGHT])
def register(request: Request, front: FrontDep, visitor: VisitorDep, staff: AdminPageDep, form: FormDep) -> Response:
    """Register a machine client, and show its secret once."""
    try:
        given = keeping.register(front, staff, form.only(*_NEW).read(NewMachineBody))
    except TOLD as error:
        return _new_page(request, front, visitor, staff, form.wrong(error), form.value("authority"))
    return page(request, "admin/machine_secret.html.j2", visitor, status=201, given=given)


@router.get("/{client_id}")
def show(
    request: Request,
    front: FrontDep,
    visitor: VisitorDep,
    staff: AdminPageDep,
    client_id: str,
    done: Annotated[str, Query(alias="xong")] = "",
) -> Response:
    """Show a machine client: what it may do, its secrets, and how it was used."""
    client = keeping.machine_kept_by(front.record.machines, client_id, staff)
    view = machine_view(front.record.offices, client, front.clock())
    return page(request, "admin/machine.html.j2", visitor, machine=view, done=done[:20], scopes=SCOPES)


@router.post("/{client_id}/khoa", dependencies=[PAGE_OF_WEIGHT])
def add_secret(
    request: Request, front: FrontDep, visitor: VisitorDep, staff: AdminPageDep, _form: FormDep, client_id: str
) -> Response:
    """Give a machine client another secret, and show it once."""
    given = keeping.add_secret(front, staff, client_id)
    return page(request, "admin/machine_secret.html.j2", visitor, given=given)


@router.post("/{client_id}/bo-khoa", dependencies=[PAGE_OF_WEIGHT])
def drop_secret(front: FrontDep, staff: AdminPageDep, form: FormDep, client_id: str) -> Response:
    """Drop a secret of a machine client."""
    keeping.machine_kept_by(front.record.machines, client_id, staff)
    try:
        secret_id = UUID(form.value("secret"))
    except ValueError as error:
        raise Problem(UNKNOWN_SECRET) from error
    keeping.drop_secret(front, staff, client_id, secret_id)
    return see(f"/quan-tri/ket-noi/{client_id}?xong=bo-khoa")


@router.post("/{client_id}/thu-hoi", dependencies=[PAGE_OF_WEIGHT])
def revoke(front: FrontDep, staff: AdminPageDep, _form: FormDep, client_id: str) -> Response:
    """Revoke a machine client."""
    keeping.revoke(front, staff, client_id)
    return see(f"/quan-tri/ket-noi/{client_id}?xong=thu-hoi")


def _new_page(request: Request, front: Front, visitor: Visitor, staff: Staff, form: Form, of: str) -> Response:
    wanted = chosen(staff, of)
    return page(
        request,
        "admin/new_machine.html.j2",
        visitor,
        told=form.told,
        form=form,
        of=wanted,
        authorities=authorities_of(staff),
        agencies=[(each.id, each.name) for each in front.record.offices.agencies(wanted.id)],
        scopes=list(SCOPES.items()),
    )
