"""Reports come in, cases are looked at."""

from __future__ import annotations

from datetime import datetime

from fastapi import APIRouter
from pydantic import BaseModel, Field

from api.cases.advice import Advice, advice_on
from api.cases.bodies.report import ReportBody
from api.cases.filing import Filed, take_in
from api.cases.views.case import CaseView, case_view
from api.cases.views.events import EventList, event_views
from api.cases.views.limits import LimitView, limit_views
from api.web.front import FrontDep
from api.web.idempotency import IdempotencyKey
from api.web.identity.callers import CallerDep, require_case
from api.web.names import Name
from api.web.openapi import FOR_ANYBODY, CaseCode, problems
from domain.visibility import Audience
from domain.words import Status
from language.labels import STATUS, local_time

router = APIRouter(prefix="/complaints", tags=["Phản ánh, kiến nghị"])


class FiledView(BaseModel):
    """Phản ánh đã được nhận."""

    code: str = Field(description="Mã hồ sơ.", examples=["KH-2026-000001"])
    tracking_key: str = Field(
        description="Mã tra cứu; hãy giữ kín. Gửi trong tiêu đề X-Tracking-Key để xem và theo dõi hồ sơ.",
        examples=["K7QF-2M4X-9PLA-C3ZD-55TB"],
    )
    authority: Name
    status: Status
    status_label: str = Field(examples=["Chờ xác minh"])
    received_at: datetime
    received_text: str = Field(examples=["08:00 thứ Hai 23/11/2026"])
    limits: list[LimitView]
    advice: list[Advice] = Field(description="Gợi ý cho người gửi; phản ánh vẫn được nhận nguyên văn.")


@router.post(
    "",
    status_code=201,
    summary="Gửi phản ánh",
    description="Người dân gửi không cần đăng nhập. Cán bộ trung tâm gửi thay người gọi tổng đài thì kèm mã truy cập.",
    responses=problems(400, 401, 403, 409, 413, 422, 429, 503),
    openapi_extra=FOR_ANYBODY,
)
async def file(body: ReportBody, front: FrontDep, who: CallerDep, idempotency_key: IdempotencyKey) -> FiledView:
    """Take in a report."""
    filed = await take_in(front, body, idempotency_key, who)
    return _filed_view(filed, body)


def _filed_view(filed: Filed, body: ReportBody) -> FiledView:
    complaint, authority = filed.complaint, filed.complaint.procedure.authority
    received = complaint.moments["filed"]
    return FiledView(
        code=complaint.code,
        tracking_key=filed.tracking_key,
        authority=Name(id=complaint.procedure.id, name=authority.name),
        status=complaint.status,
        status_label=STATUS[complaint.status],
        received_at=received,
        received_text=local_time(received, authority.time_zone),
        limits=limit_views(complaint, received),
        advice=advice_on(body),
    )


@router.get(
    "/{code}",
    summary="Xem một hồ sơ",
    description="Người gửi kèm mã tra cứu, cán bộ kèm mã truy cập; ai cũng xem được hồ sơ đã công khai.",
    responses=problems(401, 404, 422, 429, 503),
    openapi_extra=FOR_ANYBODY,
)
def show(code: CaseCode, front: FrontDep, who: CallerDep) -> CaseView:
    """A case, as much of it as the caller may see."""
    return case_view(front.record, *require_case(front, code, who), front.clock())


@router.get(
    "/{code}/events",
    summary="Diễn biến của một hồ sơ",
    responses=problems(401, 404, 422, 429, 503),
    openapi_extra=FOR_ANYBODY,
)
def events(code: CaseCode, front: FrontDep, who: CallerDep) -> EventList:
    """What has happened to a case, as much of it as the caller may see."""
    record, viewer = require_case(front, code, who)
    entries = front.record.cases.entries(record.code)
    # Who was told, how, and when, is between the offices.
    told = front.record.mailbox.of_case(record.code) if viewer.audience is Audience.STAFF else {}
    return EventList(items=event_views(entries, record.complaint.procedure, front.record, viewer.audience, told))
