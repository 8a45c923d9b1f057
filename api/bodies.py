"""What callers send: a report, and each act. Unknown keys are refused, so that a misspelt one is not lost in silence."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from api.office_bodies import Latitude, Longitude
from api.texts import Email, Line, Password, Phone, Words
from domain import acts
from domain.acts import Act, Sealed
from domain.words import ActKind


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ReporterBody(_Body):
    """Người gửi. Danh tính chỉ trung tâm thấy, để liên lạc."""

    name: Line = Field(default="", description="Họ tên.", examples=["Nguyễn Thị Hoa"])
    address: Line = Field(
        default="", description="Địa chỉ liên hệ.", examples=["12 Trần Phú, phường Lộc Thọ, Nha Trang"]
    )
    phone: Phone = Field(default="", description="Số điện thoại di động.", examples=["0905 123 456"])
    email: Email = Field(default="", description="Địa chỉ thư điện tử, nếu có.", examples=["hoa@vidu.vn"])


class ReportBody(_Body):
    """Một phản ánh, kiến nghị. Phải có những mục nào là do quy trình của địa phương quy định."""

    procedure: Line = Field(description="Mã quy trình của địa phương.", examples=["khanh-hoa"])
    channel: Line = Field(default="portal", description="Kênh tiếp nhận theo quy trình.", examples=["portal"])
    field: Line | None = Field(default=None, description="Lĩnh vực, nếu biết.", examples=["giao-thong"])
    content: Words = Field(
        default="",
        description="Nội dung phản ánh. Là văn bản thường: thẻ HTML được giữ nguyên như chữ.",
        examples=["Ổ gà lớn giữa đường, xe máy phải tránh sang làn ngược chiều, rất nguy hiểm."],
    )
    place: Line = Field(default="", description="Địa điểm.", examples=["Trước số 45 đường Lê Hồng Phong, Nha Trang"])
    place_id: Line | None = Field(
        default=None,
        description="Đơn vị hành chính, theo /api/v1/procedures/{id}/places.",
        examples=["loc-tho"],
    )
    latitude: Latitude | None = Field(default=None, description="Vĩ độ, tính bằng độ.", examples=[12.2451])
    longitude: Longitude | None = Field(default=None, description="Kinh độ, tính bằng độ.", examples=[109.1943])
    occurred_at: Line = Field(
        default="", description="Thời gian, ghi như người gửi nói.", examples=["Sáng 20/11, khoảng 7 giờ"]
    )
    secret: bool = Field(
        default=False, description="Người gửi đề nghị giữ bí mật: kết quả chỉ trả lời riêng người gửi."
    )
    reporter: ReporterBody = Field(default=ReporterBody(), description="Người gửi.")

    def held(self) -> dict[str, str]:
        """What the report holds, by the ids that procedures' requirements use."""
        who = self.reporter
        held = {
            "content": self.content,
            "place": self.place or self.place_id or "",
            "occurred_at": self.occurred_at,
            "name": who.name,
            "address": who.address,
            "phone": who.phone,
            "email": who.email,
        }
        return {requirement: text for requirement, text in held.items() if text}


class SignInBody(_Body):
    """Tên đăng nhập và mật khẩu của cán bộ."""

    username: Line = Field(description="Tên đăng nhập.", examples=["trungtam"])
    password: Password = Field(description="Mật khẩu.", examples=["hientruong"], repr=False)


class NewPasswordBody(_Body):
    """Mật khẩu đang dùng và mật khẩu mới."""

    current: Password = Field(description="Mật khẩu đang dùng.", examples=["hientruong"], repr=False)
    new: Annotated[Password, Field(min_length=10)] = Field(
        description="Mật khẩu mới, từ 10 ký tự.", examples=["một câu dài dễ nhớ"], repr=False
    )


