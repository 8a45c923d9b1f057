"""The routes on which one case is audited and exported, and on which the keys that sign exports are published."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Response

from api.auditing.answers import zipped
from api.auditing.asking import audited
from api.auditing.exporting import exported
from api.auditing.keys import KeyList, keys_of
from api.auditing.views import CaseAuditView, audit_view
from api.web import media_types
from api.web.front import FrontDep
from api.web.identity.callers import CallerDep, StaffDep
from api.web.openapi import FOR_ANYBODY, CaseCode, problems
from api.web.reading_limits import COUNTED_EXPORT, COUNTED_READ

router = APIRouter(prefix="/complaints/{code}", tags=["Kiểm tra"])
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
    """The audit of a case."""
    return audit_view(await audited(front, staff, code))


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
