"""Letters of a case as the JSON API and the pages list them."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from api.letters.reading import letters_of, may_open
from api.web.identity.callers import Viewer
from api.web.merged import answering
from api.web.names import Agencies, Name
from domain.procedure import written_number
from domain.visibility import Audience
from language.labels import local_time
from language.later_words import label_of
from records.cases.rows import CaseRecord
from records.letters.rows import LetterFile, LetterFormat, LetterLine, LetterStatus
from records.record import Record

_STATUS = {
    LetterStatus.TO_RENDER: "Đang lập",
    LetterStatus.FAILED: "Đang lập lại sau lỗi",
    LetterStatus.RENDERED: "Đã lập",
}


_FAULT = {
    "CertificateExpired": "Chứng thư số của nơi ban hành đã hết hiệu lực; văn bản được lập khi quản trị hệ thống thay chứng thư."
}
"""The sentence that staff read about a fault that a person can mend, by the error's name. For others they only wait."""


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
    main: str | None = Field(
        default=None,
        description="Hồ sơ chung của diễn biến ấy, khi phản ánh đã gộp vào đó.",
        examples=["KH-2026-000001"],
    )
    name: str = Field(examples=["Thông báo kết quả xử lý"])
    addressee: str | None = Field(description="Cơ quan nhận; không nêu nếu gửi người gửi phản ánh.", examples=[None])
    number: str = Field(description="Số và ký hiệu.", examples=["07/PAKN"])
    signed_by: Name | None = Field(description="Cơ quan ký; không nêu nếu là trung tâm.")
    at: datetime
    at_text: str = Field(examples=["10:05 thứ Tư 25/11/2026"])
    status: LetterStatus
    status_label: str = Field(examples=["Đã lập"])
    fault_label: str | None = Field(
        default=None, description="Vì sao chưa lập được và ai phải làm gì; chỉ cán bộ thấy.", examples=[None]
    )
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
                            "addressee": None,
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


def letter_views(record: Record, case: CaseRecord, viewer: Viewer) -> list[LetterView]:
    """Return the letters of a case that the viewer knows of; their files where the viewer may open them."""
    agencies = Agencies(record.offices, case.complaint.procedure.id)
    answers = answering(record.cases, case).complaint
    known = letters_of(record.letters, record.cases, case, viewer)
    closed = bool(known) and viewer.audience is Audience.STAFF and _is_restricted(record, case)
    of_staff = viewer.audience is Audience.STAFF
    return [
        _view(case, line, agencies, opens=not closed and may_open(viewer, answers, line), of_staff=of_staff)
        for line in known
    ]


def _is_restricted(record: Record, case: CaseRecord) -> bool:
    return record.identities.restricted_since(case.code) is not None


def _view(case: CaseRecord, line: LetterLine, agencies: Agencies, *, opens: bool, of_staff: bool) -> LetterView:
    return LetterView(
        event=line.event_number,
        main=_main(case.code, line),
        name=line.rule.name,
        addressee=line.rule.addressee,
        number=written_number(line.number, line.symbol or line.rule.symbol),
        signed_by=agencies.at(line.at).name(line.agency) if line.agency else None,
        at=line.at,
        at_text=local_time(line.at, case.complaint.procedure.authority.time_zone),
        status=line.status,
        status_label=label_of(_STATUS, line.status),
        fault_label=_FAULT.get(line.fault or "") if of_staff else None,
        article=line.rule.source,
        ours=line.rule.ours,
        files=[_file_view(case.code, line, file) for file in line.files if opens],
    )


def _file_view(code: str, line: LetterLine, file: LetterFile) -> LetterFileView:
    main = _main(code, line)
    return LetterFileView(
        format=file.format,
        address=f"/api/v1/complaints/{code}/letters/{line.event_number}.{file.format}"
        + (f"?main={main}" if main else ""),
        sha256=file.sha256,
        size=file.size,
    )


def _main(code: str, line: LetterLine) -> str | None:
    return line.code if line.code != code else None
