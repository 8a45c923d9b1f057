"""Accounts of staff as the API shows them."""

from __future__ import annotations

from pydantic import BaseModel, Field

from api.web.names import Agencies, Name
from domain.words import Role
from language.labels import ROLE
from procedures import all_procedures
from records.offices.repository import Offices
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


def staff_view(offices: Offices, account: Account) -> StaffView:
    """Return an account as its admin sees it."""
    seen = account_view(offices, account)
    return StaffView(
        **dict(seen),
        email=account.email,
        phone=account.phone,
        active=account.active,
        provider_identity=account.provider_identity,
    )
