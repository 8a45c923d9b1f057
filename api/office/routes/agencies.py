"""The route that lists the agencies that cases can be sent to."""

from __future__ import annotations

from fastapi import APIRouter

from api.office.choosing import agencies_to_choose
from api.office.views.entries import AgencyList, agency_views
from api.web.front import FrontDep
from api.web.identity.callers import StaffDep
from api.web.openapi import problems

router = APIRouter(prefix="/agencies", tags=["Cơ quan xử lý"])


@router.get("", summary="Các cơ quan xử lý", responses=problems(401, 503))
def listing(front: FrontDep, staff: StaffDep) -> AgencyList:
    """The agencies of one's own authority that cases can be sent to; of every one for those who have none of their own."""
    found = agencies_to_choose(front.record.offices, staff.account.authority)
    return AgencyList(items=agency_views(found, front.record))
