"""The request bodies of the acts that send a case to the people who handle it: dispatch, direction, the focal point,
agencies."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from api.cases.bodies.receiving import URGENCY_TOLD
from api.web.body import ActBodyBase, as_code
from api.web.texts import Line, Words
from domain import acts
from domain.acts import Act, Sealed
from domain.words import ActKind, Urgency

CoOrdinating = Annotated[
    tuple[Line, ...], Field(max_length=50, description="Các cơ quan phối hợp.", examples=[["so-gtvt"]])
]
"""The agencies that co-ordinate."""


class DispatchBody(ActBodyBase):
    """Trung tâm phân phối xử lý; phản ánh chưa xác minh thì được xác minh luôn."""

    act: Literal[ActKind.DISPATCH]
    lead: Line | None = Field(
        default=None,
        description="Cơ quan chủ trì; bỏ trống khi quy trình chuyển cho đầu mối.",
        examples=["ubnd-nha-trang"],
    )
    co_ordinating: CoOrdinating = ()
    field: Line | None = Field(default=None, description="Lĩnh vực đúng, nếu cần sửa.", examples=["giao-thong"])
    note: Words = Field(default="", description="Lời nhắn cho nơi nhận.", examples=["Đề nghị rào chắn trước."])
    urgency: Urgency | None = Field(default=None, description=URGENCY_TOLD, examples=["urgent"])

    def to_act(self) -> Act:
        return acts.Dispatch(
            lead=self.lead or None,
            co_ordinating=self.co_ordinating,
            field=self.field or None,
            note=Sealed(self.note),
            urgency=self.urgency,
        )


class AskDirectionBody(ActBodyBase):
    """Xin lãnh đạo UBND chỉ đạo hồ sơ phức tạp hoặc chưa thống nhất."""

    act: Literal[ActKind.ASK_DIRECTION]
    reason: Words = Field(
        description="Vì sao cần chỉ đạo.", examples=["Vị trí giáp ranh hai phường, chưa rõ ai chủ trì."]
    )

    def to_act(self) -> Act:
        return acts.AskDirection(reason=Sealed(self.reason))


class DirectBody(ActBodyBase):
    """Lãnh đạo UBND chỉ đạo; có giá trị như văn bản giấy."""

    act: Literal[ActKind.DIRECT]
    direction: Words = Field(
        description="Nội dung chỉ đạo.", examples=["Giao phòng Quản lý đô thị chủ trì, báo cáo trong tuần."]
    )

    def to_act(self) -> Act:
        return acts.Direct(direction=Sealed(self.direction))


class ForwardBody(ActBodyBase):
    """Đầu mối chuyển cơ quan xử lý."""

    act: Literal[ActKind.FORWARD]
    lead: Line = Field(description="Cơ quan chủ trì.", examples=["ubnd-nha-trang"])
    co_ordinating: CoOrdinating = ()
    note: Words = Field(default="", description="Lời nhắn cho cơ quan xử lý.", examples=["Đề nghị kiểm tra ngay."])

    def to_act(self) -> Act:
        return acts.Forward(lead=self.lead, co_ordinating=self.co_ordinating, note=Sealed(self.note))


class TakeOnBody(ActBodyBase):
    """Đầu mối trực tiếp xử lý, không chuyển tiếp."""

    act: Literal[ActKind.TAKE_ON]

    def to_act(self) -> Act:
        return acts.TakeOn()


class ReclassifyBody(ActBodyBase):
    """Sửa lĩnh vực, quy trình hoặc cơ quan xử lý đã chọn sai; mục bỏ trống thì giữ nguyên."""

    act: Literal[ActKind.RECLASSIFY]
    field: Line | None = Field(default=None, description="Lĩnh vực đúng.", examples=["moi-truong"])
    lead: Line | None = Field(default=None, description="Cơ quan chủ trì đúng.", examples=["so-tnmt"])
    reason: Words = Field(description="Vì sao sửa.", examples=["Rác thải xây dựng thuộc lĩnh vực môi trường."])
    urgency: Urgency | None = Field(
        default=None, description="Quy trình đúng, khi quy chế cho chọn; bỏ trống thì giữ nguyên.", examples=["urgent"]
    )

    def to_act(self) -> Act:
        return acts.Reclassify(
            field=self.field or None, lead=self.lead or None, reason=Sealed(self.reason), urgency=self.urgency
        )


class InvolveBody(ActBodyBase):
    """Cơ quan chủ trì chuyển thêm cơ quan phối hợp."""

    act: Literal[ActKind.INVOLVE]
    co_ordinating: Annotated[CoOrdinating, Field(min_length=1)]
    note: Words = Field(default="", description="Lời nhắn cho các cơ quan đó.", examples=["Đề nghị cử người phối hợp."])

    def to_act(self) -> Act:
        return acts.Involve(co_ordinating=self.co_ordinating, note=Sealed(self.note))


class AssignBody(ActBodyBase):
    """Giao hồ sơ cho một cán bộ của cơ quan chủ trì."""

    act: Literal[ActKind.ASSIGN]
    officer: Line = Field(description="Mã tài khoản của cán bộ.", examples=["4f1c2c1a52a44b4d9f0a6b1f5e6c7d88"])

    def to_act(self) -> Act:
        return acts.Assign(officer=self.officer)


class AcceptBody(ActBodyBase):
    """Cơ quan chủ trì tiếp nhận."""

    act: Literal[ActKind.ACCEPT]

    def to_act(self) -> Act:
        return acts.Accept()


class ReturnBody(ActBodyBase):
    """Cơ quan chủ trì trả lại vì không đúng thẩm quyền."""

    act: Literal[ActKind.RETURN]
    reason: Words = Field(description="Lý do trả lại.", examples=["Tuyến đường do Sở Giao thông vận tải quản lý."])

    def to_act(self) -> Act:
        return acts.Return(reason=Sealed(self.reason))


class RecallBody(ActBodyBase):
    """Thu hồi hồ sơ từ nơi đang giữ, để chuyển nơi khác; nơi ấy được báo lý do."""

    act: Literal[ActKind.RECALL]
    reason: Words = Field(description="Vì sao thu hồi.", examples=["Tuyến đường này do Sở Giao thông vận tải quản lý."])

    def to_act(self) -> Act:
        return acts.Recall(reason=Sealed(self.reason))


class HandBackBody(ActBodyBase):
    """Trả về trung tâm vì thấy có căn cứ từ chối hoặc gộp; trung tâm quyết định."""

    act: Literal[ActKind.HAND_BACK]
    ground: Line = Field(description="Căn cứ theo quy trình.", examples=["out_of_scope"])
    reason: Words = Field(description="Thấy điều gì.", examples=["Nội dung là đơn tố cáo cán bộ phường."])
    duplicate_of: Line | None = Field(
        default=None,
        description="Mã hồ sơ đã tiếp nhận, khi căn cứ là trùng lặp và đã biết.",
        examples=["KH-2026-000001"],
    )

    def to_act(self) -> Act:
        return acts.HandBack(
            ground=self.ground, reason=Sealed(self.reason), duplicate_of=as_code(self.duplicate_of or "") or None
        )


SendingBody = (
    DispatchBody
    | AskDirectionBody
    | DirectBody
    | ForwardBody
    | TakeOnBody
    | ReclassifyBody
    | InvolveBody
    | AssignBody
    | AcceptBody
    | ReturnBody
    | RecallBody
    | HandBackBody
)
