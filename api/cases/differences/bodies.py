"""The request body of a decision on a difference."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from api.web.body import Body
from api.web.texts import Line
from domain.reconciling import Choice


class DecisionBody(Body):
    """Quyết định về một khác biệt."""

    choice: Choice = Field(description="Một trong `choices` của khác biệt.", examples=["rebuild"])
    note: Annotated[Line, Field(description="Lý do, không bắt buộc.", examples=["Đã hỏi trung tâm."])] = ""
