"""The request bodies of the register of papers."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, Field

from api.office.bodies import FilledLine
from api.papers.registering import Wanted
from api.web.body import Body
from api.web.texts import Line, wrong
from records.papers.rows import Direction, NewOutgoingPaper, NewPaper

_KIND = re.compile(r"[^\s/]{1,20}")


def _kind(written: str) -> str:
    if _KIND.fullmatch(written):
        return written
    raise wrong("Loại văn bản ghi viết tắt, như “BC”, không có dấu cách và dấu “/”.")


PaperKind = Annotated[Line, AfterValidator(_kind)]


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


class OutgoingPaperBody(Body):
    """Một văn bản đi không do hệ thống lập, như ghi trong sổ."""

    sent_on: date = Field(description="Ngày đi.", examples=["2026-11-30"])
    recipient: FilledLine = Field(
        description="Nơi nhận. Văn bản gửi người gửi phản ánh thì ghi “Người gửi phản ánh”, không ghi họ tên.",
        examples=["Ủy ban nhân dân tỉnh"],
    )
    kind: PaperKind = Field(
        description="Chữ viết tắt loại văn bản; số và ký hiệu cơ quan do hệ thống ghi.", examples=["BC"]
    )
    about: FilledLine = Field(description="Trích yếu.", examples=["Báo cáo vướng mắc khi xử lý"])
    code: Line | None = Field(default=None, description="Hồ sơ liên quan, nếu có.", examples=["KH-2026-000001"])

    def paper(self) -> NewOutgoingPaper:
        """Return the paper as the use case takes it."""
        return NewOutgoingPaper(**dict(self) | {"code": self.code or None})


class SoughtPapersBody(Body):
    """Điều kiện lọc sổ văn bản."""

    since: date | None = Field(default=None, description="Từ ngày; bỏ trống là đầu năm.", examples=["2026-01-01"])
    until: date | None = Field(default=None, description="Đến ngày; bỏ trống là hôm nay.", examples=["2026-12-31"])
    agency: Line | None = Field(
        default=None, description="Cơ quan giữ sổ; `centre` là trung tâm.", examples=["so-xay-dung"]
    )
    direction: Direction | None = Field(default=None, description="out: văn bản đi; in: văn bản đến.")
    code: Line | None = Field(default=None, description="Chỉ văn bản của hồ sơ này.", examples=["KH-2026-000001"])

    def wanted(self) -> Wanted:
        """Return the conditions as the use case takes them."""
        return Wanted(self.since, self.until, self.agency or None, self.direction, self.code or None)


class WantedPapersBody(SoughtPapersBody):
    """Điều kiện lọc, và trang nào."""

    page: int = Field(default=1, ge=1, le=100_000, description="Trang thứ mấy.")
    limit: int = Field(default=50, ge=1, le=200, description="Số văn bản mỗi trang.")
