"""The header that makes a repeated request have one effect."""

from __future__ import annotations

from typing import Annotated

from fastapi import Header
from pydantic import AfterValidator

from api.web.texts import wrong


def _key(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text
    raise wrong("Khóa chỉ gồm chữ cái không dấu, chữ số và dấu thông thường; nên dùng một UUID.")


IdempotencyKey = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        description="Khóa do bên gọi đặt, nên là UUID. Gửi lại cùng khóa và cùng nội dung thì nhận cùng câu trả lời.",
        examples=["6f1c2c1a-52a4-4b4d-9f0a-6b1f5e6c7d88"],
        min_length=1,
        max_length=200,
    ),
    AfterValidator(_key),
]
