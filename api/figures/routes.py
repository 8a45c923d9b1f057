"""Routes of the figures for staff."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.figures.bodies import Asked, AskedTable
from api.figures.counting import statistics_seen_by
from api.figures.downloads import statistics_download
from api.figures.views import StatisticsView, statistics_view
from api.web.downloads import FILES, Form
from api.web.front import FrontDep
from api.web.identity.callers import StaffDep
from api.web.openapi import problems
from api.web.reading_limits import COUNTED_EXPORT

router = APIRouter(prefix="/statistics", tags=["Thống kê"])


@router.get("", summary="Thống kê", responses=problems(401, 403, 422, 503))
def show(asked: Annotated[Asked, Query()], front: FrontDep, staff: StaffDep) -> StatisticsView:
    """The figures of one's own agency or authority."""
    return statistics_view(
        statistics_seen_by(front, staff, asked.months(), asked.authority, asked.agency, asked.field, asked.borders)
    )


@router.get(
    ".{form}",
    summary="Thống kê thành tệp CSV, XLSX",
    description="XLSX gồm mọi bảng, mỗi bảng một trang; CSV chỉ một bảng `table`.",
    response_class=Response,
    responses=problems(401, 403, 422, 429, 503) | FILES,
    dependencies=[COUNTED_EXPORT],
)
def export(form: Form, asked: Annotated[AskedTable, Query()], front: FrontDep, staff: StaffDep) -> Response:
    """The same as files for a spreadsheet."""
    return statistics_download(front, staff, asked, form)
