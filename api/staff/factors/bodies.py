"""The request bodies about second factors."""

from __future__ import annotations

import json
from typing import Annotated, Any

from pydantic import Field

from api.web.body import Body
from api.web.texts import Line


class CodeBody(Body):
    """Mã xác thực hoặc mã dự phòng."""

    code: Annotated[Line, Field(min_length=6, max_length=40)] = Field(
        description="Sáu chữ số của ứng dụng xác thực, hoặc một mã dự phòng.", examples=["123456"], repr=False
    )


class PasskeyBody(Body):
    """Khóa truy cập mà trình duyệt vừa tạo."""

    credential: dict[str, Any] = Field(
        description="Kết quả của `navigator.credentials.create()`, như `toJSON()` cho ra.", repr=False
    )
    name: Line = Field("", description="Tên để nhận ra khóa.", examples=["điện thoại của tôi"])

    @property
    def written(self) -> str:
        """The credential as JSON text."""
        return json.dumps(self.credential)
