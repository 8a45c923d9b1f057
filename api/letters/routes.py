"""Letters of a case: that there are any, for whoever sees the case; the letters themselves, for who may know the reporter."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Path, Response
from pydantic import BaseModel, ConfigDict, Field

from api.attachments.answers import IfNoneMatch
from api.web.front import Front, FrontDep
from api.web.identity.callers import CallerDep, Viewer, require_case
from api.web.names import Agencies, Name
from api.web.openapi import FOR_ANYBODY, CaseCode, problems
from api.web.problems.kinds import ADDRESSEE_ONLY, LETTER_NOT_READY, UNKNOWN_LETTER
from api.web.problems.problem import Problem
from domain.complaint import Complaint
from domain.results import is_given
from domain.visibility import Audience, knows_reporter
from language.labels import local_time
from records.cases.rows import CaseRecord
from records.letters.rows import LetterFile, LetterFormat, LetterKey, LetterLine, LetterStatus
from records.staff.rows import LookedAt

router = APIRouter(prefix="/complaints/{code}/letters", tags=["Văn bản gửi người phản ánh"])

_MEDIA_TYPES = {
    LetterFormat.PDF: "application/pdf",
    LetterFormat.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_STATUS = {
    LetterStatus.TO_RENDER: "Đang lập",
    LetterStatus.FAILED: "Đang lập lại sau lỗi",
    LetterStatus.RENDERED: "Đã lập",
}
_LARGEST = 2**31 - 1  # what the record counts to

Event = Annotated[int, Path(ge=1, le=_LARGEST, description="Số của diễn biến làm phát sinh văn bản.", examples=[9])]


class LetterFileView(BaseModel):
    """Một tệp của văn bản."""

    format: LetterFormat
    address: str = Field(examples=["/api/v1/complaints/KH-2026-000001/letters/9.pdf"])
    sha256: str = Field(
        description="Mã băm SHA-256 của tệp.",
        examples=["9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"],
    )
    size: int = Field(description="Số byte.", examples=[31494])


class LetterView(BaseModel):
    """Một văn bản. Tệp chỉ được nêu với người được tải: cả mã băm cũng để lộ họ tên với người biết phần còn lại."""

    event: int = Field(description="Số của diễn biến làm phát sinh văn bản.", examples=[9])
    name: str = Field(examples=["Thông báo kết quả xử lý"])
    number: str = Field(description="Số và ký hiệu.", examples=["07/PAKN"])
    signed_by: Name | None = Field(description="Cơ quan ký; không nêu nếu là trung tâm.")
    at: datetime
    at_text: str = Field(examples=["10:05 thứ Tư 25/11/2026"])
    status: LetterStatus
    status_label: str = Field(examples=["Đã lập"])
    article: str = Field(description="Căn cứ của mẫu.", examples=["Phụ lục I"])
    ours: bool = Field(description="Mẫu do hệ thống đặt, văn bản không kèm mẫu.")
    files: list[LetterFileView]


class LetterList(BaseModel):
    """Các văn bản của một hồ sơ, theo thứ tự phát sinh."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "items": [
                        {
                            "event": 9,
                            "name": "Thông báo kết quả xử lý",
                            "number": "07/PAKN",
                            "signed_by": {"id": "ubnd-nha-trang", "name": "UBND thành phố Nha Trang"},
                            "at": "2026-11-25T03:05:00Z",
                            "at_text": "10:05 thứ Tư 25/11/2026",
                            "status": "rendered",
                            "status_label": "Đã lập",
                            "article": "Phụ lục I",
                            "ours": False,
                            "files": [
                                {
                                    "format": "pdf",
                                    "address": "/api/v1/complaints/KH-2026-000001/letters/9.pdf",
                                    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                                    "size": 31494,
                                }
                            ],
                        }
                    ]
                }
            ]
        }
    )

    items: list[LetterView]


@router.get(
    "",
    summary="Văn bản của một hồ sơ",
    description="Ai xem được hồ sơ đều biết có văn bản nào; tệp chỉ hiện với người gửi và cán bộ được biết danh tính.",
    responses=problems(401, 404, 422, 429, 503),
    openapi_extra=FOR_ANYBODY,
)
def listing(code: CaseCode, front: FrontDep, who: CallerDep) -> LetterList:
    """The letters of a case."""
    record, viewer = require_case(front, code, who)
    procedure = record.complaint.procedure
    agencies, opens = Agencies(front.record.offices, procedure.id), _may_open(viewer, record.complaint)
    lines = _lines(front, record, viewer)
    return LetterList(items=[_view(record, line, agencies, opens=opens) for line in lines])


