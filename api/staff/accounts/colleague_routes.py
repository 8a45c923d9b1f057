"""The people one works with: whom work can be handed to, and who can stand in while one is away."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import BaseModel, Field

from api.web.front import FrontDep
from api.web.identity.callers import StaffDep, actor_of
from api.web.openapi import problems
from domain.offices.delegations import can_stand_in
from domain.words import Role
from language.labels import ROLE

router = APIRouter(prefix="/colleagues", tags=["Ủy quyền, bàn giao"])


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


@router.get("", summary="Người cùng cơ quan", responses=problems(401, 503))
def listing(front: FrontDep, who: StaffDep) -> ColleagueList:
    """Whoever works in the caller's agency; for those of no agency, in no agency of their authority. The caller is left out."""
    own = who.account
    if own.authority is None:
        return ColleagueList(items=[])
    found = (
        account
        for account in front.record.accounts.of_authority(own.authority)
        if account.active and account.agency == own.agency and account.id != own.id
    )
    return ColleagueList(
        items=[
            ColleagueView(
                id=account.id,
                name=account.display_name,
                role=account.role,
                role_label=ROLE[account.role],
                can_stand_in=can_stand_in(actor_of(account), who.actor),
            )
            for account in sorted(found, key=lambda each: each.display_name)
        ]
    )
