"""The query parameters of the figures: whose, of which months, and which table."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from api.figures.exporting import TABLES
from api.web.texts import Line, wrong
from domain.time.months import Month


def _month(written: str) -> str:
    try:
        month = Month.parse(written)
    except ValueError:
        raise wrong("Tháng phải ghi như 2026-11.") from None
    if not 2000 <= month.year <= 2200:
        raise wrong("Tháng phải nằm trong các năm từ 2000 đến 2200.")
    return written


WrittenMonth = Annotated[str, AfterValidator(_month)]


def _thinkable(day: date) -> date:
    if 2000 <= day.year <= 2200:
        return day
    raise wrong("Ngày phải nằm trong các năm từ 2000 đến 2200.")


Day = Annotated[date, AfterValidator(_thinkable)]


class AskedMonths(BaseModel):
    """Những tháng nào."""

    model_config = ConfigDict(extra="forbid")

    first: WrittenMonth | None = Field(
        default=None, description="Từ tháng; bỏ trống là 11 tháng trước.", examples=["2026-01"]
    )
    last: WrittenMonth | None = Field(
        default=None, description="Đến hết tháng; bỏ trống là tháng này.", examples=["2026-11"]
    )

    @model_validator(mode="after")
    def _runs_forward(self) -> Self:
        if self.first and self.last and self.first > self.last:
            raise wrong("Tháng đầu phải không sau tháng cuối; hãy đổi lại hai tháng.")
        return self

    def months(self) -> tuple[Month | None, Month | None]:
        """Return the first and the last month asked for, None for what was not said."""
        return (Month.parse(self.first) if self.first else None, Month.parse(self.last) if self.last else None)


class Asked(AskedMonths):
    """Thống kê của ai, những tháng nào."""

    authority: Line | None = Field(
        default=None, description="Địa phương; bỏ trống là của mình. Ai không thuộc địa phương nào thì phải ghi."
    )
    agency: Line | None = Field(default=None, description="Chỉ cơ quan chủ trì này.", examples=["so-gtvt"])
    field: Line | None = Field(default=None, description="Chỉ lĩnh vực này.", examples=["giao-thong"])
    borders: Line | None = Field(
        default=None,
        description="Theo địa giới cũ của địa phương này, trước khi nhập; bỏ trống là địa giới nay.",
        examples=["binh-dinh"],
    )


class AskedTable(Asked):
    """Thống kê của ai, những tháng nào, và bảng nào nếu là CSV."""

    table: str = Field(
        default="agencies", pattern=f"^({'|'.join(TABLES)})$", description=f"Bảng của tệp CSV: {', '.join(TABLES)}."
    )
