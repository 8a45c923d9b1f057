"""Pages on which an admin keeps accounts: who works here, in which role, and where they are signed in."""

from __future__ import annotations

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from api.office.admins import change_by
from api.pages.admin.gate import AdminPageDep, OfAuthority, authorities_of, chosen, narrowed_to
from api.pages.admin.meanwhile import differences, seen_in, shown_version
from api.pages.common.forms import Form, FormDep
from api.pages.common.rendering import page, see
from api.pages.common.visitors import Visitor, VisitorDep
from api.pages.common.weight import PAGE_OF_WEIGHT
from api.staff.accounts import keeping
from api.staff.accounts.bodies import ChangedAccountBody, NewAccountBody
from api.staff.accounts.keeping import OF_NO_AUTHORITY, account_kept_by
from api.staff.accounts.leaving import what_leaves
from api.staff.accounts.views import duties_view, staff_view
from api.staff.factors import enrolling
from api.staff.sessions.ending import end_chosen
from api.staff.sessions.views import session_views
from api.web.front import Clock, FrontDep
from api.web.identity.callers import Staff
from api.web.names import Name
from api.web.problems.problem import TOLD
from domain.words import Role
from language.labels import ROLE
from records.offices.repository import Offices
from records.record import Record
from records.staff.accounts import account_version

router = APIRouter(prefix="/quan-tri/tai-khoan")

_NEW = tuple(NewAccountBody.model_fields)
_CHANGED = tuple(set(ChangedAccountBody.model_fields) - {"active"})
_KEPT = tuple(set(_CHANGED) - {"cases_to"})


@router.get("")
def listing(
    request: Request, front: FrontDep, visitor: VisitorDep, staff: AdminPageDep, of: OfAuthority = ""
) -> Response:
    """Show the accounts of an authority; to an admin of all those of every authority where none was asked for."""
    wanted = narrowed_to(staff, of)
    found = keeping.accounts_kept_by(front.record.accounts, staff, wanted.id if wanted else None)
    return page(
        request,
        "admin/accounts.html.j2",
        visitor,
        accounts=[staff_view(front.record.offices, account) for account in found],
        of=wanted,
        authorities=authorities_of(staff),
    )


@router.get("/them")
def ask_for_new(
    request: Request, front: FrontDep, visitor: VisitorDep, staff: AdminPageDep, of: OfAuthority = ""
) -> Response:
    """Show the form for a new account."""
    return _new_page(request, front.record.offices, visitor, staff, Form(), of)


@router.post("/them", dependencies=[PAGE_OF_WEIGHT])
async def add(request: Request, front: FrontDep, visitor: VisitorDep, staff: AdminPageDep, form: FormDep) -> Response:
    """Add an account, and show its password once."""
    try:
        body = form.only(*_NEW).read(NewAccountBody)
        given = await keeping.add_account(
            front.record.accounts,
            front.record.offices,
            front.passwords,
            staff,
            username=body.username,
            authority=body.authority or None,
            details=body.details(),
            change=change_by(staff, front.clock),
        )
    except TOLD as error:
        of = form.value("authority")
        return await run_in_threadpool(_new_page, request, front.record.offices, visitor, staff, form.wrong(error), of)
    return page(request, "admin/password.html.j2", visitor, status=201, made=given)


@router.get("/{account_id}")
def ask_for_changes(
    request: Request,
    front: FrontDep,
    visitor: VisitorDep,
    staff: AdminPageDep,
    account_id: str,
    done: Annotated[str, Query(alias="xong")] = "",
) -> Response:
    """Show an account as it stands, and where it is signed in."""
    return _account_page(request, front.record, front.clock, visitor, staff, account_id, done=done[:20])


@router.post("/{account_id}", dependencies=[PAGE_OF_WEIGHT])
async def change(
    request: Request, front: FrontDep, visitor: VisitorDep, staff: AdminPageDep, form: FormDep, account_id: str
) -> Response:
    """Change an account. Where it held open cases, show how far their handover has come."""
    try:
        body = form.only(*_CHANGED).read(ChangedAccountBody, active=form.chosen("active", "true"))
        changed = await keeping.change_account(
            front,
            staff,
            account_id,
            body.details(),
            active=body.active,
            cases_to=body.cases_to,
            change=change_by(staff, front.clock, seen_in(form)),
        )
    except TOLD as error:
        wrong = partial(_account_page, form=form.wrong(error))
        return await run_in_threadpool(wrong, request, front.record, front.clock, visitor, staff, account_id)
    if changed.handover:
        return see(f"/ban-giao/{changed.handover}")
    return see(f"/quan-tri/tai-khoan/{account_id}?xong=luu")


