"""The query parameters of notices and messages, and the request body that registers a device."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from api.web.texts import Line
from domain.messages import MessageChannel, MessageStatus
from records.messages.rows import MessageFilters

_PAGE = 200


class WantedNotices(BaseModel):
    """Điều kiện lọc thông báo."""

    model_config = ConfigDict(extra="forbid")

    code: Line | None = Field(default=None, description="Mã hồ sơ, khi người gửi gọi bằng mã tra cứu; cán bộ bỏ trống.")
    unread: bool = Field(default=False, description="Chỉ thông báo chưa đọc.")
    cursor: Line | None = Field(default=None, description="Con trỏ `next` của trang trước.")
    limit: int = Field(default=50, ge=1, le=200, description="Số thông báo mỗi trang.")


class WantedMessages(BaseModel):
    """Điều kiện lọc tin."""

    model_config = ConfigDict(extra="forbid")

    status: list[MessageStatus] = Field(
        default=[], max_length=10, description="Trạng thái; ghi nhiều lần để chọn nhiều."
    )
    channel: list[MessageChannel] = Field(default=[], max_length=10, description="Kênh gửi.")
    code: Line | None = Field(default=None, description="Mã hồ sơ.", examples=["KH-2026-000001"])

    def filters(self) -> MessageFilters:
        """Return the filters as the record takes them."""
        return MessageFilters(status=tuple(self.status), channel=tuple(self.channel), code=self.code or None)


class WantedPage(WantedMessages):
    """Điều kiện lọc tin, từng trang."""

    cursor: Line | None = Field(default=None, description="Con trỏ `next` của trang trước.")
    limit: int = Field(default=50, ge=1, le=_PAGE, description="Số tin mỗi trang.")


class DeviceBody(BaseModel):
    """Một thiết bị nhận thông báo đẩy."""

    model_config = ConfigDict(extra="forbid")

    token: Line = Field(min_length=1, description="Mã thiết bị do dịch vụ thông báo đẩy cấp.", examples=["fcm:dQw4w9"])
    platform: Literal["android", "ios", "web"]
    code: Line | None = Field(default=None, description="Mã hồ sơ, khi người gửi gọi bằng mã tra cứu.")
