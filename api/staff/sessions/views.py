"""Sessions of staff, and one's own account, as the API shows them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field

from api.staff.accounts.views import AccountView, account_view
from api.staff.sessions.signing_in import NewSession
from api.web.identity.callers import Staff
from api.web.names import Name
from calendars import VIETNAM
from language.labels import local_time
from records.offices.repository import Offices
from records.staff.rows import OpenSession, Owed


class OwnAccountView(AccountView):
    """Tài khoản của chính người gọi."""

    stands_in_for: list[Name] = Field(description="Các lãnh đạo đang vắng đã ủy quyền cho người gọi.")


class SessionView(BaseModel):
    """Phiên đăng nhập mới."""

    token: str = Field(description="Mã truy cập, chỉ hiện một lần; gửi trong tiêu đề Authorization: Bearer.")
    token_type: Literal["bearer"] = "bearer"  # noqa: S105 - the kind of token, no token
    expires_at: datetime
    account: AccountView
    must_change_password: bool = Field(
        description="Mật khẩu do người khác cấp: phiên này chỉ dùng để đổi mật khẩu và đăng xuất."
    )
    owes: Owed | None = Field(
        description=(
            "Điều phiên còn thiếu nên chưa dùng vào việc gì khác: `password` (đổi mật khẩu), `code` (mã xác thực, gửi tại "
            "`POST /api/v1/sessions/current/code`), `enrolment` (bật xác thực hai lớp, dưới "
            "`/api/v1/me/second-factor`). null: không thiếu gì."
        )
    )


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


def session_view(offices: Offices, session: NewSession) -> SessionView:
    """Return a session that has just begun, with its token."""
    return SessionView(
        token=session.token,
        expires_at=session.expires_at,
        account=account_view(offices, session.account),
        must_change_password=session.owes is Owed.PASSWORD,
        owes=session.owes,
    )


def session_views(sessions: Iterable[OpenSession], staff: Staff) -> list[OpenSessionView]:
    """Return sessions that still hold. The one with which this member of staff calls is marked as current."""
    return [
        OpenSessionView(
            id=each.id,
            opened_at=each.opened_at,
            opened_text=local_time(each.opened_at, VIETNAM.key),
            expires_at=each.expires_at,
            expires_text=local_time(each.expires_at, VIETNAM.key),
            agent=each.agent,
            current=each.token_hash == staff.token_fingerprint,
        )
        for each in sessions
    ]
