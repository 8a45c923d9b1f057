"""Staff sign in and out. A token is shown once; only its fingerprint is kept."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Literal

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool

from api.cases.bodies.report import NewPasswordBody, SignInBody
from api.staff.sessions.known_devices import known_device
from api.web.front import Clock, Front, FrontDep, fingerprint
from api.web.identity.callers import StaffDep
from api.web.names import Agencies, Name
from api.web.openapi import problems
from api.web.problems.kinds import WRONG_PASSWORD
from api.web.problems.problem import Problem
from api.web.throttle import address_of
from domain.words import Role
from language.labels import ROLE
from procedures import all_procedures
from records.offices.repository import Offices
from records.offices.rows import ChangedBy
from records.staff.rows import Account
from records.staff.sessions import Sessions

SESSION_LENGTH = timedelta(hours=12)

router = APIRouter(tags=["Đăng nhập"])


class AccountView(BaseModel):
    """Tài khoản của một cán bộ."""

    id: str
    username: str = Field(examples=["trungtam"])
    display_name: str = Field(examples=["Cán bộ trung tâm"])
    role: Role
    role_label: str = Field(examples=["cán bộ trung tâm"])
    authority: Name | None
    agency: Name | None


class OwnAccountView(AccountView):
    """Tài khoản của chính người gọi."""

    stands_in_for: list[Name] = Field(description="Các lãnh đạo đang vắng đã ủy quyền cho người gọi.")


class SessionView(BaseModel):
    """Phiên đăng nhập mới."""

    token: str = Field(description="Mã truy cập, chỉ hiện một lần; gửi trong tiêu đề Authorization: Bearer.")
    token_type: Literal["bearer"] = "bearer"  # noqa: S105 - the kind of token, no token
    expires_at: datetime
    account: AccountView


@router.post("/sessions", status_code=201, summary="Đăng nhập", responses=problems(400, 401, 413, 422, 429, 503))
async def sign_in(body: SignInBody, front: FrontDep, request: Request) -> SessionView:
    """Open a session."""
    token, expires_at, account = await open_session(front, body, request)
    view = await run_in_threadpool(account_view, front.record.offices, account)
    return SessionView(token=token, expires_at=expires_at, account=view)


async def open_session(front: Front, body: SignInBody, request: Request) -> tuple[str, datetime, Account]:
    """A new session's token, when it ends, and whose it is. Raises as `account_with` does."""
    device = known_device(front.keys, request, body.username)
    account = await account_with(front, body.username, body.password, address_of(request), device)
    return (*await begin_session(front.record.sessions, front.clock, account, request), account)


async def begin_session(sessions: Sessions, clock: Clock, account: Account, request: Request) -> tuple[str, datetime]:
    """The token of a session begun for whoever proved to be this account's, and when it ends."""
    token, expires_at = secrets.token_urlsafe(32), clock() + SESSION_LENGTH
    agent = "".join(filter(str.isprintable, request.headers.get("user-agent", "")))
    await run_in_threadpool(sessions.open, account.id, fingerprint(token), expires_at, agent)
    return token, expires_at


@router.delete("/sessions/current", status_code=204, summary="Đăng xuất", responses=problems(401, 503))
def sign_out(front: FrontDep, who: StaffDep) -> None:
    """End the session at once."""
    front.record.sessions.revoke(who.token_fingerprint)


@router.get("/me", summary="Tài khoản của tôi", responses=problems(401, 503))
def me(front: FrontDep, who: StaffDep) -> OwnAccountView:
    """Who is signed in, and for whom they act now beside themselves."""
    away = front.record.delegations.stood_in_for(who.account.id, front.clock())
    stands_in_for = [Name(id=leader.id, name=leader.display_name) for leader in away]
    return OwnAccountView(**dict(account_view(front.record.offices, who.account)), stands_in_for=stands_in_for)


@router.put(
    "/me/password",
    status_code=204,
    summary="Đổi mật khẩu của tôi",
    description="Mọi phiên đang mở kết thúc; hãy đăng nhập lại.",
    responses=problems(400, 401, 413, 422, 429, 503),
)
async def change_password(body: NewPasswordBody, front: FrontDep, who: StaffDep, request: Request) -> None:
    """Choose a password of one's own. Whoever holds a session but not the password cannot."""
    await account_with(front, who.account.username, body.current, address_of(request), who.token_fingerprint)
    password_hash = await front.passwords.hashed(body.new)
    change = ChangedBy(who.account.id, front.clock())
    await run_in_threadpool(front.record.accounts.set_password, who.account.id, password_hash, change)


async def account_with(front: Front, username: str, password: str, address: str, device: str | None = None) -> Account:
    """Whose this password is. An unknown name and a wrong password look alike, in words and in time. `device` is where the
    username's owner is known to have signed in before, if that is where it comes from.

    Raises:
        Problem: it is nobody's, or too many wrong ones came: then a right one waits too, else guessing could go on.
    """
    tries = front.throttle.passwords(username, address, device)
    await run_in_threadpool(tries.spend)
    found = await run_in_threadpool(front.record.accounts.for_sign_in, username)
    account, password_hash = found or (None, None)
    if not await front.passwords.fits(password, password_hash) or account is None:
        raise Problem(WRONG_PASSWORD)
    await run_in_threadpool(tries.give_back)
    return account


def account_view(offices: Offices, account: Account) -> AccountView:
    """An account with the names that people know."""
    procedure = all_procedures().get(account.authority or "")
    authority = Name(id=procedure.id, name=procedure.authority.name) if procedure else None
    agency = Agencies(offices, account.authority or "").name(account.agency) if account.agency else None
    return AccountView(
        id=account.id,
        username=account.username,
        display_name=account.display_name,
        role=account.role,
        role_label=ROLE[account.role],
        authority=authority,
        agency=agency,
    )
