"""Attachments of a case over JSON: added by its reporter and by the agency that handles it, seen with the case."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, File, Path, Query, Response, UploadFile
from starlette.concurrency import run_in_threadpool

from api.attachments.answers import FILE_ANSWERS, ByteRange, answer
from api.attachments.attaching import attach
from api.attachments.blacking_out import black_out
from api.attachments.bodies import BlackOutBody, ReviewBody
from api.attachments.reviewing import review
from api.attachments.showing import Shown, require_shown, shown_to
from api.attachments.views import AttachmentList, AttachmentView, attachment_views
from api.cases.acting import onlooker
from api.web.downloads import IfNoneMatch
from api.web.front import Front, FrontDep
from api.web.identity.callers import Caller, CallerDep, Viewer, require_case
from api.web.openapi import FOR_ANYBODY, CaseCode, problems
from records.cases.rows import CaseRecord

router = APIRouter(prefix="/complaints/{code}/attachments", tags=["Tệp kèm theo"])

AttachmentId = Annotated[UUID, Path(description="Mã của tệp.", examples=["6f1c2b1e-9a57-4e0b-8f43-0c5f8f0a7a11"])]


@router.post(
    "",
    status_code=201,
    summary="Thêm tệp vào hồ sơ",
    description=(
        "Người gửi kèm mã tra cứu: tối đa 5 ảnh, 1 video khi hồ sơ còn mở, và 2 ghi âm, 3 tài liệu nơi quy chế nhận. Cơ quan "
        "đang xử lý kèm mã truy cập: tệp kết quả. Ảnh JPEG, PNG, WEBP, HEIC (20 MB); video MP4, MOV dạng H.264 hay HEVC (50 "
        "MB, 60 giây); ghi âm MP3, M4A, AAC, OGG, WAV (30 MB, 10 phút); tài liệu PDF, DOCX, XLSX, ODT (20 MB), không có "
        "macro, mật khẩu hay tệp nhúng. Vị trí, thời điểm, máy ghi trong ảnh, video, ghi âm bị bỏ. Gửi lại cùng tệp không "
        "tạo thêm bản nào."
    ),
    responses=problems(400, 401, 403, 404, 409, 413, 422, 429, 503),
)
async def add(
    code: CaseCode,
    files: Annotated[list[UploadFile], File(description="Các tệp; nhận tất cả hoặc không nhận tệp nào.")],
    front: FrontDep,
    caller: CallerDep,
) -> AttachmentList:
    """Add attachments to a case."""
    kept = {each.id for each in await attach(front, code, files, caller)}
    listed = await run_in_threadpool(_listed, front, code, caller)
    return AttachmentList(items=[each for each in listed if each.id in kept])


@router.get(
    "",
    summary="Tệp của một hồ sơ",
    description="Ai xem được hồ sơ thì xem được tệp; phần đã che chỉ người gửi và cán bộ cần biết mới thấy.",
    responses=problems(401, 404, 422, 429, 503),
    openapi_extra=FOR_ANYBODY,
)
def listing(code: CaseCode, front: FrontDep, caller: CallerDep) -> AttachmentList:
    """The attachments of a case that the caller sees."""
    return AttachmentList(items=_listed(front, code, caller))


@router.get(
    "/{attachment}",
    summary="Tải tệp",
    description=(
        "Ảnh là JPEG, video là MP4, ghi âm là M4A; tài liệu giữ nguyên như khi gửi, chỉ cán bộ tải được. "
        "Người được che xem bản công chúng thấy bằng `blacked_out=true`."
    ),
    response_class=Response,
    responses=FILE_ANSWERS | problems(401, 403, 404, 416, 422, 429, 503),
    openapi_extra=FOR_ANYBODY,
)
def fetch(
    code: CaseCode,
    attachment: AttachmentId,
    front: FrontDep,
    caller: CallerDep,
    blacked_out: Annotated[bool, Query(description="Bản mà công chúng thấy.")] = False,
    if_none_match: IfNoneMatch = None,
    byte_range: ByteRange = None,
) -> Response:
    """An attachment, or a part of it."""
    one = shown_to(front, code, caller, attachment, blacked_out=blacked_out)
    return answer(front.store, one, thumbnail=False, if_none_match=if_none_match, byte_range=byte_range)


@router.get(
    "/{attachment}/thumbnail",
    summary="Tải hình thu nhỏ",
    response_class=Response,
    responses=FILE_ANSWERS | problems(401, 404, 422, 429, 503),
    openapi_extra=FOR_ANYBODY,
)
def thumbnail(
    code: CaseCode,
    attachment: AttachmentId,
    front: FrontDep,
    caller: CallerDep,
    blacked_out: Annotated[bool, Query(description="Bản mà công chúng thấy.")] = False,
    if_none_match: IfNoneMatch = None,
) -> Response:
    """The small picture of a photo or video."""
    one = shown_to(front, code, caller, attachment, blacked_out=blacked_out)
    return answer(front.store, one, thumbnail=True, if_none_match=if_none_match)


@router.post(
    "/{attachment}/black-out",
    summary="Che một phần ảnh trước khi công khai",
    description="Ai biên tập, công khai hay ẩn hồ sơ thì được che. Lần sau thay lần trước; bản gốc giữ nguyên.",
    responses=problems(400, 401, 403, 404, 409, 413, 422, 429, 503),
)
async def cover(
    code: CaseCode, attachment: AttachmentId, body: BlackOutBody, front: FrontDep, caller: CallerDep
) -> AttachmentView:
    """Have parts of a photo blacked out, or the whole not shown, for all who may not see it whole."""
    case, viewer, one = await run_in_threadpool(_decidable, front, code, caller, attachment)
    areas = tuple(area.to_area() for area in body.areas)
    await black_out(front, case.complaint, one.attachment, areas, viewer)
    views = await run_in_threadpool(attachment_views, front.record, case, viewer)
    return next(each for each in views if each.id == attachment)


@router.post(
    "/{attachment}/review",
    summary="Cho xem hoặc không cho xem ảnh đến sau khi công khai",
    description=(
        "Tệp người gửi thêm sau khi hồ sơ đã công khai chờ người công khai quyết định. "
        "Ai biên tập, công khai hay ẩn hồ sơ thì được quyết định; lần sau thay lần trước."
    ),
    responses=problems(400, 401, 403, 404, 409, 413, 422, 429, 503),
)
async def decide(
    code: CaseCode, attachment: AttachmentId, body: ReviewBody, front: FrontDep, caller: CallerDep
) -> AttachmentView:
    """Show an attachment in public, or keep it back."""
    case, viewer, one = await run_in_threadpool(_decidable, front, code, caller, attachment)
    await review(front, case, one.attachment, viewer, shown=body.shown)
    views = await run_in_threadpool(attachment_views, front.record, case, viewer)
    return next(each for each in views if each.id == attachment)


def _decidable(front: Front, code: str, caller: Caller, attachment: UUID) -> tuple[CaseRecord, Viewer, Shown]:
    """Return a case and its attachment to a caller who acts on the case. Raises Problem for an onlooker."""
    case, viewer = require_case(front, code, caller)
    one = require_shown(front.record.attachments, front.record.cases, case, viewer, attachment)
    if viewer.actor is None:
        raise onlooker(case, caller)
    return case, viewer, one


def _listed(front: Front, code: str, caller: Caller) -> list[AttachmentView]:
    return attachment_views(front.record, *require_case(front, code, caller))