class _ActBody(_Body):
    act_id: UUID = Field(
        description="Mã do bên gọi đặt cho lần thao tác này (UUID). Gửi lại cùng mã thì không bị làm hai lần.",
        examples=["0b8f6f0e-3c1d-4a53-9a56-0d0f6f3b2a11"],
    )

    def to_act(self) -> Act:
        """The act as the core knows it."""
        raise NotImplementedError


class AskSupplementBody(_ActBody):
    """Trung tâm đề nghị người gửi bổ sung."""

    act: Literal[ActKind.ASK_SUPPLEMENT]
    wanted: Words = Field(description="Cần bổ sung điều gì.", examples=["Đề nghị cho biết số nhà gần nhất."])

    def to_act(self) -> Act:
        return acts.AskSupplement(wanted=Sealed(self.wanted))


class SupplementBody(_ActBody):
    """Người gửi bổ sung."""

    act: Literal[ActKind.SUPPLEMENT]
    text: Words = Field(description="Nội dung bổ sung.", examples=["Đối diện số 45 Lê Hồng Phong."])

    def to_act(self) -> Act:
        return acts.Supplement(text=Sealed(self.text))


class RefuseBody(_ActBody):
    """Trung tâm từ chối tiếp nhận."""

    act: Literal[ActKind.REFUSE]
    ground: Line = Field(description="Căn cứ từ chối theo quy trình.", examples=["duplicate"])
    reason: Words = Field(description="Lý do cụ thể.", examples=["Trùng với phản ánh đã tiếp nhận ngày 19/11."])
    duplicate_of: Line | None = Field(
        default=None, description="Mã hồ sơ đã tiếp nhận, khi căn cứ là trùng lặp.", examples=["KH-2026-000001"]
    )

    def to_act(self) -> Act:
        return acts.Refuse(
            ground=self.ground, reason=Sealed(self.reason), duplicate_of=(self.duplicate_of or "").upper() or None
        )


class VerifyBody(_ActBody):
    """Trung tâm xác minh phản ánh đạt yêu cầu."""

    act: Literal[ActKind.VERIFY]
    field: Line | None = Field(default=None, description="Lĩnh vực đúng, nếu cần sửa.", examples=["giao-thong"])

    def to_act(self) -> Act:
        return acts.Verify(field=self.field or None)


class DispatchBody(_ActBody):
    """Trung tâm phân phối xử lý; phản ánh chưa xác minh thì được xác minh luôn."""

    act: Literal[ActKind.DISPATCH]
    lead: Line = Field(description="Cơ quan chủ trì.", examples=["ubnd-nha-trang"])
    co_ordinating: tuple[Line, ...] = Field(
        default=(), max_length=50, description="Các cơ quan phối hợp.", examples=[["so-gtvt"]]
    )
    field: Line | None = Field(default=None, description="Lĩnh vực đúng, nếu cần sửa.", examples=["giao-thong"])
    note: Words = Field(default="", description="Lời nhắn cho cơ quan xử lý.", examples=["Đề nghị rào chắn trước."])

    def to_act(self) -> Act:
        return acts.Dispatch(
            lead=self.lead, co_ordinating=self.co_ordinating, field=self.field or None, note=Sealed(self.note)
        )


class AcceptBody(_ActBody):
    """Cơ quan chủ trì tiếp nhận."""

    act: Literal[ActKind.ACCEPT]

    def to_act(self) -> Act:
        return acts.Accept()


class ReturnBody(_ActBody):
    """Cơ quan chủ trì trả lại vì không đúng thẩm quyền."""

    act: Literal[ActKind.RETURN]
    reason: Words = Field(description="Lý do trả lại.", examples=["Tuyến đường do Sở Giao thông vận tải quản lý."])

    def to_act(self) -> Act:
        return acts.Return(reason=Sealed(self.reason))


class ExtendBody(_ActBody):
    """Cơ quan chủ trì gia hạn hồ sơ phức tạp."""

    act: Literal[ActKind.EXTEND]
    reason: Words = Field(description="Lý do gia hạn.", examples=["Phải khảo sát nền đường và chờ vật tư."])

    def to_act(self) -> Act:
        return acts.Extend(reason=Sealed(self.reason))


