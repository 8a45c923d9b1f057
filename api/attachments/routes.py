"""Photos and videos of a case: added by its reporter and by the agency that handles it, seen by whom the case is."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, File, Path, Query, Response, UploadFile
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool

from api.attachments.answers import FILE_ANSWERS, ByteRange, IfNoneMatch, answer
from api.attachments.attaching import attach, black_out
from api.attachments.showing import Shown, as_others_see, shown, shown_one
from api.cases.acting import onlooker
from api.web.front import Front, FrontDep
from api.web.identity.callers import Caller, CallerDep, Viewer, require_case
from api.web.names import Name, People
from api.web.openapi import FOR_ANYBODY, CaseCode, problems
from api.web.problems.kinds import UNKNOWN_ATTACHMENT
from api.web.problems.problem import Problem
from domain.attachments import Area, AttachmentKind, AttachmentStage
from domain.visibility import Audience
from language.labels import local_time
from records.cases.rows import CaseRecord
from records.record import Record

router = APIRouter(prefix="/complaints/{code}/attachments", tags=["Ảnh, video"])

KIND_NAMES = {AttachmentKind.PHOTO: "Ảnh", AttachmentKind.VIDEO: "Video"}
_STAGES = {
    AttachmentStage.REPORT: "Kèm phản ánh",
    AttachmentStage.SUPPLEMENT: "Người gửi bổ sung",
    AttachmentStage.RESULT: "Kết quả xử lý",
}
_MOST_AREAS = 50

AttachmentId = Annotated[
    UUID, Path(description="Mã của ảnh, video.", examples=["6f1c2b1e-9a57-4e0b-8f43-0c5f8f0a7a11"])
]
_EXAMPLE: dict[str, Any] = {
    "id": "6f1c2b1e-9a57-4e0b-8f43-0c5f8f0a7a11",
    "kind": "photo",
    "kind_label": "Ảnh",
    "stage": "report",
    "stage_label": "Kèm phản ánh",
    "address": "/api/v1/complaints/KH-2026-000001/attachments/6f1c2b1e-9a57-4e0b-8f43-0c5f8f0a7a11",
    "thumbnail": "/api/v1/complaints/KH-2026-000001/attachments/6f1c2b1e-9a57-4e0b-8f43-0c5f8f0a7a11/thumbnail",
    "width": 1920,
    "height": 2560,
    "size": 734003,
    "seconds": None,
    "at": "2026-11-23T01:00:00Z",
    "at_text": "08:00 thứ Hai 23/11/2026",
    "by": None,
    "blacked_out": False,
    "areas": None,
    "editable": False,
}


class AreaBody(BaseModel):
    """Một hình chữ nhật trên ảnh, tính theo phần của chiều rộng và chiều cao, từ góc trên bên trái."""

    model_config = ConfigDict(extra="forbid")

    x: float = Field(ge=0, lt=1, examples=[0.25])
    y: float = Field(ge=0, lt=1, examples=[0.4])
    width: float = Field(gt=0, le=1, examples=[0.2])
    height: float = Field(gt=0, le=1, examples=[0.1])

    def to_area(self) -> Area:
        """The area, cut off at the picture's edges."""
        return Area(self.x, self.y, min(self.width, 1 - self.x), min(self.height, 1 - self.y))


class BlackOutBody(BaseModel):
    """Các phần cần che trước khi công khai."""

    model_config = ConfigDict(extra="forbid")

    areas: list[AreaBody] = Field(
        max_length=_MOST_AREAS, description="Các phần của ảnh cần che đen; để trống là ẩn cả ảnh, video."
    )


class AttachmentView(BaseModel):
    """Một ảnh hay video như người gọi được xem."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    id: UUID
    kind: AttachmentKind
    kind_label: str
    stage: AttachmentStage
    stage_label: str
    address: str = Field(description="Nơi tải; cần cùng quyền như khi xem hồ sơ.")
    thumbnail: str = Field(description="Nơi tải hình thu nhỏ.")
    width: int = Field(description="Số điểm ảnh.")
    height: int = Field(description="Số điểm ảnh.")
    size: int = Field(description="Số byte.")
    seconds: float | None = Field(description="Video dài bao nhiêu giây.")
    at: datetime
    at_text: str
    by: Name | None = Field(description="Cán bộ đã gửi; chỉ cán bộ thấy, null là người gửi phản ánh.")
    blacked_out: bool = Field(description="Công chúng chỉ thấy bản đã che, hoặc không thấy.")
    areas: list[AreaBody] | None = Field(description="Các phần đã che; chỉ người được che thấy.")
    editable: bool = Field(description="Người gọi được che.")


class AttachmentList(BaseModel):
    """Ảnh, video của một hồ sơ mà người gọi được xem, theo thứ tự nhận."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": [_EXAMPLE]}]})

    items: list[AttachmentView]