@router.post("/{account_id}/mat-khau", dependencies=[PAGE_OF_WEIGHT])
async def reset_password(
    request: Request, front: FrontDep, visitor: VisitorDep, staff: AdminPageDep, _form: FormDep, account_id: str
) -> Response:
    """Give an account another password, and show it once."""
    given = await keeping.reset_password(
        front.record.accounts, front.passwords, staff, account_id, change_by(staff, front.clock)
    )
    return page(request, "admin/password.html.j2", visitor, made=given)


@router.post("/{account_id}/mo-khoa", dependencies=[PAGE_OF_WEIGHT])
def unlock(front: FrontDep, staff: AdminPageDep, _form: FormDep, account_id: str) -> Response:
    """Unlock an account that nobody used for long."""
    keeping.unlock(front.record.accounts, staff, account_id, change_by(staff, front.clock))
    return see(f"/quan-tri/tai-khoan/{account_id}?xong=mo-khoa")


@router.post("/{account_id}/hai-lop", dependencies=[PAGE_OF_WEIGHT])
def take_off_second_factor(front: FrontDep, staff: AdminPageDep, _form: FormDep, account_id: str) -> Response:
    """Take the second factor off an account, as after a lost phone."""
    enrolling.take_off(front, staff, account_id, change_by(staff, front.clock))
    return see(f"/quan-tri/tai-khoan/{account_id}?xong=hai-lop")


@router.post("/{account_id}/phien")
def end_sessions(front: FrontDep, staff: AdminPageDep, form: FormDep, account_id: str) -> Response:
    """End one of an account's sessions, or all of them."""
    end_chosen(
        front.record.sessions,
        account_kept_by(front.record.accounts, account_id, staff),
        form.value("session"),
        change_by(staff, front.clock),
    )
    return see(f"/quan-tri/tai-khoan/{account_id}?xong=phien")


def _roles(authority: str | None) -> list[tuple[str, str]]:
    fitting = [role for role in Role if role is not Role.REPORTER] if authority else OF_NO_AUTHORITY
    return [(role, ROLE[role]) for role in fitting]


def _agencies(offices: Offices, authority: str | None) -> list[tuple[str, str]]:
    return [(each.id, each.name) for each in offices.agencies(authority)] if authority else []


def _new_page(request: Request, offices: Offices, visitor: Visitor, staff: Staff, form: Form, of: str) -> Response:
    wanted = narrowed_to(staff, of)
    authority = wanted.id if wanted else None
    return page(
        request,
        "admin/new_account.html.j2",
        visitor,
        told=form.told,
        form=form,
        of=wanted,
        authorities=authorities_of(staff),
        role_options=_roles(authority),
        agencies=_agencies(offices, authority),
    )


def _account_page(
    request: Request,
    record: Record,
    clock: Clock,
    visitor: Visitor,
    staff: Staff,
    account_id: str,
    *,
    form: Form | None = None,
    done: str = "",
) -> Response:
    account = account_kept_by(record.accounts, account_id, staff)
    of = Name(id=account.authority, name=chosen(staff, account.authority).name) if account.authority else None
    shown = {name: getattr(account, name) for name in _KEPT} | {"active": "true" if account.active else None}
    current = {name: str(value or "") for name, value in shown.items()}
    form = form or Form({name: (value,) for name, value in current.items() if value})
    agencies = _agencies(record.offices, account.authority)
    return page(
        request,
        "admin/account.html.j2",
        visitor,
        told=form.told,
        form=form,
        version=shown_version(form, account_version(account)),
        meanwhile=differences(
            form, current, {"role": {str(role): name for role, name in ROLE.items()}, "agency": dict(agencies)}
        ),
        account=account,
        of=of,
        role_options=_roles(account.authority),
        agencies=agencies,
        duties=duties_view(record, what_leaves(record, account, clock()), clock()),
        sessions=session_views(record.sessions.of_account(account.id, clock()), staff),
        done=done,
        second_factor=record.second_factors.is_enrolled(account.id),
    )
