"""The agencies that cases can be sent to."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import BaseModel, Field

from api.web.front import FrontDep
from api.web.identity.callers import StaffDep
from api.web.openapi import problems
from procedures import all_procedures

router = APIRouter(prefix="/agencies", tags=["Cơ quan xử lý"])


class AgencyView(BaseModel):
    """Một cơ quan xử lý."""

    id: str = Field(examples=["ubnd-nha-trang"])
    authority: str = Field(examples=["khanh-hoa"])
    name: str = Field(examples=["UBND thành phố Nha Trang"])


class AgencyList(BaseModel):
    """Các cơ quan xử lý của địa phương."""

    items: list[AgencyView]


@router.get("", summary="Các cơ quan xử lý", responses=problems(401, 503))
def listing(front: FrontDep, who: StaffDep) -> AgencyList:
    """The agencies of one's own authority that cases can be sent to; of every one for those who have none of their own."""
    own = who.account.authority
    known = [agency for one in ([own] if own else all_procedures()) for agency in front.record.offices.agencies(one)]
    return AgencyList(
        items=[AgencyView(id=one.id, authority=one.authority, name=one.name) for one in known if one.active]
    )
