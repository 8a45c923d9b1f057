"""The request body of a succession of agencies."""

from __future__ import annotations

import datetime

from pydantic import Field

from api.office.bodies import FilledLine
from api.web.body import Body
from api.web.texts import Line
from domain.offices.succession import Heir

MOST_PARTS = 20


class HeirBody(Body):
    """Cơ quan kế thừa một phần."""

    agency: FilledLine = Field(description="Cơ quan kế thừa phần này.", examples=["so-tnmt"])
    field: Line | None = Field(default=None, description="Lĩnh vực; bỏ trống là bất kỳ.", examples=["moi-truong"])
    place: Line | None = Field(default=None, description="Địa bàn; bỏ trống là bất kỳ.", examples=["nha-trang"])

    def to_heir(self) -> Heir:
        """Return the heir of this part."""
        return Heir(self.agency, self.field or None, self.place or None)


class SuccessionBody(Body):
    """Một cơ quan kết thúc và các cơ quan kế thừa."""

    agency: FilledLine = Field(description="Cơ quan kết thúc.", examples=["ubnd-nha-trang"])
    day: datetime.date = Field(
        description="Ngày cơ quan kế thừa bắt đầu, từ 0 giờ; cơ quan cũ làm việc hết ngày trước đó.",
        examples=["2027-01-01"],
    )
    decision: FilledLine = Field(
        description="Số, tên văn bản quyết định.", max_length=200, examples=["Nghị quyết 1669/NQ-UBTVQH15"]
    )
    decided_by: FilledLine = Field(
        description="Cơ quan ra quyết định.", max_length=200, examples=["Ủy ban Thường vụ Quốc hội"]
    )
    heir: FilledLine = Field(
        description="Cơ quan kế thừa: nhận hồ sơ và cán bộ, trừ các phần ở `by_part`.", examples=["so-gtvt"]
    )
    by_part: list[HeirBody] = Field(
        default=[],
        max_length=MOST_PARTS,
        description="Khi cơ quan được chia: lĩnh vực, địa bàn nào về cơ quan nào. Mục cụ thể nhất thắng.",
    )
    confirmed: Line = Field(
        default="",
        description="`seal` của …/agencies/{mã}/dependents, nghĩa là đã xem những gì chuyển theo lúc này.",
        examples=["3-0-0-2-1-0-0-0"],
    )
