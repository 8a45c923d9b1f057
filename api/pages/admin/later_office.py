"""The page on which an admin takes the office of a later day in the place of the one that the authority has."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field

from api.office.admins import change_by
from api.office.adopting import AS_OF, OfficePlan, adopt, later_office, plan_office
from api.office.wards import some_names
from api.pages.admin.gate import AdminPageDep, OfAuthority, authorities_of, chosen
from api.pages.common.forms import Form, FormDep
from api.pages.common.rendering import page, see
from api.pages.common.visitors import Visitor, VisitorDep
from api.pages.common.weight import PAGE_OF_WEIGHT
from api.web.front import Front, FrontDep
from api.web.identity.callers import Staff
from api.web.problems.problem import TOLD
from procedures import later_offices

router = APIRouter(prefix="/quan-tri/bo-may-moi")


class _Chosen(BaseModel):
    as_of: date = Field(alias="ngay")


@router.get("")
def ask(
    request: Request,
    front: FrontDep,
    visitor: VisitorDep,
    staff: AdminPageDep,
    of: OfAuthority = "",
    as_of: Annotated[str, Query(alias=AS_OF, max_length=20)] = "",
    done: Annotated[str, Query(alias="xong", max_length=10)] = "",
) -> Response:
    """Show the offices to choose from, and for a chosen one what taking it would change."""
    form = Form({AS_OF: (as_of,)} if as_of else {})
    planned = None
    try:
        planned = _planned(front, staff, of, form) if as_of else None
    except TOLD as error:
        form = form.wrong(error)
    return _page(request, visitor, staff, of, form, planned, done=bool(done))


@router.post("", dependencies=[PAGE_OF_WEIGHT])
def take(request: Request, front: FrontDep, visitor: VisitorDep, staff: AdminPageDep, form: FormDep) -> Response:
    """Take the chosen office."""
    of = form.value("dia-phuong")
    try:
        planned = _planned(front, staff, of, form)
        adopt(front.record, planned, change_by(staff, front.clock))
    except TOLD as error:
        return _page(request, visitor, staff, of, form.wrong(error), None)
    return see(f"/quan-tri/bo-may-moi?dia-phuong={chosen(staff, of).id}&{AS_OF}={planned.later.since}&xong=nhan")


def _planned(front: Front, staff: Staff, of: str, form: Form) -> OfficePlan:
    """Return what taking the office of the form would change. Raises Problem where there is none of that day."""
    as_of = form.only(AS_OF).read(_Chosen).as_of
    return plan_office(front.record, later_office(chosen(staff, of).id, as_of), front.clock())


def _page(
    request: Request,
    visitor: Visitor,
    staff: Staff,
    of: str,
    form: Form,
    planned: OfficePlan | None,
    *,
    done: bool = False,
) -> Response:
    authority = chosen(staff, of)
    return page(
        request,
        "admin/later_office.html.j2",
        visitor,
        told=form.told,
        form=form,
        of=authority,
        authorities=authorities_of(staff),
        days=[(f"{each.since}", f"{each.since:%d/%m/%Y}") for each in later_offices(authority.id)],
        planned=planned,
        named=some_names,
        done=done,
    )
