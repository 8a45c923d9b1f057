"""The request bodies of the register of papers."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from api.office.bodies import FilledLine
from api.papers.registering import Wanted
from api.web.body import Body
from api.web.texts import Line
from records.papers.rows import Direction, NewPaper


class IncomingPaperBody(Body):
    """Một văn bản đến, như ghi trong sổ."""

    received_on: date = Field(description="Ngày đến.", examples=["2026-11-30"])
    sender: FilledLine = Field(
        description="Nơi gửi. Văn bản của người gửi phản ánh thì ghi “Người gửi phản ánh”, không ghi họ tên.",
        examples=["Sở Xây dựng"],
    )
    paper_number: Line = Field(default="", description="Số, ký hiệu của văn bản.", examples=["125/SXD-VP"])
    dated: date | None = Field(default=None, description="Ngày ghi trên văn bản.", examples=["2026-11-27"])
    about: FilledLine = Field(description="Trích yếu.", examples=["V/v cung cấp thông tin thi công đường Trần Phú"])
    code: Line | None = Field(default=None, description="Hồ sơ liên quan, nếu có.", examples=["KH-2026-000001"])

    def paper(self) -> NewPaper:
        """Return the paper as the use case takes it."""
        return NewPaper(**dict(self) | {"code": self.code or None})


class SoughtPapersBody(Body):
    """Điều kiện lọc sổ văn bản."""

    since: date | None = None
    until: date | None = None
    agency: Line | None = None
    direction: Direction | None = None
    code: Line | None = None

    def wanted(self) -> Wanted:
        """Return the conditions as the use case takes them."""
        return Wanted(**dict(self))