@router.post(
    "",
    status_code=201,
    summary="Thêm ảnh, video vào hồ sơ",
    description=(
        "Người gửi kèm mã tra cứu: tối đa 5 ảnh và 1 video khi hồ sơ còn mở. Cơ quan đang xử lý kèm mã truy cập: ảnh, video "
        "kết quả. Ảnh JPEG, PNG, WEBP (20 MB); video MP4, MOV dạng H.264 hay HEVC (50 MB, 60 giây). Vị trí chụp, thời điểm "
        "chụp, máy chụp bị bỏ. Gửi lại cùng tệp không tạo thêm bản nào."
    ),
    responses=problems(400, 401, 403, 404, 409, 413, 422, 429, 503),
)
async def add(
    code: CaseCode,
    files: Annotated[list[UploadFile], File(description="Các tệp; nhận tất cả hoặc không nhận tệp nào.")],
    front: FrontDep,
    who: CallerDep,
) -> AttachmentList:
    """Add photos and videos to a case."""
    kept = {each.id for each in await attach(front, code, files, who)}
    listed = await run_in_threadpool(listing, code, front, who)
    return AttachmentList(items=[each for each in listed.items if each.id in kept])


@router.get(
    "",
    summary="Ảnh, video của một hồ sơ",
    description="Ai xem được hồ sơ thì xem được ảnh, video; phần đã che chỉ người gửi và cán bộ cần biết mới thấy.",
    responses=problems(401, 404, 422, 429, 503),
    openapi_extra=FOR_ANYBODY,
)
def listing(code: CaseCode, front: FrontDep, who: CallerDep) -> AttachmentList:
    """The photos and videos of a case that the caller sees."""
    record, viewer = require_case(front, code, who)
    return AttachmentList(items=attachment_views(front.record, record, viewer))


def attachment_views(record: Record, case: CaseRecord, viewer: Viewer) -> list[AttachmentView]:
    """The photos and videos of a case that the caller sees."""
    seen = shown(record, case, viewer)
    is_staff = viewer.audience is Audience.STAFF
    people = People(record.accounts, [each.attachment.by_account for each in seen] if is_staff else [])
    return [_view(case, each, people if is_staff else None) for each in seen]


@router.get(
    "/{attachment}",
    summary="Tải ảnh hay video",
    description="Ảnh là JPEG, video là MP4. Người được che xem bản công chúng thấy bằng `blacked_out=true`.",
    response_class=Response,
    responses=FILE_ANSWERS | problems(401, 404, 416, 422, 429, 503),
    openapi_extra=FOR_ANYBODY,
)
def fetch(
    code: CaseCode,
    attachment: AttachmentId,
    front: FrontDep,
    who: CallerDep,
    blacked_out: Annotated[bool, Query(description="Bản mà công chúng thấy.")] = False,
    if_none_match: IfNoneMatch = None,
    byte_range: ByteRange = None,
) -> Response:
    """A photo or video, or a part of it."""
    one = _one(front, code, who, attachment, blacked_out=blacked_out)
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
    who: CallerDep,
    blacked_out: Annotated[bool, Query(description="Bản mà công chúng thấy.")] = False,
    if_none_match: IfNoneMatch = None,
) -> Response:
    """The small picture of a photo or video."""
    one = _one(front, code, who, attachment, blacked_out=blacked_out)
    return answer(front.store, one, thumbnail=True, if_none_match=if_none_match)


@router.post(
    "/{attachment}/black-out",
    summary="Che một phần ảnh trước khi công khai",
    description="Ai biên tập, công khai hay ẩn hồ sơ thì được che. Lần sau thay lần trước; bản gốc giữ nguyên.",
    responses=problems(400, 401, 403, 404, 409, 413, 422, 429, 503),
)
async def cover(
    code: CaseCode, attachment: AttachmentId, body: BlackOutBody, front: FrontDep, who: CallerDep
) -> AttachmentView:
    """Have parts of a photo blacked out, or the whole not shown, for all who may not see it whole."""
    record, viewer = await run_in_threadpool(require_case, front, code, who)
    one = await run_in_threadpool(shown_one, front.record, record, viewer, attachment)
    if one is None:
        raise Problem(UNKNOWN_ATTACHMENT)
    if viewer.actor is None:
        raise onlooker(record, who)
    areas = tuple(area.to_area() for area in body.areas)
    await black_out(front, record.complaint, one.attachment, areas, viewer)
    views = await run_in_threadpool(attachment_views, front.record, record, viewer)
    return next(each for each in views if each.id == attachment)


def _one(front: Front, code: str, who: Caller, attachment: UUID, *, blacked_out: bool) -> Shown:
    one = shown_one(front.record, *require_case(front, code, who), attachment)
    if one is not None and blacked_out:
        one = as_others_see(one)
    if one is None:
        raise Problem(UNKNOWN_ATTACHMENT)
    return one


def _view(record: CaseRecord, one: Shown, people: People | None) -> AttachmentView:
    attachment, covered = one.attachment, one.attachment.blacked_out
    address = f"/api/v1/complaints/{record.code}/attachments/{attachment.id}"
    areas = [AreaBody(**vars(area)) for area in covered.areas] if covered and one.editable else None
    return AttachmentView(
        id=attachment.id,
        kind=attachment.kind,
        kind_label=KIND_NAMES[attachment.kind],
        stage=attachment.stage,
        stage_label=_STAGES[attachment.stage],
        address=address,
        thumbnail=f"{address}/thumbnail",
        width=one.file.width,
        height=one.file.height,
        size=one.file.size,
        seconds=attachment.seconds,
        at=attachment.at,
        at_text=local_time(attachment.at, record.complaint.procedure.authority.time_zone),
        by=people.name(attachment.by_account) if people and attachment.by_account else None,
        blacked_out=covered is not None,
        areas=areas,
        editable=one.editable,
    )
