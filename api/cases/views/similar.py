"""Cases that may be about the same matter, as the centre is shown them."""

from __future__ import annotations

from datetime import datetime, timedelta

from pydantic import BaseModel, Field

from api.cases.comparing import alike
from api.web.names import Agencies, Name, named
from domain.visibility import is_public
from domain.words import Status
from language.labels import STATUS, local_time
from records.cases.list_columns import excerpt
from records.cases.rows import CaseRecord
from records.record import Record

CLOSED_WITHIN = timedelta(weeks=4)
"""Cases that were answered within this time are shown though they are closed. Ours."""

_MOST = 20


class SimilarView(BaseModel):
    """Một hồ sơ đang mở, hoặc mới khép lại, có thể nói về cùng một việc."""

    code: str = Field(examples=["KH-2026-000001"])
    excerpt: str = Field(description="Đoạn đầu nội dung phản ánh.")
    place: str = Field(examples=["Trước số 45 đường Lê Hồng Phong"])
    distance: int | None = Field(
        description="Mét; null nếu một trong hai phản ánh không có tọa độ và địa điểm được so theo tên.", examples=[85]
    )
    likeness: int = Field(description="Nội dung giống nhau đến đâu, từ 0 đến 100.", examples=[84])
    received_at: datetime
    received_text: str = Field(examples=["08:00 thứ Hai 23/11/2026"])
    status: Status
    status_label: str = Field(examples=["Chờ xác minh"])
    field: Name | None
    lead: Name | None = Field(description="Cơ quan chủ trì.")
    merged: int = Field(description="Số phản ánh đã gộp vào hồ sơ này.")
    closed: bool = Field(default=False, description="Đã khép lại; không gộp vào được.")
    answered_text: str | None = Field(default=None, description="Đã trả lời lúc nào, nếu đã khép lại.")
    answer: str | None = Field(default=None, description="Đã trả lời gì, nếu hồ sơ đã khép lại và công khai.")


class SimilarList(BaseModel):
    """Các hồ sơ có thể trùng: hồ sơ đang mở trước, rồi hồ sơ đã khép lại; mới nhất trước."""

    items: list[SimilarView]


def similar_views(record: Record, case: CaseRecord, at: datetime) -> list[SimilarView]:
    """Return the cases that may be about the same matter as this one: open ones, then those that were answered in the last weeks
    before `at` and are closed."""
    complaint, procedure = case.complaint, case.complaint.procedure
    found = alike(
        record.likely,
        case.report,
        authority=procedure.id,
        field=complaint.field,
        code=case.code,
        test=complaint.test,
        closed_since=at - CLOSED_WITHIN,
    )
    agencies, zone = Agencies(record.offices, procedure.id), procedure.authority.time_zone
    return [
        SimilarView(
            code=each.case.code,
            excerpt=excerpt(each.case.content),
            place=each.case.place,
            distance=None if each.metres is None else round(each.metres),
            likeness=round(each.likeness),
            received_at=each.case.received_at,
            received_text=local_time(each.case.received_at, zone),
            status=each.case.status,
            status_label=STATUS[each.case.status],
            field=named(procedure.fields, each.case.field),
            lead=agencies.name(each.case.lead) if each.case.lead else None,
            merged=each.case.merged,
            closed=each.case.ended_at is not None,
            answered_text=local_time(each.case.ended_at, zone) if each.case.ended_at else None,
            answer=_public_answer(record, each.case.code) if each.case.ended_at else None,
        )
        for each in found[:_MOST]
    ]


def _public_answer(record: Record, code: str) -> str | None:
    """Return what the reporter of a public case was answered. What was answered in private stays so."""
    case = record.cases.find(code)
    return case.given if case is not None and is_public(case.complaint) else None
