"""Pages on which leaders who are away, or admins for them, say who acts meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.pages.admin.gate import OfAuthority, authorities_of, chosen
from api.pages.common.forms import Form, FormDep
from api.pages.common.rendering import page, see
from api.pages.common.visitors import StaffPageDep, Visitor, VisitorDep
from api.pages.common.weight import PAGE_OF_WEIGHT
from api.staff.delegations import delegating
from api.staff.delegations.bodies import DelegationBody
from api.staff.delegations.views import delegation_views
from api.web.front import Front, FrontDep
from api.web.identity.callers import Staff, actor_of
from api.web.names import Agencies
from api.web.problems.problem import TOLD
from calendars import VIETNAM
from domain.offices.delegations import LEADERS, can_stand_in
from domain.words import Role
from language.labels import named_with_post
from records.record import Record
from records.staff.accounts import Accounts
from records.staff.rows import Account

router = APIRouter(prefix="/uy-quyen")

_FIELDS = tuple(DelegationBody.model_fields)
_Leader = Annotated[str, Query(alias="lanh-dao", max_length=60)]


@router.get("")
def listing(
    request: Request,
    front: FrontDep,
    visitor: VisitorDep,
    staff: StaffPageDep,
    of: OfAuthority = "",
    leader: _Leader = "",
) -> Response:
    """Show the delegations, and the form for another to those who may delegate."""
    return _delegations_page(request, front, visitor, staff, Form(), of=of, leader=leader)


@router.post("", dependencies=[PAGE_OF_WEIGHT])
def add(request: Request, front: FrontDep, visitor: VisitorDep, staff: StaffPageDep, form: FormDep) -> Response:
    """Delegate for a time, once however often the button is pressed."""
    try:
        times = {name: _with_zone(form.value(name)) for name in ("starts_at", "ends_at") if form.value(name)}
        body = form.only(*(set(_FIELDS) - set(times))).read(DelegationBody, **times)
        delegating.delegate(
            front.record.accounts,
            front.record.delegations,
            staff,
            body.absence(),
            key=form.once,
            at=front.clock(),
        )
    except TOLD as error:
        again = {"of": form.value("dia-phuong"), "leader": form.value("leader")}
        return _delegations_page(request, front, visitor, staff, form.wrong(error), **again)
    return see(_here(form, "uy-quyen"))


@router.post("/cham-dut")
def revoke(front: FrontDep, staff: StaffPageDep, form: FormDep) -> Response:
    """End a delegation now."""
    delegating.revoke(front.record.delegations, staff, form.value("delegation")[:60], front.clock())
    return see(_here(form, "cham-dut"))


def _here(form: Form, done: str) -> str:
    known = form.value("dia-phuong")
    return f"/uy-quyen?xong={done}" + (f"&dia-phuong={known}" if known.replace("-", "").isalnum() else "")


def _with_zone(typed: str) -> str:
    """Return the day and the time that a browser sends, in the time zone of Viet Nam."""
    try:
        return datetime.fromisoformat(typed).replace(tzinfo=VIETNAM).isoformat()
    except ValueError:
        return typed


def _delegations_page(
    request: Request,
    front: Front,
    visitor: Visitor,
    staff: Staff,
    form: Form,
    *,
    of: str = "",
    leader: str = "",
) -> Response:
    keeps, account = staff.account.role is Role.ADMIN, staff.account
    authority = chosen(staff, of) if keeps else None
    away = _away(front.record.accounts, staff, leader, authority.id if authority else None)
    found = delegating.delegations_seen_by(front.record.delegations, staff)
    listed = delegation_views(front.record.accounts, found, front.clock())
    return page(
        request,
        "delegations.html.j2",
        visitor,
        told=form.told,
        form=form,
        done=request.query_params.get("xong", ""),
        delegations=[each for each in listed if authority is None or each.authority == authority.id],
        keeps=keeps,
        of=authority,
        authorities=authorities_of(staff) if keeps else (),
        leaders=_named(front.record, authority.id, lambda each: each.role in LEADERS) if authority else (),
        away=away,
        delegates=_delegates(front.record, away) if away else (),
        may_end={each.id for each in listed if keeps or each.leader.id == account.id},
        once=form.once,
    )


def _away(accounts: Accounts, staff: Staff, leader: str, authority: str | None) -> Account | None:
    """Return the leader who is away: oneself, or the leader whom an admin chose."""
    if staff.account.role in LEADERS:
        return staff.account
    found = accounts.find(leader) if authority and leader else None
    return found if found and found.authority == authority and found.active and found.role in LEADERS else None


def _delegates(record: Record, away: Account) -> list[tuple[str, str]]:
    leader = actor_of(away)
    return _named(record, away.authority or "", lambda each: can_stand_in(actor_of(each), leader))


def _named(record: Record, authority: str, fits: Callable[[Account], bool]) -> list[tuple[str, str]]:
    agencies = Agencies(record.offices, authority).by_id
    return [
        (each.id, named_with_post(each.display_name, each.role, agencies.get(each.agency or "")))
        for each in record.accounts.of_authority(authority)
        if each.active and fits(each)
    ]
