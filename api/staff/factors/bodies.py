"""The request bodies about second factors."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from api.web.body import Body
from api.web.texts import Line


class CodeBody(Body):
    """Mã xác thực hoặc mã dự phòng."""

    code: Annotated[Line, Field(min_length=6, max_length=40)] = Field(
        description="Sáu chữ số của ứng dụng xác thực, hoặc một mã dự phòng.", examples=["123456"], repr=False
    )
