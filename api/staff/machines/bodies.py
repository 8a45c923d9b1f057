"""The request body that registers a machine client."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from pydantic import Field

from api.web.body import Body
from api.web.texts import Line
from calendars import VIETNAM
from domain.offices.machine_clients import MachineScope, as_networks

_LONGEST = 200
_LATEST = date(2999, 12, 31)


class NewMachineBody(Body):
    """Một kết nối máy mới."""

    authority: Line = Field(default="", description="Mã quy trình của địa phương.", examples=["khanh-hoa"])
    name: Line = Field(
        description="Tên hệ thống, như người đọc diễn biến hồ sơ sẽ thấy.",
        examples=["Hệ thống văn bản Sở Giao thông vận tải"],
        min_length=1,
        max_length=_LONGEST,
    )
    agency: Line = Field(
        default="",
        description="Cơ quan mà máy làm thay; bỏ trống nếu máy chỉ gửi phản ánh qua một kênh.",
        examples=["so-gtvt"],
    )
    purpose: Line = Field(
        description="Dùng vào việc gì, ai chịu trách nhiệm.",
        examples=["Nhận và trả kết quả qua phần mềm văn bản; phụ trách: Trần Bình"],
        min_length=1,
    )
    scopes: list[MachineScope] = Field(
        description="Phạm vi: `cases.read`, `cases.act` cho máy của cơ quan; `cases.file` cho máy của một kênh.",
        default=[],
        examples=[["cases.read", "cases.act"]],
        max_length=len(MachineScope),
    )
    expires_on: date = Field(description="Ngày cuối còn dùng được.", examples=["2027-12-31"], le=_LATEST)
    networks: Line = Field(
        default="",
        description="Các địa chỉ hoặc dải mạng được gọi từ đó, cách nhau bằng dấu phẩy; bỏ trống thì từ đâu cũng được.",
        examples=["203.0.113.0/24"],
    )

    def listed_networks(self) -> tuple[str, ...]:
        """Return the networks as they are kept. Raises ValueError where one is none."""
        return as_networks(each for each in self.networks.replace(";", ",").split(",") if each.strip())

    def expires_at(self) -> datetime:
        """Return the instant at which the last day ends in Vietnam."""
        return datetime.combine(self.expires_on + timedelta(days=1), time(), VIETNAM)
