"""Pages of one's own account: who is signed in, the password, and one's other sessions."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from api.pages.account.signing_in import put_session
from api.pages.common.addresses import HOME, within
from api.pages.common.forms import Form, FormDep
from api.pages.common.rendering import page, see
from api.pages.common.visitors import AnyVisitorDep, NewcomerPageDep, StaffPageDep, Visitor, VisitorDep
from api.staff.accounts.views import account_view
from api.staff.sessions.bodies import NewPasswordBody
from api.staff.sessions.ending import end_chosen
from api.staff.sessions.known_devices import agent_of
from api.staff.sessions.signing_in import begin_session, change_password, owed_by
from api.staff.sessions.views import session_views
from api.today.counting import may_get_mornings
from api.web.front import Clock, FrontDep
from api.web.identity.callers import Staff, require_owing_at_most
from api.web.problems.kinds import NO_STATISTICS
from api.web.problems.problem import TOLD, Problem, wrong_field
from api.web.throttle import address_of
from domain.offices.delegations import LEADERS
from domain.words import Role
from records.record import Record
from records.staff.rows import Owed

router = APIRouter(prefix="/tai-khoan")


@router.get("")
def show(
    request: Request,
    front: FrontDep,
    visitor: VisitorDep,
    staff: StaffPageDep,
    done: Annotated[str, Query(alias="xong", max_length=20)] = "",
) -> Response:
    """Show who is signed in, in which role, and where. `done` names what was just done."""
    return _account_page(request, front.record, front.clock, visitor, staff, Form(), done=done)


@router.get("/mat-khau")
def ask_for_own_password(
    request: Request,
    front: FrontDep,
    visitor: AnyVisitorDep,
    staff: NewcomerPageDep,
    next_path: Annotated[str, Query(alias="tiep", max_length=2000)] = HOME,
) -> Response:
    """Ask for a password of one's own in place of one that another person gave."""
    require_owing_at_most(staff, Owed.PASSWORD)
    if not staff.owes:
        return see("/tai-khoan")
    return _own_password_page(request, visitor, staff, Form(), within(next_path))


@router.post("/mat-khau")
async def change(
    request: Request, front: FrontDep, visitor: AnyVisitorDep, staff: NewcomerPageDep, form: FormDep
) -> Response:
    """Choose another password. Every session ends, and a new one begins in this browser."""
    require_owing_at_most(staff, Owed.PASSWORD)
    back = within(form.value("back"))
    try:
        if form.value("new") != form.value("again"):
            raise wrong_field("again", "Hai lần nhập mật khẩu mới chưa giống nhau; hãy nhập lại.")
        body = form.only("current", "new").read(NewPasswordBody)
        await change_password(front, staff, body.current, body.new, address_of(request))
    except TOLD as error:
        wrong = form.wrong(error)
        if staff.owes:
            return _own_password_page(request, visitor, staff, wrong, back)
        return await run_in_threadpool(_account_page, request, front.record, front.clock, visitor, staff, wrong)
    account = replace(staff.account, provisional=False)
    owes = await run_in_threadpool(partial(owed_by, front, account, proved=True))
    session = await begin_session(front.record.sessions, account, front.clock(), agent_of(request), owes)
    answer = see(back if staff.owes else "/tai-khoan?xong=mat-khau")
    put_session(answer, session.token, session.expires_at - front.clock())
    return answer


@router.post("/thu-sang")
def choose_mornings(front: FrontDep, staff: StaffPageDep, form: FormDep) -> Response:
    """Choose whether to get an e-mail each working morning that says how it stands."""
    if not may_get_mornings(staff):
        raise Problem(NO_STATISTICS)
    front.record.mornings.choose(staff.account.id, wants=form.value("wants") == "1")
    return see("/tai-khoan?xong=thu-sang")


@router.post("/phien")
def end_sessions(front: FrontDep, staff: StaffPageDep, form: FormDep) -> Response:
    """End one of one's sessions, or all of them, this one too."""
    end_chosen(front.record.sessions, staff.account, form.value("session"))
    return see("/tai-khoan?xong=phien")


def _own_password_page(request: Request, visitor: Visitor, staff: Staff, form: Form, back: str) -> Response:
    return page(
        request,
        "own_password.html.j2",
        visitor,
        told=form.told,
        form=form,
        username=staff.account.username,
        back=back,
    )


def _account_page(
    request: Request, record: Record, clock: Clock, visitor: Visitor, staff: Staff, form: Form, *, done: str = ""
) -> Response:
    role = staff.account.role
    return page(
        request,
        "account.html.j2",
        visitor,
        told=form.told,
        account=account_view(record.offices, staff.account),
        sessions=session_views(record.sessions.of_account(staff.account.id, clock()), staff),
        form=form,
        done=done,
        second_factor=record.second_factors.is_enrolled(staff.account.id),
        delegates=role in LEADERS or role is Role.ADMIN,
        hands_over=role in (Role.AGENCY_LEADER, Role.ADMIN),
        gets_mornings=may_get_mornings(staff),
        account_email=staff.account.email,
        wants_mornings=record.mornings.wants(staff.account.id),
    )
