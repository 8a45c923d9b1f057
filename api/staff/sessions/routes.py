"""Routes by which staff sign in and out, see their account and sessions, and end sessions."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Request
from starlette.concurrency import run_in_threadpool

from api.office.admins import AnyAdminDep, change_by
from api.staff.accounts.ids import AccountId
from api.staff.accounts.keeping import account_kept_by
from api.staff.accounts.views import account_view
from api.staff.factors import passing
from api.staff.factors.bodies import CodeBody
from api.staff.sessions import confirming, ending, signing_in
from api.staff.sessions.bodies import ConfirmationBody, NewPasswordBody, SignInBody
from api.staff.sessions.known_devices import agent_of, client_of
from api.staff.sessions.views import OpenSessionList, OwnAccountView, SessionView, session_view, session_views
from api.web.front import FrontDep
from api.web.identity.callers import NewcomerDep, StaffDep, require_owing_at_most
from api.web.names import Name
from api.web.openapi import problems
from api.web.throttle import address_of
from records.staff.rows import Owed

router = APIRouter(tags=["Đăng nhập"])

SessionId = Annotated[UUID, Path(description="Mã phiên.")]


@router.post("/sessions", status_code=201, summary="Đăng nhập", responses=problems(400, 401, 403, 413, 422, 429, 503))
async def sign_in(body: SignInBody, front: FrontDep, request: Request) -> SessionView:
    """Open a session."""
    client = client_of(front.keys, request, body.username)
    session = await signing_in.sign_in(front, body.username, body.password, client)
    return await run_in_threadpool(session_view, front.record.offices, session)


@router.post(
    "/sessions/current/code",
    status_code=201,
    summary="Gửi mã xác thực",
    description="Lớp thứ hai sau mật khẩu: sáu chữ số của ứng dụng, hoặc một mã dự phòng. Phiên cũ kết thúc, phiên mới mở.",
    responses=problems(400, 401, 403, 409, 413, 422, 429, 503),
)
async def give_code(body: CodeBody, front: FrontDep, staff: NewcomerDep, request: Request) -> SessionView:
    """Give the code that a session owes."""
    session = await passing.give_code(front, staff, body.code, address_of(request), agent_of(request))
    return await run_in_threadpool(session_view, front.record.offices, session)


@router.delete("/sessions/current", status_code=204, summary="Đăng xuất", responses=problems(401, 503))
def sign_out(front: FrontDep, staff: NewcomerDep) -> None:
    """End the session at once."""
    ending.sign_out(front.record.sessions, staff)


@router.post(
    "/sessions/current/confirmation",
    status_code=204,
    summary="Xác nhận phiên bằng mật khẩu",
    description="Cần trước các việc hệ trọng, có hiệu lực vài phút; thiếu thì lỗi `confirm-first`.",
    responses=problems(400, 401, 403, 413, 422, 429, 503),
)
async def confirm(body: ConfirmationBody, front: FrontDep, staff: StaffDep, request: Request) -> None:
    """Prove again that the session is one's own."""
    await confirming.confirm(front, staff, body.password, address_of(request))


@router.get("/me", summary="Tài khoản của tôi", responses=problems(401, 503))
def me(front: FrontDep, staff: StaffDep) -> OwnAccountView:
    """Who is signed in, and for whom they act now beside themselves."""
    stands_in_for = [Name(id=leader.id, name=leader.display_name) for leader in staff.stands_in_for]
    return OwnAccountView(**dict(account_view(front.record.offices, staff.account)), stands_in_for=stands_in_for)


@router.put(
    "/me/password",
    status_code=204,
    summary="Đổi mật khẩu của tôi",
    description="Mọi phiên đang mở kết thúc; hãy đăng nhập lại.",
    responses=problems(400, 401, 403, 413, 422, 429, 503),
)
async def change_password(body: NewPasswordBody, front: FrontDep, staff: NewcomerDep, request: Request) -> None:
    """Choose a password of one's own. A person who holds a session but does not know the password cannot."""
    require_owing_at_most(staff, Owed.PASSWORD)
    await signing_in.change_password(front, staff, body.current, body.new, address_of(request))


@router.get("/me/sessions", summary="Các phiên đăng nhập của tôi", responses=problems(401, 503))
def mine(front: FrontDep, staff: StaffDep) -> OpenSessionList:
    """One's own sessions."""
    held = front.record.sessions.of_account(staff.account.id, front.clock())
    return OpenSessionList(items=session_views(held, staff))


@router.delete("/me/sessions", status_code=204, summary="Kết thúc mọi phiên của tôi", responses=problems(401, 503))
def end_all_of_mine(front: FrontDep, staff: StaffDep) -> None:
    """End every session of one's own, this one too."""
    front.record.sessions.revoke_all(staff.account)


@router.delete(
    "/me/sessions/{session_id}",
    status_code=204,
    summary="Kết thúc một phiên của tôi",
    responses=problems(401, 404, 422, 503),
)
def end_one_of_mine(session_id: SessionId, front: FrontDep, staff: StaffDep) -> None:
    """End one session of one's own."""
    ending.end_session(front.record.sessions, staff.account, session_id)


@router.get(
    "/admin/accounts/{account_id}/sessions",
    summary="Các phiên của một tài khoản",
    responses=problems(401, 403, 404, 422, 503),
)
def of_account(account_id: AccountId, front: FrontDep, staff: AnyAdminDep) -> OpenSessionList:
    """The sessions of an account that this admin keeps."""
    account = account_kept_by(front.record.accounts, account_id, staff)
    held = front.record.sessions.of_account(account.id, front.clock())
    return OpenSessionList(items=session_views(held, staff))


@router.delete(
    "/admin/accounts/{account_id}/sessions",
    status_code=204,
    summary="Kết thúc mọi phiên của một tài khoản",
    responses=problems(401, 403, 404, 422, 503),
)
def end_all_of_account(account_id: AccountId, front: FrontDep, staff: AnyAdminDep) -> None:
    """End every session of an account that this admin keeps, and note that it was done."""
    account = account_kept_by(front.record.accounts, account_id, staff)
    front.record.sessions.revoke_all(account, change=change_by(staff, front.clock))


@router.delete(
    "/admin/accounts/{account_id}/sessions/{session_id}",
    status_code=204,
    summary="Kết thúc một phiên của một tài khoản",
    responses=problems(401, 403, 404, 422, 503),
)
def end_one_of_account(account_id: AccountId, session_id: SessionId, front: FrontDep, staff: AnyAdminDep) -> None:
    """End one session of an account that this admin keeps, and note that it was done."""
    account = account_kept_by(front.record.accounts, account_id, staff)
    ending.end_session(front.record.sessions, account, session_id, change_by(staff, front.clock))
