"""Routes of periodic reports."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Response
from starlette.concurrency import run_in_threadpool

from api.reports.acting import act_on_report, request_report
from api.reports.bodies import ReportActBody, ReportRequestBody
from api.reports.downloads import MEDIA_TYPES, preview_download, report_download
from api.reports.reading import Standing, require_reader
from api.reports.showing import list_for, view_for
from api.reports.views import ReportList, ReportView
from api.web.front import FrontDep
from api.web.idempotency import IdempotencyKey
from api.web.identity.callers import Staff, StaffDep
from api.web.openapi import problems
from records.reports.rows import ReportFormat

router = APIRouter(prefix="/periodic-reports", tags=["Báo cáo định kỳ"])


def _reader(staff: StaffDep) -> Staff:
    require_reader(staff)
    return staff


ReaderDep = Annotated[Staff, Depends(_reader)]
"""Checked before the body is read."""

Code = Annotated[
    str,
    Path(description="Mã báo cáo.", examples=["BD-department-month-2026-11"], pattern=r"^[A-Za-z0-9_-]{1,120}$"),
]
Edition = Annotated[int, Path(description="Bản thứ mấy.", ge=1, le=1000)]
_FILE: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "Tệp của báo cáo.",
        "content": {kind: {"schema": {"type": "string", "format": "binary"}} for kind in MEDIA_TYPES.values()},
    }
}


@router.get(
    "",
    summary="Báo cáo định kỳ theo quy chế",
    description="Đã lập và chưa hết kỳ. Cán bộ một cơ quan thấy báo cáo của cơ quan mình và báo cáo cần giải trình.",
    responses=problems(401, 403, 422, 503),
)
def listing(
    front: FrontDep,
    staff: StaffDep,
    page: Annotated[int, Query(ge=1, le=100_000, description="Trang thứ mấy.")] = 1,
    limit: Annotated[int, Query(ge=1, le=200, description="Số báo cáo mỗi trang.")] = 50,
    standing: Annotated[
        Standing | None,
        Query(description="Chỉ báo cáo chưa gửi: unsent mọi báo cáo, overdue quá hạn gửi, owing còn chờ giải trình."),
    ] = None,
) -> ReportList:
    """The reports that one may read."""
    return list_for(front, staff, page=page, limit=limit, standing=standing)


@router.post(
    "",
    status_code=201,
    summary="Yêu cầu một báo cáo",
    description="Theo yêu cầu: trên những ngày đã qua; theo kỳ: trên đúng một kỳ đã qua. Cùng những ngày ấy là cùng một báo cáo.",
    responses=problems(400, 401, 403, 409, 413, 422, 503),
)
async def request(body: ReportRequestBody, front: FrontDep, staff: ReaderDep, key: IdempotencyKey) -> dict[str, str]:
    """Have a report made on the days that are named."""
    code = await request_report(front, staff, body.series, body.first, body.last, body.wanted_by, body.words, key)
    return {"code": code}


@router.get("/{code}", summary="Một báo cáo định kỳ", responses=problems(401, 403, 404, 422, 503))
def show(code: Code, front: FrontDep, staff: StaffDep) -> ReportView:
    """A report with its figures, what happened to it, and the acts that one may do."""
    return view_for(front, staff, code)


@router.post(
    "/{code}/acts",
    summary="Thao tác trên một báo cáo",
    description="Giải trình, kiểm tra, chuyển lại, ký, gửi, lập bản sửa.",
    responses=problems(400, 401, 403, 404, 409, 413, 422, 503),
)
async def act(code: Code, body: ReportActBody, front: FrontDep, staff: ReaderDep) -> ReportView:
    """Do an act, once however often it is sent with the same id."""
    await act_on_report(front, staff, code, body.to_act(), str(body.act_id))
    return await run_in_threadpool(view_for, front, staff, code)


@router.get(
    "/{code}/preview.pdf",
    summary="Xem trước bản PDF của một báo cáo chưa gửi",
    responses=problems(401, 403, 404, 409, 422, 503) | _FILE,
    response_class=Response,
)
def preview(code: Code, front: FrontDep, staff: StaffDep) -> Response:
    """The PDF as it would be sent now."""
    return preview_download(front, staff, code)


@router.get(
    "/{code}/{edition}.{form}",
    summary="Tải một báo cáo đã gửi",
    responses=problems(401, 403, 404, 422, 503) | _FILE,
    response_class=Response,
)
def file(code: Code, edition: Edition, form: ReportFormat, front: FrontDep, staff: StaffDep) -> Response:
    """A file of an edition that was sent."""
    return report_download(front, staff, code, edition, form)
