"""Advice to a reporter on how to write better. It is advice only: the report is filed as it was written."""

from __future__ import annotations

from pydantic import BaseModel, Field

from api.cases.bodies.report import ReportBody
from language.vietnamese import Doubt, doubt_about

_SENTENCES = {
    Doubt.NO_DIACRITICS: "{name} dường như viết không dấu; viết có dấu sẽ giúp cơ quan xử lý hiểu đúng hơn.",
    Doubt.FEW_DIACRITICS: "{name} dường như thiếu dấu ở nhiều chỗ; viết đủ dấu sẽ giúp cơ quan xử lý hiểu đúng hơn.",
    Doubt.FOREIGN_LETTERS: "{name} có nhiều chữ lạ, có thể do phông chữ cũ; hãy thử nhập lại bằng Unicode.",
}


class Advice(BaseModel):
    """Một gợi ý cho người gửi."""

    field: str = Field(examples=["content"])
    kind: Doubt
    message: str


def advice_on(body: ReportBody) -> list[Advice]:
    """Return advice on the content and the place of a report."""
    looked_at = {"content": ("Nội dung", body.content), "place": ("Địa điểm", body.place)}
    return [
        Advice(field=field, kind=doubt, message=_SENTENCES[doubt].format(name=name))
        for field, (name, text) in looked_at.items()
        if (doubt := doubt_about(text))
    ]
