"""Routes of the figures for staff: statistics, and the monthly reports that regulations require."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Response

from api.figures.bodies import Asked, AskedTable
from api.figures.counting import statistics_seen_by
from api.figures.downloads import MEDIA_TYPES, statistics_download, summary_download
from api.figures.reading_summaries import summaries_seen_by
from api.figures.views import StatisticsView, SummaryList, statistics_view, summary_view
from api.web.downloads import FILES, Form
from api.web.front import FrontDep
from api.web.identity.callers import StaffDep
from api.web.openapi import problems
from api.web.reading_limits import COUNTED_EXPORT
from records.summaries.rows import SummaryFormat

_statistics = APIRouter(prefix="/statistics", tags=["Thống kê"])
_summaries = APIRouter(prefix="/summaries", tags=["Báo cáo định kỳ"])

Code = Annotated[
    str, Path(description="Mã báo cáo.", examples=["BMT-reputation-2026-11"], pattern=r"^[A-Za-z0-9-]{1,80}$")
]
_FILE: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "Tệp của báo cáo.",
        "content": {kind: {"schema": {"type": "string", "format": "binary"}} for kind in MEDIA_TYPES.values()},
    }
}


@_statistics.get("", summary="Thống kê", responses=problems(401, 403, 422, 503))
def show(asked: Annotated[Asked, Query()], front: FrontDep, staff: StaffDep) -> StatisticsView:
    """The figures of one's own agency or authority."""
    return statistics_view(
        statistics_seen_by(front, staff, asked.months(), asked.authority, asked.agency, asked.field, asked.borders)
    )


@_statistics.get(
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


@_summaries.get(
    "",
    summary="Báo cáo định kỳ đã lập",
    description="Cho trung tâm, lãnh đạo UBND, người kiểm tra và quản trị của địa phương.",
    responses=problems(401, 403, 503),
)
def listing(front: FrontDep, staff: StaffDep) -> SummaryList:
    """The reports of one's own authority, of every one for those who have none."""
    return SummaryList(items=[summary_view(kept) for kept in summaries_seen_by(front.record.summaries, staff)])


@_summaries.get(
    "/{code}.{form}",
    summary="Tải một báo cáo định kỳ",
    responses=problems(401, 403, 404, 422, 503) | _FILE,
    response_class=Response,
)
def file(code: Code, form: SummaryFormat, front: FrontDep, staff: StaffDep) -> Response:
    """One of a report's files."""
    return summary_download(front.record.summaries, staff, code, form)


router = APIRouter()
router.include_router(_statistics)
router.include_router(_summaries)
