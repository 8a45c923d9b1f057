"""The bodies of acts about what may be known of a case."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from api.web.body import ActBodyBase
from api.web.texts import Line, Words
from domain import acts
from domain.acts import Act, Sealed
from domain.words import ActKind


class AskSecrecyBody(ActBodyBase):
    """Người gửi đề nghị giữ bí mật sau khi đã gửi: phản ánh thôi công khai, kết quả chỉ trả lời riêng."""

    act: Literal[ActKind.ASK_SECRECY]

    def to_act(self) -> Act:
        return acts.AskSecrecy()


class ShareIdentityBody(ActBodyBase):
    """Cho cung cấp danh tính người gửi cho một cơ quan của hồ sơ, hoặc một bên ngoài hệ thống; danh tính không đi kèm ở đây."""

    act: Literal[ActKind.SHARE_IDENTITY]
    agency: Line | None = Field(
        default=None, description="Cơ quan chủ trì hay phối hợp được xem danh tính từ lúc này.", examples=["so-gtvt"]
    )
    outside: Line = Field(
        default="",
        description="Bên nhận ngoài hệ thống, khi không phải cơ quan của hồ sơ.",
        examples=["Công an thành phố"],
    )
    reason: Words = Field(
        description="Căn cứ, mục đích cung cấp.",
        examples=["Công văn 12/CA ngày 02/3 đề nghị, để liên hệ lấy lời khai."],
    )

    def to_act(self) -> Act:
        return acts.ShareIdentity(reason=Sealed(self.reason), agency=self.agency or None, outside=Sealed(self.outside))


KeepingBody = AskSecrecyBody | ShareIdentityBody