class FixTemporarilyBody(_ActBody):
    """Cơ quan chủ trì đã khắc phục tạm thời sự cố tức thời."""

    act: Literal[ActKind.FIX_TEMPORARILY]
    what: Words = Field(description="Đã khắc phục thế nào.", examples=["Đã cắt điện và rào chắn khu vực."])

    def to_act(self) -> Act:
        return acts.FixTemporarily(what=Sealed(self.what))


class ExplainDelayBody(_ActBody):
    """Cơ quan chủ trì giải trình lý do chưa có kết quả."""

    act: Literal[ActKind.EXPLAIN_DELAY]
    reason: Words = Field(description="Lý do chưa có kết quả.", examples=["Mưa lớn kéo dài nên chưa thảm nhựa được."])

    def to_act(self) -> Act:
        return acts.ExplainDelay(reason=Sealed(self.reason))


class SubmitResultBody(_ActBody):
    """Cán bộ trình kết quả xử lý."""

    act: Literal[ActKind.SUBMIT_RESULT]
    result: Words = Field(description="Kết quả xử lý.", examples=["Đã vá ổ gà bằng bê tông nhựa ngày 25/11."])

    def to_act(self) -> Act:
        return acts.SubmitResult(result=Sealed(self.result))


class ApproveBody(_ActBody):
    """Lãnh đạo phê duyệt kết quả."""

    act: Literal[ActKind.APPROVE]

    def to_act(self) -> Act:
        return acts.Approve()


class SendBackBody(_ActBody):
    """Lãnh đạo chuyển lại để điều chỉnh."""

    act: Literal[ActKind.SEND_BACK]
    reason: Words = Field(description="Cần điều chỉnh gì.", examples=["Đề nghị bổ sung ảnh sau khi sửa."])

    def to_act(self) -> Act:
        return acts.SendBack(reason=Sealed(self.reason))


class PublishBody(_ActBody):
    """Công khai kết quả."""

    act: Literal[ActKind.PUBLISH]

    def to_act(self) -> Act:
        return acts.Publish()


class WithholdBody(_ActBody):
    """Trả lời riêng người gửi, không công khai."""

    act: Literal[ActKind.WITHHOLD]
    ground: Line = Field(description="Căn cứ không công khai theo quy trình.", examples=["reporter_asked"])

    def to_act(self) -> Act:
        return acts.Withhold(ground=self.ground)


class RateBody(_ActBody):
    """Người gửi đánh giá kết quả."""

    act: Literal[ActKind.RATE]
    rating: Line = Field(description="Mức đánh giá theo quy trình.", examples=["very_satisfied"])
    comment: Words = Field(default="", description="Ý kiến thêm.", examples=["Cảm ơn, đường đã sửa rất nhanh."])

    def to_act(self) -> Act:
        return acts.Rate(rating=self.rating, comment=Sealed(self.comment))


class WithdrawBody(_ActBody):
    """Người gửi rút phản ánh."""

    act: Literal[ActKind.WITHDRAW]
    reason: Words = Field(default="", description="Lý do rút, nếu muốn nêu.", examples=["Sự việc đã được giải quyết."])

    def to_act(self) -> Act:
        return acts.Withdraw(reason=Sealed(self.reason))


ActBody = Annotated[
    AskSupplementBody
    | SupplementBody
    | RefuseBody
    | VerifyBody
    | DispatchBody
    | AcceptBody
    | ReturnBody
    | ExtendBody
    | FixTemporarilyBody
    | ExplainDelayBody
    | SubmitResultBody
    | ApproveBody
    | SendBackBody
    | PublishBody
    | WithholdBody
    | RateBody
    | WithdrawBody,
    Field(discriminator="act"),
]
"""Every act but filing, told apart by `act`."""
