"""The request body that names the words of a report to mask."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from api.web.body import Body
from api.web.texts import Line

MOST_WORDS = 100
_Masked = Annotated[Line, Field(min_length=1, max_length=200)]


class MaskBody(Body):
    """Các cụm từ của phản ánh mà công chúng không đọc được."""

    words: list[_Masked] = Field(
        max_length=MOST_WORDS,
        description="Mọi cụm từ cần che, thay cho lần trước; để trống là không che gì.",
        examples=[["Nguyễn Văn A", "0905 123 456"]],
    )
