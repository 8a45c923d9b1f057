"""The request bodies about a person's request."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, AwareDatetime, Field

from api.office.bodies import FilledLine
from api.personal_data.registering import Asked
from api.web.body import Body, as_code
from api.web.texts import Email, Line, Phone, Words, wrong
from domain.personal_data.requests import RequestKind, RequestStep
from records.personal_data.rows import Correction, Requester


def _filled(text: str) -> str:
    if text:
        return text
    raise wrong("Mục này không được để trống.")


FilledWords = Annotated[Words, AfterValidator(_filled)]


class DataRequestBody(Body):
    """Một yêu cầu về dữ liệu cá nhân, như đã nhận."""

    kind: RequestKind = Field(description="see: xem; correct: chỉnh sửa; restrict: hạn chế; erase: xóa.")
    name: FilledLine = Field(description="Họ tên người yêu cầu.", examples=["Nguyễn Thị Ánh"])
    contact: FilledLine = Field(description="Trả lời về đâu.", examples=["0905 000 001"])
    checked_by: FilledLine = Field(
        description="Đã kiểm tra người yêu cầu bằng cách nào.", examples=["Gọi lại số điện thoại trong hồ sơ"]
    )
    words: FilledWords = Field(description="Yêu cầu gì.", examples=["Xin xóa họ tên và số điện thoại của tôi."])
    code: Line | None = Field(default=None, description="Hồ sơ liên quan, nếu có.", examples=["KH-2026-000001"])
    received_at: AwareDatetime | None = Field(
        default=None, description="Lúc nhận; bỏ trống là bây giờ.", examples=["2026-11-30T09:00:00+07:00"]
    )

    def asked(self) -> Asked:
        """Return the request as the use case takes it."""
        requester = Requester(self.name, self.contact, self.checked_by, self.words)
        return Asked(self.kind, requester, self.code or None, self.received_at)


class StepBody(Body):
    """Lời trả lời, lý do gia hạn, việc đã làm hoặc lý do từ chối."""

    words: FilledWords = Field(examples=["Đã nhận yêu cầu; sẽ thực hiện trong thời hạn."])


class CompletionBody(StepBody):
    """Việc đã làm; yêu cầu chỉnh sửa kèm những phần danh tính đúng ra phải là, phần bỏ trống giữ nguyên."""

    name: Line | None = Field(default=None, description="Họ tên đúng.", examples=["Nguyễn Thị Ánh"], repr=False)
    address: Line | None = Field(default=None, description="Địa chỉ đúng.", repr=False)
    phone: Phone | None = Field(default=None, description="Số di động đúng.", examples=["0905 123 456"], repr=False)
    email: Email | None = Field(default=None, description="Thư điện tử đúng.", examples=["anh@vidu.vn"], repr=False)
    codes: list[Line] = Field(
        default=[],
        max_length=50,
        description="Các hồ sơ khác của cùng người ấy, ngoài hồ sơ mà yêu cầu nêu.",
        examples=[["KH-2026-000002"]],
    )

    def carried_out(self) -> Correction:
        """Return what is done, as the use case takes it."""
        codes = tuple(as_code(code) for code in self.codes if code)
        parts = {part: getattr(self, part) or None for part in ("name", "address", "phone", "email")}
        return Correction(codes, **parts)


class TakenStepBody(CompletionBody):
    """Một bước, như biểu mẫu của trang gửi lên."""

    step: Literal[
        RequestStep.ANSWERED, RequestStep.EXTENDED, RequestStep.CARRIED_OUT, RequestStep.REFUSED, RequestStep.LIFTED
    ]
