"""The request bodies of periodic reports."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field

from api.web.body import Body
from api.web.texts import Line, Words, wrong
from domain.acts.base import Sealed
from domain.reports.acts import (
    Check,
    CorrectReport,
    Explain,
    ReportAct,
    ReportActKind,
    ReturnReport,
    SendReport,
    SignOff,
)


def _in_reach(day: date) -> date:
    if 2000 <= day.year <= 2100:
        return day
    raise wrong("Ngày này quá xa; hãy chọn một ngày từ năm 2000 đến năm 2100.")


Day = Annotated[date, AfterValidator(_in_reach)]


class ReportActBody(Body):
    """Một thao tác trên báo cáo định kỳ."""

    act_id: UUID = Field(
        description="Mã do bên gọi đặt cho lần thao tác này (UUID). Gửi lại cùng mã thì không bị làm hai lần.",
        examples=["0b8f6f0e-3c1d-4a53-9a56-0d0f6f3b2a11"],
    )
    kind: ReportActKind = Field(description="Thao tác.", examples=["explain"])
    words: Words = Field(
        default="",
        description="Lời giải trình, tồn đọng vướng mắc, lý do chuyển lại hoặc lý do sửa.",
        examples=["Mưa bão kéo dài"],
    )
    case: Line | None = Field(
        default=None, description="Chỉ khi giải trình: mã một hồ sơ; bỏ trống là mọi hồ sơ trễ hạn của cơ quan."
    )

    def to_act(self) -> ReportAct:
        """Return the act as the core knows it."""
        words = Sealed(self.words)
        match self.kind:
            case ReportActKind.EXPLAIN:
                return Explain(words=words, case=self.case or None)
            case ReportActKind.CHECK:
                return Check(words=words)
            case ReportActKind.RETURN:
                return ReturnReport(reason=words)
            case ReportActKind.SIGN:
                return SignOff()
            case ReportActKind.SEND:
                return SendReport()
            case ReportActKind.CORRECT:
                return CorrectReport(reason=words)


class ReportRequestBody(Body):
    """Yêu cầu một báo cáo, trên những ngày bất kỳ hoặc trên một kỳ đã qua."""

    series: Line = Field(description="Loại báo cáo.", examples=["on-request"])
    first: Day = Field(description="Ngày đầu của số liệu.", examples=["2026-11-01"])
    last: Day = Field(description="Ngày cuối của số liệu, đã qua.", examples=["2026-11-15"])
    wanted_by: Day = Field(description="Ngày phải gửi.", examples=["2026-12-05"])
    words: Words = Field(
        default="", description="Ai yêu cầu, để làm gì.", examples=["UBND tỉnh yêu cầu tại Công văn 12"]
    )
