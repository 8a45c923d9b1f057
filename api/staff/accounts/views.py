"""Accounts of staff as the API shows them."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, Field

from api.staff.accounts.leaving import Leaving
from api.staff.delegations.views import DelegationView, delegation_views
from api.web.names import Agencies, Name
from domain.words import Role, Status
from language.labels import ROLE, STATUS
from procedures import all_procedures
from records.offices.repository import Offices
from records.record import Record
from records.staff.accounts import account_version
from records.staff.rows import Account


class AccountView(BaseModel):
    """Tài khoản của một cán bộ."""

    id: str
    username: str = Field(examples=["trungtam"])
    display_name: str = Field(examples=["Cán bộ trung tâm"])
    role: Role
    role_label: str = Field(examples=["cán bộ trung tâm"])
    authority: Name | None
    agency: Name | None


class StaffView(AccountView):
    """Tài khoản của một cán bộ, như quản trị thấy."""

    email: str | None
    phone: str | None
    active: bool
    provider_identity: str | None
    used_at: datetime | None = Field(description="Lần cuối có người đăng nhập.")
    locked_at: datetime | None = Field(description="Lúc bị khóa vì lâu ngày không ai dùng; null nếu không bị khóa.")
    version: str = Field(description="Trạng thái đã đọc; gửi lại trong `If-Match` khi đổi.")


class ChangedStaffView(StaffView):
    """Tài khoản của một cán bộ sau khi đổi."""

    handover: str | None = Field(
        description="Lần bàn giao hồ sơ của người này, xem tại /api/v1/handovers; null nếu không có."
    )


class HeldCaseView(BaseModel):
    """Một hồ sơ chưa kết thúc mà tài khoản đang giữ."""

    code: str = Field(examples=["KH-2026-000001"])
    status: Status
    status_label: str = Field(examples=["Đang xử lý"])


class DutiesView(BaseModel):
    """Những gì tài khoản để lại nếu ngừng lúc này."""

    cases: list[HeldCaseView]
    takers: list[Name] = Field(description="Người cùng cơ quan nhận được các hồ sơ ấy.")
    delegations: list[DelegationView] = Field(description="Ủy quyền sẽ chấm dứt.")
    undone: list[str] = Field(description="Việc không ai khác làm được.", examples=[["Phê duyệt kết quả"]])
    must_stay: bool = Field(description="Chưa cho ngừng được: trước hết phải có người khác làm được các việc ấy.")


class StaffList(BaseModel):
    """Tài khoản của cán bộ."""

    items: list[StaffView]


class NewPasswordView(BaseModel):
    """Một tài khoản và mật khẩu mới của nó."""

    account: StaffView
    password: str = Field(description="Chỉ hiện một lần; hãy trao tận tay, người nhận đổi tại PUT /api/v1/me/password.")


def account_view(offices: Offices, account: Account) -> AccountView:
    """Return an account with the names that people know."""
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


def duties_view(record: Record, leaving: Leaving, at: datetime) -> DutiesView:
    """Return what an account would leave behind, with the names that people know."""
    return DutiesView(
        cases=[
            HeldCaseView(code=case.code, status=case.status, status_label=STATUS[case.status]) for case in leaving.cases
        ],
        takers=[Name(id=each.id, name=each.display_name) for each in leaving.takers],
        delegations=delegation_views(record.accounts, leaving.delegations, at),
        undone=list(leaving.undone),
        must_stay=leaving.must_stay,
    )


def staff_view(offices: Offices, account: Account) -> StaffView:
    """Return an account as its admin sees it."""
    seen = account_view(offices, account)
    return StaffView(
        **dict(seen),
        email=account.email,
        phone=account.phone,
        active=account.active,
        provider_identity=account.provider_identity,
        used_at=account.used_at,
        locked_at=account.locked_at,
        version=account_version(account),
    )
