"""Sessions that still hold: one's own, and for an admin anybody's; each can be ended at once."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path
from pydantic import BaseModel, Field

from api.office.admins import AnyAdminDep, change_by
from api.office.problems import UNKNOWN_SESSION
from api.staff.accounts.routes import AccountId, account_kept_by
from api.web.front import Clock, FrontDep
from api.web.identity.callers import Staff, StaffDep
from api.web.openapi import problems
from api.web.problems.problem import Problem
from calendars import VIETNAM
from language.labels import local_time
from records.offices.rows import ChangedBy
from records.staff.rows import Account
from records.staff.sessions import Sessions

router = APIRouter(tags=["Đăng nhập"])

SessionId = Annotated[UUID, Path(description="Mã phiên.")]


class OpenSessionView(BaseModel):
    """Một phiên đăng nhập còn hiệu lực."""

    id: UUID
    opened_at: datetime
    opened_text: str = Field(examples=["08:00 thứ Hai 23/11/2026"])
    expires_at: datetime
    expires_text: str = Field(examples=["20:00 thứ Hai 23/11/2026"])
    agent: str = Field(description="Chương trình đã đăng nhập, như nó tự xưng.", examples=["Mozilla/5.0 (Android 15)"])
    current: bool = Field(description="Chính là phiên đang gọi.")


class OpenSessionList(BaseModel):
    """Các phiên còn hiệu lực, mới nhất trước."""

    items: list[OpenSessionView]


@router.get("/me/sessions", summary="Các phiên đăng nhập của tôi", responses=problems(401, 503))
def mine(front: FrontDep, who: StaffDep) -> OpenSessionList:
    """One's own sessions."""
    return OpenSessionList(items=session_views(front.record.sessions, front.clock, who.account, who))


@router.delete("/me/sessions", status_code=204, summary="Kết thúc mọi phiên của tôi", responses=problems(401, 503))
def end_all_of_mine(front: FrontDep, who: StaffDep) -> None:
    """End every session of one's own, this one too."""
    front.record.sessions.revoke_all(who.account)


@router.delete(
    "/me/sessions/{session_id}",
    status_code=204,
    summary="Kết thúc một phiên của tôi",
    responses=problems(401, 404, 422, 503),
)
def end_one_of_mine(session_id: SessionId, front: FrontDep, who: StaffDep) -> None:
    """End one session of one's own."""
    end_session(front.record.sessions, who.account, session_id)


@router.get(
    "/admin/accounts/{account_id}/sessions",
    summary="Các phiên của một tài khoản",
    responses=problems(401, 403, 404, 422, 503),
)
def of_account(account_id: AccountId, front: FrontDep, who: AnyAdminDep) -> OpenSessionList:
    """The sessions of an account that this admin keeps."""
    return OpenSessionList(
        items=session_views(
            front.record.sessions, front.clock, account_kept_by(front.record.accounts, account_id, who), who
        )
    )


@router.delete(
    "/admin/accounts/{account_id}/sessions",
    status_code=204,
    summary="Kết thúc mọi phiên của một tài khoản",
    responses=problems(401, 403, 404, 422, 503),
)
def end_all_of_account(account_id: AccountId, front: FrontDep, who: AnyAdminDep) -> None:
    """End every session of an account that this admin keeps, and note that it was done."""
    front.record.sessions.revoke_all(
        account_kept_by(front.record.accounts, account_id, who), change=change_by(who, front.clock)
    )


@router.delete(
    "/admin/accounts/{account_id}/sessions/{session_id}",
    status_code=204,
    summary="Kết thúc một phiên của một tài khoản",
    responses=problems(401, 403, 404, 422, 503),
)
def end_one_of_account(account_id: AccountId, session_id: SessionId, front: FrontDep, who: AnyAdminDep) -> None:
    """End one session of an account that this admin keeps, and note that it was done."""
    end_session(
        front.record.sessions,
        account_kept_by(front.record.accounts, account_id, who),
        session_id,
        change_by(who, front.clock),
    )


def session_views(sessions: Sessions, clock: Clock, account: Account, who: Staff) -> list[OpenSessionView]:
    """The sessions of an account that still hold, as `who` sees them."""
    return [
        OpenSessionView(
            id=each.id,
            opened_at=each.opened_at,
            opened_text=local_time(each.opened_at, VIETNAM.key),
            expires_at=each.expires_at,
            expires_text=local_time(each.expires_at, VIETNAM.key),
            agent=each.agent,
            current=each.token_hash == who.token_fingerprint,
        )
        for each in sessions.of_account(account.id, clock())
    ]


def end_chosen(sessions: Sessions, account: Account, written: str, change: ChangedBy | None = None) -> None:
    """End the session with this id, all of the account's where nothing is written.

    Raises:
        Problem: the account has no such session.
    """
    if not written:
        sessions.revoke_all(account, change=change)
        return
    try:
        session_id = UUID(written)
    except ValueError as error:
        raise Problem(UNKNOWN_SESSION) from error
    end_session(sessions, account, session_id, change)


def end_session(sessions: Sessions, account: Account, session_id: UUID, change: ChangedBy | None = None) -> None:
    """End one session of an account.

    Raises:
        Problem: the account has no such session.
    """
    if not sessions.revoke_all(account, session_id, change):
        raise Problem(UNKNOWN_SESSION)
