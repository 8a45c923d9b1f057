"""The case that a report duplicates, as its reporter is told of it: nothing of who reported it, and nothing of its words."""

from __future__ import annotations

from pydantic import BaseModel, Field

from api.web.merged import MergedCases
from api.web.names import Agencies, Name
from domain.visibility import is_public, was_kept
from language.labels import STATUS, local_time


class OriginalView(BaseModel):
    """Hồ sơ đã được tiếp nhận về cùng sự việc. Hồ sơ giữ kín chỉ được nêu lúc nhận."""

    code: str = Field(examples=["KH-2026-000001"])
    received_text: str = Field(examples=["08:00 thứ Hai 23/11/2026"])
    status_label: str | None = Field(examples=["Đang xử lý"])
    lead: Name | None = Field(description="Cơ quan chủ trì.")
    public: bool = Field(description="Ai cũng xem được hồ sơ ấy.")


def original_view(cases: MergedCases, agencies: Agencies, code: str) -> OriginalView | None:
    """Return what the reporter of a duplicate is told of the case `code`, None where the record does not know it."""
    record = cases.find(code)
    if record is None:
        return None
    complaint = record.complaint
    kept = complaint.secret or was_kept(complaint)
    lead = None if kept else complaint.lead
    return OriginalView(
        code=code,
        received_text=local_time(record.received_at, complaint.procedure.authority.time_zone),
        status_label=None if kept else STATUS[complaint.status],
        lead=agencies.name(lead) if lead else None,
        public=is_public(complaint),
    )
