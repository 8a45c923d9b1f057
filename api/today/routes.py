"""The route of how it stands today."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from api.today.counting import today_for
from api.today.views import TodayView, today_view
from api.web.front import FrontDep
from api.web.identity.callers import StaffDep
from api.web.openapi import problems
from api.web.texts import Line

router = APIRouter(prefix="/today", tags=["Thống kê"])

Authority = Annotated[
    Line | None, Query(description="Địa phương; bỏ trống là của mình. Ai không thuộc địa phương nào thì phải ghi.")
]


@router.get("", summary="Tình hình hôm nay", responses=problems(401, 403, 422, 503))
def show(front: FrontDep, staff: StaffDep, authority: Authority = None) -> TodayView:
    """Return what is due and overdue, each number with its list, the oldest cases and the last weeks."""
    with front.record.reading():
        return today_view(front, today_for(front, staff, authority or None))
