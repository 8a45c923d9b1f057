"""Masking the words of a report over JSON."""

from __future__ import annotations

from fastapi import APIRouter

from api.cases.acting import onlooker
from api.cases.masking.bodies import MaskBody
from api.cases.masking.masking import mask, masking_of
from api.cases.masking.views import MaskingView, masking_view
from api.web.front import Front, FrontDep
from api.web.identity.callers import Caller, CallerDep, Viewer, require_case
from api.web.openapi import CaseCode, problems
from records.cases.rows import CaseRecord

router = APIRouter(prefix="/complaints/{code}/masking", tags=["Phản ánh, kiến nghị"])


@router.get(
    "",
    summary="Lời phản ánh như công chúng đọc",
    description="Các cụm từ đang che, và những chỗ có thể là dữ liệu cá nhân: số điện thoại, giấy tờ, thư điện tử, biển số, tên.",
    responses=problems(401, 403, 404, 409, 422, 429, 503),
)
def show(code: CaseCode, front: FrontDep, caller: CallerDep) -> MaskingView:
    """Return what the public reads of a report, to those who may mask."""
    case, viewer = _acting(front, code, caller)
    return masking_view(front.record, case, masking_of(front, case, viewer))


@router.post(
    "",
    summary="Che cụm từ trong lời phản ánh trước khi công khai",
    description=(
        "Ai biên tập, công khai hay ẩn hồ sơ thì được che. Lần sau thay lần trước; người gửi và cán bộ vẫn đọc lời gốc."
    ),
    responses=problems(400, 401, 403, 404, 409, 413, 422, 429, 503),
)
def cover(code: CaseCode, body: MaskBody, front: FrontDep, caller: CallerDep) -> MaskingView:
    """Mask these words of a report for the public."""
    case, viewer = _acting(front, code, caller)
    return masking_view(front.record, case, mask(front, case, tuple(body.words), viewer))


def _acting(front: Front, code: str, caller: Caller) -> tuple[CaseRecord, Viewer]:
    """Return a case to a caller who acts on it. Raises Problem for an onlooker."""
    case, viewer = require_case(front, code, caller)
    if viewer.actor is None:
        raise onlooker(case, caller)
    return case, viewer
