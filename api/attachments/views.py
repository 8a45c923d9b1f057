"""Attachments of a case as the JSON API and the pages show them."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from api.attachments.allowances import KIND_NAMES
from api.attachments.bodies import AreaBody
from api.attachments.showing import Shown, shown, waits_for_review
from api.web.identity.callers import Viewer
from api.web.names import Name, People
from domain.attachments import AttachmentKind, AttachmentStage
from domain.visibility import Audience, is_public
from domain.words import DocumentFormat
from language.labels import local_time
from language.later_words import label_of
from records.cases.rows import CaseRecord
from records.record import Record

_STAGES = {
    AttachmentStage.REPORT: "Kèm phản ánh",
    AttachmentStage.SUPPLEMENT: "Người gửi bổ sung",
    AttachmentStage.RESULT: "Kết quả xử lý",
}
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
    "format": None,
    "pages": None,
    "opens": True,
    "seconds": None,
    "at": "2026-11-23T01:00:00Z",
    "at_text": "08:00 thứ Hai 23/11/2026",
    "by": None,
    "blacked_out": False,
    "areas": None,
    "editable": False,
    "awaits_review": False,
    "kept_back": False,
}


class AttachmentView(BaseModel):
    """Một tệp như người gọi được xem."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    id: UUID
    kind: AttachmentKind
    kind_label: str
    stage: AttachmentStage
    stage_label: str
    address: str = Field(description="Nơi tải; cần cùng quyền như khi xem hồ sơ.")
    thumbnail: str | None = Field(description="Nơi tải hình thu nhỏ; ghi âm, DOCX, XLSX, ODT không có.")
    width: int | None = Field(description="Số điểm ảnh.")
    height: int | None = Field(description="Số điểm ảnh.")
    size: int = Field(description="Số byte.")
    format: DocumentFormat | None = Field(default=None, description="Dạng của tài liệu.")
    pages: int | None = Field(default=None, description="Số trang của tệp PDF; hình thu nhỏ vẽ những trang đầu.")
    opens: bool = Field(default=True, description="Người gọi tải được tệp; tài liệu chỉ cán bộ tải được.")
    seconds: float | None = Field(description="Video, ghi âm dài bao nhiêu giây.")
    at: datetime
    at_text: str
    by: Name | None = Field(description="Cán bộ đã gửi; chỉ cán bộ thấy, null là người gửi phản ánh.")
    blacked_out: bool = Field(description="Công chúng chỉ thấy bản đã che, hoặc không thấy.")
    areas: list[AreaBody] | None = Field(description="Các phần đã che; chỉ người được che thấy.")
    editable: bool = Field(description="Người gọi được che.")
    awaits_review: bool = Field(
        default=False,
        description="Đến sau khi hồ sơ đã công khai, chờ người công khai quyết định; công chúng chưa thấy.",
    )
    kept_back: bool = Field(default=False, description="Người công khai đã quyết định không cho công chúng xem.")


class AttachmentList(BaseModel):
    """Tệp của một hồ sơ mà người gọi được xem, theo thứ tự nhận."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": [_EXAMPLE]}]})

    items: list[AttachmentView]


def attachment_views(record: Record, case: CaseRecord, viewer: Viewer) -> list[AttachmentView]:
    """Return the attachments of a case that the viewer sees."""
    seen = shown(record.attachments, record.cases, case, viewer)
    is_staff = viewer.audience is Audience.STAFF
    people = People(record.accounts, [each.attachment.by_account for each in seen] if is_staff else [])
    return [_view(case, each, people if is_staff else None) for each in seen]


def _view(record: CaseRecord, one: Shown, people: People | None) -> AttachmentView:
    attachment, covered = one.attachment, one.attachment.blacked_out
    address = f"/api/v1/complaints/{record.code}/attachments/{attachment.id}"
    areas = [AreaBody(**vars(area)) for area in covered.areas] if covered and one.editable else None
    return AttachmentView(
        id=attachment.id,
        kind=attachment.kind,
        kind_label=label_of(KIND_NAMES, attachment.kind),
        stage=attachment.stage,
        stage_label=_STAGES[attachment.stage],
        address=address,
        thumbnail=f"{address}/thumbnail" if one.file.thumbnail else None,
        width=one.file.width,
        height=one.file.height,
        size=one.file.size,
        format=attachment.format,
        pages=attachment.pages,
        opens=one.opens,
        seconds=attachment.seconds,
        at=attachment.at,
        at_text=local_time(attachment.at, record.complaint.procedure.authority.time_zone),
        by=people.at(attachment.at).name(attachment.by_account) if people and attachment.by_account else None,
        blacked_out=covered is not None,
        areas=areas,
        editable=one.editable,
        awaits_review=waits_for_review(attachment, record.complaint) and is_public(record.complaint),
        kept_back=attachment.reviewed is not None and not attachment.reviewed.shown,
    )
