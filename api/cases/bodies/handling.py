"""The request bodies of the acts by which an agency works on a case."""

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


class ExtendBody(ActBodyBase):
    """Cơ quan chủ trì gia hạn hồ sơ phức tạp."""

    act: Literal[ActKind.EXTEND]
    reason: Words = Field(description="Lý do gia hạn.", examples=["Phải khảo sát nền đường và chờ vật tư."])

    def to_act(self) -> Act:
        return acts.Extend(reason=Sealed(self.reason))


class RecordInspectionBody(ActBodyBase):
    """Cơ quan xử lý ghi nhận đã phải kiểm tra thực tế."""

    act: Literal[ActKind.RECORD_INSPECTION]
    findings: Words = Field(description="Kết quả kiểm tra.", examples=["Đã đến hiện trường, cống bị vỡ hai nắp."])

    def to_act(self) -> Act:
        return acts.RecordInspection(findings=Sealed(self.findings))


class ReportProgressBody(ActBodyBase):
    """Chưa có kết quả: báo tình trạng, lý do và ngày dự kiến có kết quả."""

    act: Literal[ActKind.REPORT_PROGRESS]
    state: Words = Field(description="Đã làm gì, vì sao chưa xong.", examples=["Đang chờ vật tư, đã rào chắn tạm."])
    expected: date = Field(
        description="Ngày dự kiến có kết quả, sau hôm nay; thành hạn của cơ quan.", examples=["2026-12-15"]
    )

    def to_act(self) -> Act:
        return acts.ReportProgress(state=Sealed(self.state), expected=self.expected)


class FixTemporarilyBody(ActBodyBase):
    """Cơ quan chủ trì đã khắc phục tạm thời sự cố tức thời."""

    act: Literal[ActKind.FIX_TEMPORARILY]
    what: Words = Field(description="Đã khắc phục thế nào.", examples=["Đã cắt điện và rào chắn khu vực."])

    def to_act(self) -> Act:
        return acts.FixTemporarily(what=Sealed(self.what))


class ExplainDelayBody(ActBodyBase):
    """Cơ quan chủ trì giải trình lý do chưa có kết quả."""

    act: Literal[ActKind.EXPLAIN_DELAY]
    reason: Words = Field(description="Lý do chưa có kết quả.", examples=["Mưa lớn kéo dài nên chưa thảm nhựa được."])

    def to_act(self) -> Act:
        return acts.ExplainDelay(reason=Sealed(self.reason))


class SubmitResultBody(ActBodyBase):
    """Cán bộ trình kết quả xử lý."""

    act: Literal[ActKind.SUBMIT_RESULT]
    result: Words = Field(description="Kết quả xử lý.", examples=["Đã vá ổ gà bằng bê tông nhựa ngày 25/11."])
    handled_on: date | None = Field(
        default=None, description="Xử lý xong ngày nào, khi quy chế đòi hỏi.", examples=["2026-11-25"]
    )

    images: list[UUID] = Field(
        default=[],
        max_length=_MOST_IMAGES,
        description="Mã các tệp kết quả đã thêm vào hồ sơ tại …/attachments; công chúng chỉ thấy các ảnh này.",
        examples=[[]],
    )
    no_images: bool = Field(
        default=False, description="Không có hình ảnh việc đã xử lý, khi quy chế đòi kèm ảnh nếu có."
    )
    why_no_images: Words = Field(
        default="",
        description="Vì sao không có hình ảnh, hồ sơ, khi quy chế đòi.",
        examples=["Hòa giải tại nhà, các bên không đồng ý chụp ảnh."],
    )

    paper_number: Line = Field(
        default="", description="Số của văn bản, khi kết quả bằng văn bản.", examples=["152/BC-UBND"]
    )
    paper_date: date | None = Field(default=None, description="Ngày của văn bản.", examples=["2026-11-25"])
    paper_sender: Line = Field(default="", description="Nơi gửi văn bản.", examples=["UBND phường Lộc Thọ"])
    expected: date | None = Field(
        default=None,
        description="Ngày cam kết hoàn thành, khi kết quả là lời cam kết và quy chế cho như vậy.",
        examples=[None],
    )

    def to_act(self) -> Act:
        return acts.SubmitResult(
            result=Sealed(self.result),
            handled_on=self.handled_on,
            images=tuple(dict.fromkeys(map(str, self.images))),
            no_images=self.no_images,
            paper_number=Sealed(self.paper_number),
            paper_date=self.paper_date,
            paper_sender=Sealed(self.paper_sender),
            why_no_images=Sealed(self.why_no_images),
            expected=self.expected,
        )


class KeepCommitmentBody(ActBodyBase):
    """Báo người gửi: việc đã cam kết nay hoàn thành."""

    act: Literal[ActKind.KEEP_COMMITMENT]
    result: Words = Field(description="Đã hoàn thành thế nào.", examples=["Đã trải nhựa toàn tuyến ngày 30/3."])
    images: list[UUID] = Field(
        default=[],
        max_length=_MOST_IMAGES,
        description="Mã các tệp kết quả đã thêm vào hồ sơ tại …/attachments.",
        examples=[[]],
    )

    def to_act(self) -> Act:
        return acts.KeepCommitment(result=Sealed(self.result), images=tuple(dict.fromkeys(map(str, self.images))))


class MoveCommitmentBody(ActBodyBase):
    """Dời ngày cam kết hoàn thành, nêu lý do cho người gửi."""

    act: Literal[ActKind.MOVE_COMMITMENT]
    reason: Words = Field(description="Vì sao phải dời ngày.", examples=["Mưa lớn kéo dài nên chưa trải nhựa được."])
    expected: date = Field(description="Ngày cam kết mới, sau hôm nay.", examples=["2026-12-15"])

    def to_act(self) -> Act:
        return acts.MoveCommitment(reason=Sealed(self.reason), expected=self.expected)


HandlingBody = (
    ExtendBody
    | RecordInspectionBody
    | ReportProgressBody
    | FixTemporarilyBody
    | ExplainDelayBody
    | SubmitResultBody
    | KeepCommitmentBody
    | MoveCommitmentBody
)
