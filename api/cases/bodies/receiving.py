"""The request bodies of the centre's acts on a new report: is it in order, is it new, may it be seen."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from api.web.body import ActBodyBase, as_code
from api.web.texts import Line, Words
from domain import acts
from domain.acts import Act, Sealed
from domain.words import ActKind, Urgency

URGENCY_TOLD = "Quy trình riêng mà trung tâm chọn, khi quy chế cho chọn; bỏ trống thì theo lĩnh vực."


class AskSupplementBody(ActBodyBase):
    """Trung tâm đề nghị người gửi bổ sung."""

    act: Literal[ActKind.ASK_SUPPLEMENT]
    wanted: Words = Field(description="Cần bổ sung điều gì.", examples=["Đề nghị cho biết số nhà gần nhất."])

    def to_act(self) -> Act:
        return acts.AskSupplement(wanted=Sealed(self.wanted))


class SupplementBody(ActBodyBase):
    """Người gửi bổ sung."""

    act: Literal[ActKind.SUPPLEMENT]
    text: Words = Field(description="Nội dung bổ sung.", examples=["Đối diện số 45 Lê Hồng Phong."])

    def to_act(self) -> Act:
        return acts.Supplement(text=Sealed(self.text))


class RefuseBody(ActBodyBase):
    """Trung tâm từ chối tiếp nhận."""

    act: Literal[ActKind.REFUSE]
    ground: Line = Field(description="Căn cứ từ chối theo quy trình.", examples=["duplicate"])
    reason: Words = Field(description="Lý do cụ thể.", examples=["Trùng với phản ánh đã tiếp nhận ngày 19/11."])
    duplicate_of: Line | None = Field(
        default=None, description="Mã hồ sơ đã tiếp nhận, khi căn cứ là trùng lặp.", examples=["KH-2026-000001"]
    )

    guidance: Words = Field(
        default="",
        description="Hướng dẫn gửi lại: phản ánh mới cần có gì. Bắt buộc khi căn cứ đòi hỏi.",
        examples=["Đề nghị gửi lại kèm ảnh chụp rõ biển số nhà và thời điểm xảy ra."],
    )

    def to_act(self) -> Act:
        return acts.Refuse(
            ground=self.ground,
            reason=Sealed(self.reason),
            duplicate_of=as_code(self.duplicate_of or "") or None,
            guidance=Sealed(self.guidance),
        )


class VerifyBody(ActBodyBase):
    """Trung tâm xác minh phản ánh đạt yêu cầu."""

    act: Literal[ActKind.VERIFY]
    field: Line | None = Field(default=None, description="Lĩnh vực đúng, nếu cần sửa.", examples=["giao-thong"])

    urgency: Urgency | None = Field(default=None, description=URGENCY_TOLD, examples=["urgent"])

    def to_act(self) -> Act:
        return acts.Verify(field=self.field or None, urgency=self.urgency)


class RestrictBody(ActBodyBase):
    """Giữ kín hồ sơ từ lúc này, chỉ trả lời riêng người gửi."""

    act: Literal[ActKind.RESTRICT]
    ground: Line = Field(description="Căn cứ không công khai theo quy trình.", examples=["reputation"])

    def to_act(self) -> Act:
        return acts.Restrict(ground=self.ground)


class HideBody(ActBodyBase):
    """Ẩn phản ánh có nội dung vi phạm; không xóa gì."""

    act: Literal[ActKind.HIDE]
    ground: Line = Field(description="Căn cứ ẩn theo quy trình.", examples=["abusive"])
    reason: Words = Field(description="Vi phạm ở chỗ nào.", examples=["Nội dung nêu số căn cước của người khác."])

    def to_act(self) -> Act:
        return acts.Hide(ground=self.ground, reason=Sealed(self.reason))


class UnhideBody(ActBodyBase):
    """Thôi ẩn một phản ánh bị ẩn nhầm."""

    act: Literal[ActKind.UNHIDE]
    reason: Words = Field(description="Vì sao thôi ẩn.", examples=["Đã xem lại, nội dung không vi phạm."])

    def to_act(self) -> Act:
        return acts.Unhide(reason=Sealed(self.reason))


class MergeBody(ActBodyBase):
    """Gộp phản ánh vào hồ sơ đang mở có cùng nội dung; người gửi được báo kết quả của hồ sơ đó."""

    act: Literal[ActKind.MERGE]
    into: Line = Field(description="Mã hồ sơ gộp vào.", examples=["KH-2026-000001"])

    def to_act(self) -> Act:
        return acts.Merge(into=as_code(self.into))


class UnmergeBody(ActBodyBase):
    """Tách một phản ánh gộp nhầm, khi hồ sơ đã gộp vào còn mở; phản ánh trở lại chờ xác minh, thời hạn tính từ lúc tách."""

    act: Literal[ActKind.UNMERGE]
    reason: Words = Field(description="Vì sao tách.", examples=["Ổ gà này ở đường khác, không phải chỗ đã phản ánh."])

    def to_act(self) -> Act:
        return acts.Unmerge(reason=Sealed(self.reason))


class MarkAsTestBody(ActBodyBase):
    """Cán bộ kỹ thuật đánh dấu phản ánh do chính mình gửi là thử nghiệm; từ đó không tính vào số liệu."""

    act: Literal[ActKind.MARK_AS_TEST]
    reason: Words = Field(description="Đã thử gì.", examples=["Thử gửi từ điện thoại mới, quên đánh dấu thử nghiệm."])

    def to_act(self) -> Act:
        return acts.MarkAsTest(reason=Sealed(self.reason))


class DeleteTestBody(ActBodyBase):
    """Cán bộ kỹ thuật xóa phản ánh thử nghiệm của mình; việc xóa vẫn được ghi lại."""

    act: Literal[ActKind.DELETE_TEST]
    reason: Words = Field(description="Đã thử gì.", examples=["Đã thử xong việc gửi ảnh từ ứng dụng."])

    def to_act(self) -> Act:
        return acts.DeleteTest(reason=Sealed(self.reason))


ReceivingBody = (
    AskSupplementBody
    | SupplementBody
    | RefuseBody
    | VerifyBody
    | RestrictBody
    | HideBody
    | UnhideBody
    | MergeBody
    | UnmergeBody
    | MarkAsTestBody
    | DeleteTestBody
)
