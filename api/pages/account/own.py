"""One's own account: who is signed in, the password, where else one is signed in."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from api.cases.bodies.report import NewPasswordBody
from api.pages.account.signing_in import put_session
from api.pages.common.forms import Form, FormDep
from api.pages.common.rendering import page, see
from api.pages.common.visitors import StaffPageDep, Visitor, VisitorDep
from api.staff.sessions.open_routes import end_chosen, session_views
from api.staff.sessions.routes import account_view, begin_session, change_password
from api.web.front import Clock, FrontDep
from api.web.identity.callers import Staff
from api.web.problems.problem import TOLD, wrong_field
from domain.offices.delegations import LEADERS
from domain.words import Role
from records.record import Record

router = APIRouter(prefix="/tai-khoan")


@router.get("")
def show(
    request: Request,
    front: FrontDep,
    who: VisitorDep,
    staff: StaffPageDep,
    xong: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    """Who is signed in, in which role, and where. `xong` is what was just done."""
    return _account_page(request, front.record, front.clock, who, staff, Form(), done=xong)


@router.post("/mat-khau")
async def change(request: Request, front: FrontDep, who: VisitorDep, staff: StaffPageDep, form: FormDep) -> Response:
    """Choose another password. Every session ends, and one begins anew in this browser."""
    try:
        if form.value("new") != form.value("again"):
            raise wrong_field("again", "Hai lần nhập mật khẩu mới chưa giống nhau; hãy nhập lại.")
        await change_password(form.only("current", "new").read(NewPasswordBody), front, staff, request)
    except TOLD as error:
        return await run_in_threadpool(_account_page, request, front.record, front.clock, who, staff, form.wrong(error))
    token, expires_at = await begin_session(front.record.sessions, front.clock, staff.account, request)
    answer = see("/tai-khoan?xong=mat-khau")
    put_session(answer, token, expires_at - front.clock())
    return answer


@router.post("/phien")
def end_sessions(front: FrontDep, staff: StaffPageDep, form: FormDep) -> Response:
    """End one of one's sessions, or all of them, this one too."""
    end_chosen(front.record.sessions, staff.account, form.value("session"))
    return see("/tai-khoan?xong=phien")


def _account_page(
    request: Request, record: Record, clock: Clock, who: Visitor, staff: Staff, form: Form, *, done: str = ""
) -> Response:
    role = staff.account.role
    return page(
        request,
        "account.html.j2",
        who,
        told=form.told,
        account=account_view(record.offices, staff.account),
        sessions=session_views(record.sessions, clock, staff.account, staff),
        form=form,
        done=done,
        delegates=role in LEADERS or role is Role.ADMIN,
        hands_over=role in (Role.AGENCY_LEADER, Role.ADMIN),
    )