_FILES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "Tệp của văn bản.",
        "headers": {
            "ETag": {"description": "Mã băm SHA-256 của tệp.", "schema": {"type": "string"}},
            "Content-Disposition": {"description": "Tên tệp.", "schema": {"type": "string"}},
        },
        "content": {media: {"schema": {"type": "string", "format": "binary"}} for media in _MEDIA_TYPES.values()},
    },
    304: {"description": "Tệp vẫn là tệp mà `If-None-Match` nêu."},
}


@router.get(
    "/{event}.{form}",
    summary="Tải một văn bản",
    description="Người gửi kèm mã tra cứu, cán bộ được biết danh tính người gửi kèm mã truy cập. Tệp không bao giờ thay đổi.",
    response_class=Response,
    responses=_FILES | problems(401, 403, 404, 409, 422, 429, 503),
)
def download(
    code: CaseCode,
    event: Event,
    form: Annotated[LetterFormat, Path(description="Định dạng.", examples=["pdf"])],
    front: FrontDep,
    who: CallerDep,
    if_none_match: IfNoneMatch = None,
) -> Response:
    """One of a letter's files."""
    record, viewer = require_case(front, code, who)
    line = next((each for each in _lines(front, record, viewer) if each.event_number == event), None)
    if line is None:
        raise Problem(UNKNOWN_LETTER)
    if not _may_open(viewer, record.complaint):
        raise Problem(ADDRESSEE_ONLY)
    file = next((each for each in line.files if each.format is form), None)
    if file is None:
        raise Problem(LETTER_NOT_READY)
    headers = {"ETag": f'"{file.sha256}"', "Cache-Control": "private, no-cache"}
    if if_none_match and _names(if_none_match, file):
        return Response(status_code=304, headers=headers)
    headers["Content-Disposition"] = f'attachment; filename="{record.code}-{event}.{form}"'
    if viewer.audience is Audience.STAFF and viewer.actor and viewer.actor.account:
        front.record.looks.note(viewer.actor.account, LookedAt.LETTER, record.code)
    content = front.record.letters.content(LetterKey(record.code, event), form)
    return Response(content, headers=headers, media_type=_MEDIA_TYPES[form])


def _lines(front: Front, record: CaseRecord, viewer: Viewer) -> list[LetterLine]:
    """The case's letters; for whoever is no staff without those that were not given yet."""
    complaint, letters = record.complaint, front.record.letters.of_case(record.complaint)
    is_staff = viewer.audience is Audience.STAFF
    return [each for each in letters if is_staff or is_given(complaint, each.rule.on, each.at)]


def _may_open(viewer: Viewer, complaint: Complaint) -> bool:
    """Whether the caller may read a letter, which names its addressee."""
    if viewer.audience is Audience.REPORTER:
        return True
    return viewer.actor is not None and knows_reporter(complaint, viewer.actor)


def _names(if_none_match: str, file: LetterFile) -> bool:
    tags = {tag.strip().removeprefix("W/").strip('"') for tag in if_none_match.split(",")}
    return bool(tags & {file.sha256, "*"})


def _view(record: CaseRecord, line: LetterLine, agencies: Agencies, *, opens: bool) -> LetterView:
    return LetterView(
        event=line.event_number,
        name=line.rule.name,
        number=line.rule.numbered(line.number),
        signed_by=agencies.name(line.agency) if line.agency else None,
        at=line.at,
        at_text=local_time(line.at, record.complaint.procedure.authority.time_zone),
        status=line.status,
        status_label=_STATUS[line.status],
        article=line.rule.source,
        ours=line.rule.ours,
        files=[_file_view(record.code, line, file) for file in line.files if opens],
    )


def _file_view(code: str, line: LetterLine, file: LetterFile) -> LetterFileView:
    return LetterFileView(
        format=file.format,
        address=f"/api/v1/complaints/{code}/letters/{line.event_number}.{file.format}",
        sha256=file.sha256,
        size=file.size,
    )
