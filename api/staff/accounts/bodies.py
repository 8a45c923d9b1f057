"""The request bodies about an account of staff."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from api.office.bodies import FilledLine
from api.staff.accounts.keeping import AccountDetails
from api.web.texts import Email, Line, Phone
from domain.words import Role
from records.messages.rows import Contact


class _PostBody(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    role: Role = Field(description="Vai trò.", examples=["agency_officer"])
    agency: Line | None = Field(
        default=None, description="Cơ quan xử lý, chỉ và luôn có với vai trò của cơ quan xử lý.", examples=["so-gtvt"]
    )
    display_name: FilledLine = Field(description="Tên hiển thị.", examples=["Trần Văn Bình"])
    email: Email = Field(default="", description="Thư điện tử công vụ, nhận thông báo.", examples=["binh@vidu.vn"])
    phone: Phone = Field(default="", description="Số di động, nhận tin nhắn.", examples=["0905 765 432"])
    provider_identity: Line = Field(
        default="",
        description="Danh tính liên thông: nơi cấp tài khoản của cơ quan gọi người này là gì; bỏ trống nếu không dùng.",
        examples=["5f1c0d2e-binh"],
    )

    def details(self) -> AccountDetails:
        """Return what an admin may change of an account. What was left empty is not said."""
        return AccountDetails(
            role=self.role,
            agency=self.agency or None,
            display_name=self.display_name,
            contact=Contact(email=self.email or None, phone=self.phone or None),
            provider_identity=self.provider_identity or None,
        )


class NewAccountBody(_PostBody):
    """Một tài khoản mới."""

    username: Annotated[str, Field(pattern=r"^[a-z0-9]+([._-][a-z0-9]+)*$", max_length=60)] = Field(
        description="Tên đăng nhập: chữ thường không dấu, chữ số, dấu chấm, gạch nối.", examples=["binh.so-gtvt"]
    )
    authority: Line | None = Field(
        default=None,
        description="Mã quy trình của địa phương; bỏ trống là địa phương của quản trị thêm tài khoản (không có: toàn hệ thống).",
        examples=["khanh-hoa"],
    )


class ChangedAccountBody(_PostBody):
    """Một tài khoản sau khi đổi."""

    cases_to: Line = Field(
        default="",
        description=(
            "Hồ sơ mà người này đang giữ và không giữ tiếp được thì về đâu: mã tài khoản của người cùng cơ quan, hoặc `pool` "
            "là trả về cơ quan để giao lại. Bỏ trống nếu không giữ hồ sơ nào."
        ),
        examples=["pool"],
    )
    active: bool = Field(default=True, description="false: không đăng nhập được nữa, các phiên kết thúc ngay.")
