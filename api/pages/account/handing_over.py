"""Pages on which an agency's leader, or an admin, hands an officer's open cases over to a colleague."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from api.office.problems import HAND_OVER_FOR_ANOTHER
from api.pages.admin.gate import OfAuthority, authorities_of, chosen
from api.pages.common.forms import Form, FormDep
from api.pages.common.rendering import page, see
from api.pages.common.visitors import StaffPageDep, Visitor, VisitorDep
from api.pages.common.weight import PAGE_OF_WEIGHT
from api.staff.handovers import handing_over
from api.staff.handovers.bodies import HandoverBody
from api.staff.handovers.views import handover_view
from api.web.front import FrontDep
from api.web.identity.callers import Staff
from api.web.names import Agencies, Name
from api.web.problems.problem import TOLD, Problem
from domain.words import Role
from records.record import Record

router = APIRouter(prefix="/ban-giao")


@router.get("")
def ask(request: Request, front: FrontDep, visitor: VisitorDep, staff: StaffPageDep, of: OfAuthority = "") -> Response:
    """Show the form: from whom, to whom, and why."""
    return _form_page(request, front.record, visitor, staff, Form(), of)


@router.post("", dependencies=[PAGE_OF_WEIGHT])
async def hand_over(
    request: Request, front: FrontDep, visitor: VisitorDep, staff: StaffPageDep, form: FormDep
) -> Response:
    """Hand over, once however often the button is pressed."""
    try:
        body = form.only("from", "to", "reason").read(HandoverBody)
        handover = await handing_over.hand_over(
            front, staff, from_account=body.from_account, to_account=body.to_account, reason=body.reason, key=form.once
        )
    except TOLD as error:
        wrong, of = form.wrong(error), form.value("dia-phuong")
        return await run_in_threadpool(_form_page, request, front.record, visitor, staff, wrong, of)
    return see(f"/ban-giao/{handover.id}")


@router.get("/{handover_id}")
def show(request: Request, front: FrontDep, visitor: VisitorDep, staff: StaffPageDep, handover_id: str) -> Response:
    """Show how far a handover has come."""
    handover = handing_over.handover_seen_by(front, staff, handover_id)
    return page(request, "handover.html.j2", visitor, handover=handover_view(front.record, handover))


def _form_page(request: Request, record: Record, visitor: Visitor, staff: Staff, form: Form, of: str) -> Response:
    account = staff.account
    if account.role not in (Role.AGENCY_LEADER, Role.ADMIN):
        raise Problem(HAND_OVER_FOR_ANOTHER)
    keeps = account.role is Role.ADMIN
    authority = chosen(staff, of) if keeps else Name(id=account.authority or "", name="")
    officers = _officers(record, authority.id, None if keeps else account.agency)
    return page(
        request,
        "hand_over.html.j2",
        visitor,
        told=form.told,
        form=form,
        of=authority if keeps else None,
        authorities=authorities_of(staff) if keeps else (),
        givers=[(each, name) for each, name, _ in officers],
        takers=[(each, name) for each, name, active in officers if active],
        once=form.once,
    )


def _officers(record: Record, authority: str, agency: str | None) -> list[tuple[str, str, bool]]:
    """Return the people of agencies. One who no longer works here may still have cases to hand over."""
    agencies = Agencies(record.offices, authority)
    return [
        (each.id, f"{each.display_name} ({each.username}, {agencies.name(each.agency).name})", each.active)
        for each in record.accounts.of_authority(authority)
        if each.agency and agency in (None, each.agency)
    ]
