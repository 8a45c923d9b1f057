"""The bodies of acts about a result: approval, publication, what the reporter makes of it; and of the withdrawal."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from api.web.body import ActBodyBase
from api.web.texts import Line, Words
from domain import acts
from domain.acts import Act, Sealed
from domain.words import ActKind


class ApproveBody(ActBodyBase):
    """Lãnh đạo phê duyệt kết quả, có thể sửa khi quy chế cho sửa."""

    act: Literal[ActKind.APPROVE]
    edited: Words = Field(
        default="",
        description="Kết quả sau khi sửa, khi quy chế cho sửa; bỏ trống thì giữ nguyên.",
        examples=["Đã vá ổ gà bằng bê tông nhựa ngày 25/11, có ảnh kèm theo."],
    )

    def to_act(self) -> Act:
        return acts.Approve(edited=Sealed(self.edited))


class SendBackBody(ActBodyBase):
    """Lãnh đạo chuyển lại để điều chỉnh."""

    act: Literal[ActKind.SEND_BACK]
    reason: Words = Field(description="Cần điều chỉnh gì.", examples=["Đề nghị bổ sung ảnh sau khi sửa."])

    def to_act(self) -> Act:
        return acts.SendBack(reason=Sealed(self.reason))


class PublishBody(ActBodyBase):
    """Công khai kết quả, có thể biên tập khi quy chế cho sửa."""

    act: Literal[ActKind.PUBLISH]
    edited: Words = Field(
        default="",
        description="Kết quả sau khi sửa, khi quy chế cho sửa; bỏ trống thì giữ nguyên.",
        examples=["Đã vá ổ gà bằng bê tông nhựa ngày 25/11, có ảnh kèm theo."],
    )

    def to_act(self) -> Act:
        return acts.Publish(edited=Sealed(self.edited))


class WithholdBody(ActBodyBase):
    """Trả lời riêng người gửi, không công khai."""

    act: Literal[ActKind.WITHHOLD]
    ground: Line = Field(description="Căn cứ không công khai theo quy trình.", examples=["reporter_asked"])

    def to_act(self) -> Act:
        return acts.Withhold(ground=self.ground)


class RateBody(ActBodyBase):
    """Người gửi đánh giá kết quả; trung tâm ghi thay người không tự đánh giá được."""

    act: Literal[ActKind.RATE]
    rating: Line = Field(description="Mức đánh giá theo quy trình.", examples=["very_satisfied"])
    comment: Words = Field(
        default="",
        description="Ý kiến thêm, không bắt buộc.",
        examples=["Cảm ơn, đường đã sửa rất nhanh."],
    )

    def to_act(self) -> Act:
        return acts.Rate(rating=self.rating, comment=Sealed(self.comment))


class AskBody(ActBodyBase):
    """Người gửi hỏi thêm về kết quả."""

    act: Literal[ActKind.ASK]
    question: Words = Field(description="Điều muốn hỏi.", examples=["Bao giờ đoạn còn lại được trải nhựa?"])

    def to_act(self) -> Act:
        return acts.Ask(question=Sealed(self.question))


class AnswerBody(ActBodyBase):
    """Cơ quan giải đáp câu hỏi của người gửi."""

    act: Literal[ActKind.ANSWER]
    answer: Words = Field(description="Nội dung giải đáp.", examples=["Đoạn còn lại trải nhựa trong tháng 12."])

    def to_act(self) -> Act:
        return acts.Answer(answer=Sealed(self.answer))


class CommentBody(ActBodyBase):
    """Trao đổi về hồ sơ, người gửi và các cơ quan cùng đọc."""

    act: Literal[ActKind.COMMENT]
    text: Words = Field(description="Nội dung trao đổi.", examples=["Hôm nay đã có đội thi công tới."])

    def to_act(self) -> Act:
        return acts.Comment(text=Sealed(self.text))


class NoteBody(ActBodyBase):
    """Ghi chú nội bộ: chỉ cán bộ của hồ sơ đọc, người gửi và công chúng không bao giờ thấy."""

    act: Literal[ActKind.NOTE]
    text: Words = Field(description="Nội dung ghi chú.", examples=["Đã gọi cho tổ dân phố, hẹn đi kiểm tra chiều nay."])

    def to_act(self) -> Act:
        return acts.Note(text=Sealed(self.text))


class ContestBody(ActBodyBase):
    """Người gửi không đồng ý với kết quả; hồ sơ trở lại xử lý."""

    act: Literal[ActKind.CONTEST]
    reason: Words = Field(description="Vì sao không đồng ý.", examples=["Ổ gà mới vá đã bong ra như cũ."])

    def to_act(self) -> Act:
        return acts.Contest(reason=Sealed(self.reason))


class WithdrawBody(ActBodyBase):
    """Người gửi rút phản ánh."""

    act: Literal[ActKind.WITHDRAW]
    reason: Words = Field(default="", description="Lý do rút, nếu muốn nêu.", examples=["Sự việc đã được giải quyết."])

    def to_act(self) -> Act:
        return acts.Withdraw(reason=Sealed(self.reason))


AnsweringBody = (
    ApproveBody
    | SendBackBody
    | PublishBody
    | WithholdBody
    | RateBody
    | AskBody
    | AnswerBody
    | CommentBody
    | NoteBody
    | ContestBody
    | WithdrawBody
)
