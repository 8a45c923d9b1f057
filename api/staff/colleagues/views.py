"""Colleagues as the API shows them."""

from __future__ import annotations

from pydantic import BaseModel, Field

from api.web.identity.callers import actor_of
from domain.offices.delegations import can_stand_in
from domain.words import Role
from language.labels import ROLE
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


def colleague_view(account: Account, own: Account) -> ColleagueView:
    """Return a colleague of one's own account."""
    return ColleagueView(
        id=account.id,
        name=account.display_name,
        role=account.role,
        role_label=ROLE[account.role],
        can_stand_in=can_stand_in(actor_of(account), actor_of(own)),
    )
