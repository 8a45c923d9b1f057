"""The route that lists the people one works with."""

from __future__ import annotations

from fastapi import APIRouter

from api.staff.colleagues.listing import colleagues_of
from api.staff.colleagues.views import ColleagueList, colleague_view
from api.web.front import FrontDep
from api.web.identity.callers import StaffDep
from api.web.openapi import problems

router = APIRouter(prefix="/colleagues", tags=["Ủy quyền, bàn giao"])


@router.get("", summary="Người cùng cơ quan", responses=problems(401, 503))
def listing(front: FrontDep, staff: StaffDep) -> ColleagueList:
    """Whoever works in the caller's agency; for those of no agency, in no agency of their authority. The caller is left out."""
    found = colleagues_of(front.record.accounts, staff.account)
    return ColleagueList(items=[colleague_view(each, staff.account) for each in found])
