"""An officer's open cases go to a colleague: by the agency's leader, or by an admin."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from api.office.problems import HAND_OVER_FOR_ANOTHER
from api.pages.admin.gate import OfAuthority, authorities_of, chosen
from api.pages.common.forms import Form, FormDep
from api.pages.common.rendering import page, see
from api.pages.common.visitors import StaffPageDep, Visitor, VisitorDep
from api.staff.handovers import routes as handovers
from api.staff.handovers.routes import HandoverBody
from api.web.front import FrontDep
from api.web.identity.callers import Staff
from api.web.names import Name
from api.web.problems.problem import TOLD, Problem
from domain.words import Role
from records.record import Record

router = APIRouter(prefix="/ban-giao")


@router.get("")
def ask(request: Request, front: FrontDep, who: VisitorDep, staff: StaffPageDep, of: OfAuthority = "") -> Response:
    """From whom, to whom, and why."""
    return _form_page(request, front.record, who, staff, Form(), of)


@router.post("")
async def hand_over(request: Request, front: FrontDep, who: VisitorDep, staff: StaffPageDep, form: FormDep) -> Response:
    """Hand over, once however often the button is pressed."""
    try:
        made = await handovers.add(
            form.only("from", "to", "reason").read(HandoverBody), front, staff, form.once, Response()
        )
    except TOLD as error:
        wrong, of = form.wrong(error), form.value("dia-phuong")
        return await run_in_threadpool(_form_page, request, front.record, who, staff, wrong, of)
    return see(f"/ban-giao/{made.id}")


@router.get("/{handover_id}")
def show(request: Request, front: FrontDep, who: VisitorDep, staff: StaffPageDep, handover_id: str) -> Response:
    """How far a handover has come."""
    return page(request, "handover.html.j2", who, handover=handovers.show(handover_id, front, staff))


def _form_page(request: Request, record: Record, who: Visitor, staff: Staff, form: Form, of: str) -> Response:
    account = staff.account
    if account.role not in (Role.AGENCY_LEADER, Role.ADMIN):
        raise Problem(HAND_OVER_FOR_ANOTHER)
    keeps = account.role is Role.ADMIN
    authority = chosen(staff, of) if keeps else Name(id=account.authority or "", name="")
    officers = _officers(record, authority.id, None if keeps else account.agency)
    return page(
        request,
        "hand_over.html.j2",
        who,
        told=form.told,
        form=form,
        of=authority if keeps else None,
        authorities=authorities_of(staff) if keeps else (),
        givers=[(each, name) for each, name, _ in officers],
        takers=[(each, name) for each, name, active in officers if active],
        once=form.once,
    )


def _officers(record: Record, authority: str, agency: str | None) -> list[tuple[str, str, bool]]:
    """The people of agencies; one who has left may still have cases to hand over."""
    agencies = {each.id: each.name for each in record.offices.agencies(authority)}
    return [
        (each.id, f"{each.display_name} ({each.username}, {agencies.get(each.agency, each.agency)})", each.active)
        for each in record.accounts.of_authority(authority)
        if each.agency and agency in (None, each.agency)
    ]
