"""Colleagues as the API shows them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from pydantic import BaseModel, Field

from api.web.identity.callers import actor_of
from api.web.names import Agencies, KeptAgencies, Name
from calendars import VIETNAM
from documents.tables.table import Table, local
from domain.offices.delegations import can_stand_in
from domain.words import Role
from language.labels import ROLE, role_name
from procedures import all_procedures
from records.staff.rows import Account


class ColleagueView(BaseModel):
    """Một người cùng làm việc."""

    id: str = Field(description="Mã tài khoản, để giao việc, ủy quyền, bàn giao.", examples=["0d1e2f3a4b5c6d7e"])
    name: str = Field(examples=["Lê Thị Hai"])
    role: Role
    role_label: str = Field(examples=["cán bộ chuyên môn"])
    can_stand_in: bool = Field(description="Thay được người gọi khi người gọi là lãnh đạo vắng mặt.")


class ColleagueList(BaseModel):
    """Những người đang làm việc ở cùng cơ quan, hoặc cùng trung tâm và UBND, theo tên."""

    items: list[ColleagueView]


class DirectoryEntryView(BaseModel):
    """Một người làm việc, và cách liên hệ ở cơ quan."""

    name: str = Field(examples=["Lê Thị Hai"])
    role: Role
    role_label: str = Field(examples=["cán bộ chuyên môn"])
    authority: Name | None
    agency: Name | None = Field(description="null: trung tâm, UBND và những người không thuộc cơ quan nào.")
    email: str | None = Field(examples=["hai@vidu.vn"])
    phone: str | None = Field(examples=["0258 3822 123"])
    used_at: datetime | None = Field(description="Lần đăng nhập gần nhất.")


class DirectoryList(BaseModel):
    """Danh bạ cán bộ của địa phương, theo cơ quan."""

    items: list[DirectoryEntryView]


def directory_views(accounts: Iterable[Account], offices: KeptAgencies) -> list[DirectoryEntryView]:
    """Return people with how to reach them at their office."""
    listed = list(accounts)
    authorities = {each.authority for each in listed if each.authority}
    agencies = {authority: Agencies(offices, authority) for authority in authorities}
    return [_entry(each, agencies.get(each.authority or "")) for each in listed]


def _entry(account: Account, agencies: Agencies | None) -> DirectoryEntryView:
    procedure = all_procedures().get(account.authority or "")
    return DirectoryEntryView(
        name=account.display_name,
        role=account.role,
        role_label=role_name(procedure, account.role),
        authority=Name(id=account.authority, name=procedure.authority.name if procedure else account.authority)
        if account.authority
        else None,
        agency=agencies.name(account.agency) if agencies and account.agency else None,
        email=account.email,
        phone=account.phone,
        used_at=account.used_at,
    )


def directory_table(views: Iterable[DirectoryEntryView]) -> Table:
    """Return people as a table for a spreadsheet."""
    return Table(
        "Danh bạ",
        ("Địa phương", "Cơ quan", "Họ tên", "Vai trò", "Thư điện tử", "Điện thoại", "Đăng nhập gần nhất"),
        (
            (
                each.authority.name if each.authority else "",
                each.agency.name if each.agency else "",
                each.name,
                each.role_label,
                each.email or "",
                each.phone or "",
                local(each.used_at, VIETNAM.key),
            )
            for each in views
        ),
    )


def colleague_view(account: Account, own: Account) -> ColleagueView:
    """Return a colleague of one's own account."""
    return ColleagueView(
        id=account.id,
        name=account.display_name,
        role=account.role,
        role_label=ROLE[account.role],
        can_stand_in=can_stand_in(actor_of(account), actor_of(own)),
    )
