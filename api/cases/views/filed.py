"""A report that was just filed, as its reporter is answered."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, Field

from api.cases.advice import Advice, advice_on
from api.cases.bodies.report import ReportBody
from api.cases.filing import Filed
from api.cases.views.limits import LimitView, limit_views
from api.web.names import Name
from domain.words import Status
from language.labels import STATUS, local_time


class FiledView(BaseModel):
    """Phản ánh đã được nhận."""

    code: str = Field(description="Mã hồ sơ.", examples=["KH-2026-000001"])
    tracking_key: str = Field(
        description="Mã tra cứu; hãy giữ kín. Gửi trong tiêu đề X-Tracking-Key để xem và theo dõi hồ sơ.",
        examples=["K7QF-2M4X-9PLA-C3ZD-55TB"],
    )
    authority: Name
    status: Status
    status_label: str = Field(examples=["Chờ xác minh"])
    received_at: datetime
    received_text: str = Field(examples=["08:00 thứ Hai 23/11/2026"])
    limits: list[LimitView]
    advice: list[Advice] = Field(description="Gợi ý cho người gửi; phản ánh vẫn được nhận nguyên văn.")


def filed_view(filed: Filed, body: ReportBody) -> FiledView:
    """Return the case as it stood when it was filed, with advice on what the reporter wrote."""
    complaint, authority = filed.complaint, filed.complaint.procedure.authority
    received = complaint.moments["filed"]
    return FiledView(
        code=complaint.code,
        tracking_key=filed.tracking_key,
        authority=Name(id=complaint.procedure.id, name=authority.name),
        status=complaint.status,
        status_label=STATUS[complaint.status],
        received_at=received,
        received_text=local_time(received, authority.time_zone),
        limits=limit_views(complaint, received),
        advice=advice_on(body),
    )
