"""The masked words of a report, as those see them who may mask."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, Field

from api.cases.masking.masking import Masking
from api.web.names import Name, People
from language.labels import local_time
from language.personal_words import PERSONAL_KIND, PersonalKind
from records.cases.rows import CaseRecord
from records.record import Record


class SuggestedView(BaseModel):
    """Một cụm từ có thể chỉ đến một người."""

    kind: PersonalKind
    kind_label: str = Field(examples=["số điện thoại"])
    words: str = Field(examples=["0905 123 456"])


class MaskingView(BaseModel):
    """Phản ánh như công chúng đọc."""

    words: list[str] = Field(description="Các cụm từ đang được che.")
    suggested: list[SuggestedView] = Field(description="Các cụm từ chưa che mà hệ thống gợi ý; có thể thừa hoặc thiếu.")
    content: str
    place: str
    occurred_at: str
    by: Name | None = Field(description="Ai che lần cuối.")
    at: datetime | None
    at_text: str | None = Field(examples=["08:00 thứ Hai 23/11/2026"])


def masking_view(record: Record, case: CaseRecord, masking: Masking) -> MaskingView:
    """Return what the public reads of a case's report, and what might be masked."""
    shown, report = masking.shown, masking.shown or case.report
    time_zone = case.complaint.procedure.authority.time_zone
    return MaskingView(
        words=list(shown.words) if shown else [],
        suggested=[
            SuggestedView(kind=each.kind, kind_label=PERSONAL_KIND[each.kind], words=each.words)
            for each in masking.suggested
        ],
        content=report.content,
        place=report.place,
        occurred_at=report.occurred_at,
        by=People(record.accounts, [shown.by_account]).name(shown.by_account) if shown else None,
        at=shown.at if shown else None,
        at_text=local_time(shown.at, time_zone) if shown else None,
    )
