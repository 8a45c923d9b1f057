"""The routes on which one case is audited and exported, past audits are listed, and the keys that sign exports are published."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from starlette.concurrency import run_in_threadpool

from api.auditing.answers import zipped
from api.auditing.asking import audited
from api.auditing.exporting import exported
from api.auditing.keys import KeyList, keys_of
from api.auditing.past import all_audits, audits_seen_by, keep_seen
from api.auditing.views import (
    CaseAuditView,
    PastAuditList,
    audit_view,
    past_audit_view,
    past_audits_table,
)
from api.web import media_types
from api.web.downloads import FILES, Form, download
from api.web.front import FrontDep
from api.web.identity.callers import CallerDep, StaffDep
from api.web.openapi import FOR_ANYBODY, CaseCode, problems
from api.web.reading_limits import COUNTED_EXPORT, COUNTED_READ
from records.auditing.rows import AuditWay

router = APIRouter(prefix="/complaints/{code}", tags=["Kiểm tra"])
past_router = APIRouter(prefix="/audits", tags=["Kiểm tra"])
keys_router = APIRouter(prefix="/.well-known", tags=["Kiểm tra"])

_ZIP: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "Hồ sơ, văn bản, ảnh, bằng chứng và chữ ký trong một tệp ZIP.",
        "content": {media_types.ZIP: {"schema": {"type": "string", "format": "binary"}}},
    }
}


@router.get(
    "/audit",
    summary="Kiểm chứng một hồ sơ",
    description="Như `hientruong audit`: chuỗi mã băm, các bảng, văn bản, ảnh, lịch sử Temporal và mã gốc ngày phải khớp "
    "nhau. Chỉ kiểm tra, giám sát mở được.",
    responses=problems(401, 403, 404, 422, 503),
)
async def audit(code: CaseCode, front: FrontDep, staff: StaffDep) -> CaseAuditView:
    """The audit of a case, which the list of past audits keeps."""
    seen = await audited(front, staff, code)
    await run_in_threadpool(keep_seen, front.record.past_audits, staff, seen, AuditWay.PROGRAM)
    return audit_view(seen)


@router.get(
    "/export",
    summary="Xuất cả hồ sơ kèm bằng chứng",
    description="Dữ liệu (JSON), bản đọc (PDF), văn bản, ảnh và chữ ký; docs/check_export.py kiểm tra được mà không cần hệ "
    "thống này. Kiểm tra, giám sát nhận bản không có danh tính người gửi; người được biết danh tính nhận bản có. Mỗi lần "
    "xuất được ghi là một lần xem.",
    response_class=Response,
    responses=_ZIP | problems(401, 403, 404, 422, 429, 503),
    dependencies=[COUNTED_EXPORT],
)
def export(code: CaseCode, front: FrontDep, caller: CallerDep, _staff: StaffDep) -> Response:
    """Return a case as a signed ZIP."""
    return zipped(code, exported(front, code, caller))


@past_router.get("", summary="Các lần kiểm chứng", responses=problems(401, 403, 422, 503))
def past(
    front: FrontDep,
    staff: StaffDep,
    before: Annotated[int | None, Query(ge=1, le=2**62, description="Trước lần kiểm chứng số này.")] = None,
    limit: Annotated[int, Query(ge=1, le=200, description="Số lần mỗi trang.")] = 50,
) -> PastAuditList:
    """The past audits of the cases of one's own authority, and of all cases. Auditors alone see them."""
    page = audits_seen_by(front.record.past_audits, staff, before, limit)
    return PastAuditList(items=[past_audit_view(each) for each in page.audits], next=page.next)


@past_router.get(
    ".{form}",
    summary="Các lần kiểm chứng, cho bảng tính",
    response_class=Response,
    responses=problems(401, 403, 422, 429, 503) | FILES,
    dependencies=[COUNTED_EXPORT],
)
def export_past(form: Form, front: FrontDep, staff: StaffDep) -> Response:
    """The same, all of them, with a row for each deviation."""
    return download("kiem-chung", form, past_audits_table(all_audits(front.record.past_audits, staff)))


@keys_router.get(
    "/hientruong-keys.json",
    summary="Khóa công khai để kiểm tra chữ ký của bản xuất",
    description="Khóa hiện dùng đứng đầu; các khóa trước đây vẫn được nêu để kiểm tra những bản đã xuất.",
    responses=problems(429, 503),
    openapi_extra=FOR_ANYBODY,
    dependencies=[COUNTED_READ],
)
def keys(front: FrontDep) -> KeyList:
    """The keys that sign exports, and those that did."""
    return keys_of(front.record.export_keys, front.keys.exports)
