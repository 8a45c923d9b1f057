"""The query parameters of accounts: whose, of which days, which table, how many late steps."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from api.figures.bodies import Day
from api.figures.periods.accounting import Days
from api.web.texts import Line
from documents.tables.accounts import UNITS

_BY = f"^({'|'.join(UNITS)})$"
MOST_AT_ONCE = 1000
"""The most late steps of one answer in JSON. The files hold all of them."""


class AskedAccount(BaseModel):
    """Số liệu của ai, từ ngày nào đến hết ngày nào."""

    model_config = ConfigDict(extra="forbid")

    first: Day | None = Field(
        default=None, description="Từ ngày; bỏ trống là ngày đầu của tháng có ngày cuối.", examples=["2026-11-01"]
    )
    last: Day | None = Field(default=None, description="Đến hết ngày; bỏ trống là hôm nay.", examples=["2026-11-30"])
    authority: Line | None = Field(
        default=None, description="Địa phương; bỏ trống là của mình. Ai không thuộc địa phương nào thì phải ghi."
    )
    agency: Line | None = Field(default=None, description="Chỉ cơ quan chủ trì này.", examples=["so-gtvt"])
    borders: Line | None = Field(
        default=None,
        description="Theo địa giới cũ của địa phương này, trước khi nhập; bỏ trống là địa giới nay.",
        examples=["binh-dinh"],
    )

    def days(self) -> Days:
        """Return the first and the last day asked for, None for what was not said."""
        return self.first, self.last


class AskedOverdue(AskedAccount):
    """Tỷ lệ quá hạn của ai, từ ngày nào đến hết ngày nào, theo gì."""

    by: str = Field(
        default="district",
        pattern=_BY,
        description="`district` địa bàn lớn nhất, `place` từng địa bàn, `agency` cơ quan chủ trì.",
    )


class AskedLate(AskedAccount):
    """Bước trễ hạn của ai, từ ngày nào đến hết ngày nào."""

    limit: int = Field(default=100, ge=1, le=MOST_AT_ONCE, description="Nhiều nhất bao nhiêu bước.")
