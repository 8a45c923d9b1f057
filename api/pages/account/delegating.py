"""Leaders who are away say who acts meanwhile; admins may say so for them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.pages.admin.gate import OfAuthority, authorities_of, chosen
from api.pages.common.forms import Form, FormDep
from api.pages.common.rendering import page, see
from api.pages.common.visitors import StaffPageDep, Visitor, VisitorDep
from api.staff.delegations import routes as delegations
from api.staff.delegations.routes import DelegationBody
from api.web.front import Front, FrontDep
from api.web.identity.callers import Staff, actor_of
from api.web.problems.problem import TOLD
from calendars import VIETNAM
from domain.offices.delegations import LEADERS, can_stand_in
from domain.words import Role
from language.labels import post_name
from records.record import Record
from records.staff.accounts import Accounts
from records.staff.rows import Account

router = APIRouter(prefix="/uy-quyen")

_FIELDS = tuple(DelegationBody.model_fields)
_Leader = Annotated[str, Query(alias="lanh-dao", max_length=60)]


@router.get("")
def listing(
    request: Request, front: FrontDep, who: VisitorDep, staff: StaffPageDep, of: OfAuthority = "", leader: _Leader = ""
) -> Response:
    """The delegations, and for who may delegate the form for another."""
    return _delegations_page(request, front, who, staff, Form(), of=of, leader=leader)


@router.post("")
def add(request: Request, front: FrontDep, who: VisitorDep, staff: StaffPageDep, form: FormDep) -> Response:
    """Delegate for a time, once however often the button is pressed."""
    try:
        times = {name: _with_zone(form.value(name)) for name in ("starts_at", "ends_at") if form.value(name)}
        body = form.only(*(set(_FIELDS) - set(times))).read(DelegationBody, **times)
        delegations.add(body, front, staff, form.once)
    except TOLD as error:
        again = {"of": form.value("dia-phuong"), "leader": form.value("leader")}
        return _delegations_page(request, front, who, staff, form.wrong(error), **again)
    return see(_here(form, "uy-quyen"))


@router.post("/cham-dut")
def revoke(front: FrontDep, staff: StaffPageDep, form: FormDep) -> Response:
    """End a delegation now."""
    delegations.revoke(form.value("delegation")[:60], front, staff)
    return see(_here(form, "cham-dut"))


def _here(form: Form, done: str) -> str:
    known = form.value("dia-phuong")
    return f"/uy-quyen?xong={done}" + (f"&dia-phuong={known}" if known.replace("-", "").isalnum() else "")


def _with_zone(typed: str) -> str:
    """What the browser says of a day and a time, meant as people here mean it."""
    try:
        return datetime.fromisoformat(typed).replace(tzinfo=VIETNAM).isoformat()
    except ValueError:
        return typed


def _delegations_page(
    request: Request,
    front: Front,
    who: Visitor,
    staff: Staff,
    form: Form,
    *,
    of: str = "",
    leader: str = "",
) -> Response:
    keeps, account = staff.account.role is Role.ADMIN, staff.account
    authority = chosen(staff, of) if keeps else None
    away = _away(front.record.accounts, staff, leader, authority.id if authority else None)
    listed = delegations.listing(front, staff).items
    return page(
        request,
        "delegations.html.j2",
        who,
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
    """Whose absence it is: one's own, or that of the leader whom an admin chose."""
    if staff.account.role in LEADERS:
        return staff.account
    found = accounts.find(leader) if authority and leader else None
    return found if found and found.authority == authority and found.active and found.role in LEADERS else None


def _delegates(record: Record, away: Account) -> list[tuple[str, str]]:
    leader = actor_of(away)
    return _named(record, away.authority or "", lambda each: can_stand_in(actor_of(each), leader))


def _named(record: Record, authority: str, fits: Callable[[Account], bool]) -> list[tuple[str, str]]:
    agencies = {each.id: each.name for each in record.offices.agencies(authority)}
    return [
        (each.id, f"{each.display_name} ({post_name(each.role, agencies.get(each.agency or ''))})")
        for each in record.accounts.of_authority(authority)
        if each.active and fits(each)
    ]
