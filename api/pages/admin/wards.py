"""The page on which an admin loads the wards of a province from the official list."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.office.admins import change_by
from api.office.wards import PROVINCE, WardPlan, load_wards, plan, some_names
from api.pages.admin.gate import AdminPageDep, OfAuthority, authorities_of, chosen
from api.pages.common.forms import Form, FormDep
from api.pages.common.rendering import page, see
from api.pages.common.visitors import Visitor, VisitorDep
from api.pages.common.weight import PAGE_OF_WEIGHT
from api.web.front import Front, FrontDep
from api.web.identity.callers import Staff
from api.web.problems.problem import TOLD
from procedures.wards import provinces_of_the_country

router = APIRouter(prefix="/quan-tri/nap-xa-phuong")


@router.get("")
def ask(
    request: Request,
    front: FrontDep,
    visitor: VisitorDep,
    staff: AdminPageDep,
    of: OfAuthority = "",
    province: Annotated[str, Query(alias="tinh", max_length=60)] = "",
    done: Annotated[str, Query(alias="xong", max_length=10)] = "",
) -> Response:
    """Show the provinces to choose from, and for a chosen one what loading its wards would change."""
    form = Form({PROVINCE: (province,)} if province else {})
    planned = None
    try:
        planned = plan(front.record.offices, chosen(staff, of).id, province) if province else None
    except TOLD as error:
        form = form.wrong(error)
    return _page(request, visitor, staff, of, form, planned, done=bool(done))


@router.post("", dependencies=[PAGE_OF_WEIGHT])
def take(request: Request, front: FrontDep, visitor: VisitorDep, staff: AdminPageDep, form: FormDep) -> Response:
    """Load the wards of the chosen province."""
    of = form.value("dia-phuong")
    try:
        planned = _load(front, staff, of, form.value(PROVINCE))
    except TOLD as error:
        return _page(request, visitor, staff, of, form.wrong(error), None)
    return see(f"/quan-tri/nap-xa-phuong?dia-phuong={chosen(staff, of).id}&tinh={planned.province}&xong=nap")


def _load(front: Front, staff: Staff, of: str, province: str) -> WardPlan:
    authority = chosen(staff, of).id
    planned = plan(front.record.offices, authority, province)
    load_wards(front.record.offices, authority, planned, change_by(staff, front.clock))
    return planned


def _page(
    request: Request,
    visitor: Visitor,
    staff: Staff,
    of: str,
    form: Form,
    planned: WardPlan | None,
    *,
    done: bool = False,
) -> Response:
    return page(
        request,
        "admin/wards.html.j2",
        visitor,
        told=form.told,
        form=form,
        of=chosen(staff, of),
        authorities=authorities_of(staff),
        provinces=list(provinces_of_the_country().items()),
        planned=planned,
        named=some_names,
        done=done,
    )
