"""The request bodies of the acts about the parts of the agencies that co-ordinate."""

from __future__ import annotations

from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import Field

from api.web.body import ActBodyBase
from api.web.texts import Line, Words
from domain import acts
from domain.acts import Act, Sealed
from domain.attachments import AttachmentKind, AttachmentStage, most
from domain.words import ActKind

_MOST_IMAGES = sum(most(kind, AttachmentStage.RESULT) for kind in AttachmentKind)


class ContributeBody(ActBodyBase):
    """Cơ quan phối hợp ghi nhận phần việc của mình."""

    act: Literal[ActKind.CONTRIBUTE]
    part: Words = Field(description="Phần việc đã làm.", examples=["Đã nạo vét đoạn cống thuộc đường tỉnh."])
    images: list[UUID] = Field(
        default=[],
        max_length=_MOST_IMAGES,
        description="Mã các tệp của phần việc đã thêm vào hồ sơ tại …/attachments.",
        examples=[[]],
    )

    def to_act(self) -> Act:
        return acts.Contribute(part=Sealed(self.part), images=tuple(dict.fromkeys(map(str, self.images))))


class DeclinePartBody(ActBodyBase):
    """Cơ quan phối hợp báo hồ sơ không có phần việc của mình; hồ sơ rời danh sách của cơ quan ấy."""

    act: Literal[ActKind.DECLINE_PART]
    reason: Words = Field(
        description="Vì sao không có phần việc của đơn vị.", examples=["Đoạn cống này do thành phố quản lý."]
    )

    def to_act(self) -> Act:
        return acts.DeclinePart(reason=Sealed(self.reason))


class SetPartDayBody(ActBodyBase):
    """Cơ quan chủ trì ấn định ngày phải có phần việc của một cơ quan phối hợp, hoặc dời ngày ấy."""

    act: Literal[ActKind.SET_PART_DAY]
    agency: Line = Field(description="Cơ quan phối hợp chưa ghi nhận phần việc.", examples=["so-gtvt"])
    expected: date = Field(description="Ngày phải có phần việc, sau hôm nay.", examples=["2026-12-15"])
    note: Words = Field(default="", description="Lời nhắn cho cơ quan ấy.", examples=["Cần trước khi họp thôn."])

    def to_act(self) -> Act:
        return acts.SetPartDay(agency=self.agency, expected=self.expected, note=Sealed(self.note))


TakingPartBody = ContributeBody | DeclinePartBody | SetPartDayBody
