"""The request body of a search for a reporter's cases. It is a body, because a name or a phone must not stand in an address."""

from __future__ import annotations

from pydantic import ConfigDict, Field, model_validator

from api.web.body import Body
from api.web.texts import Line, Phone, wrong


class SoughtReporterBody(Body):
    """Tìm hồ sơ theo người gửi: theo họ tên, hoặc theo số điện thoại."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"phone": "+84 905 123 456"}]})

    name: Line = Field(default="", description="Họ tên, có dấu hay không dấu.", examples=["Nguyễn Thị Hoa"])
    phone: Phone = Field(default="", description="Số điện thoại, viết cách nào cũng được.", examples=["0905.123.456"])

    @model_validator(mode="after")
    def _one_of_both(self) -> SoughtReporterBody:
        if bool(self.name) is bool(self.phone):
            raise wrong("Hãy ghi họ tên hoặc số điện thoại của người gửi, một trong hai.")
        return self
