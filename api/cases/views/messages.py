"""The messages about an event, as the API shows them: who was notified, how and when."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, Field

from api.web.names import Agencies, Name
from api.web.offices import zone_of
from domain.messages import MessageChannel, MessageStatus
from domain.words import Role
from language.labels import CHANNEL, MESSAGE_STATUS, ROLE, local_time
from language.later_words import label_of
from records.messages.rows import MessageLine


class DeliveryView(BaseModel):
    """Một lần báo cho một người, và việc báo ấy ra sao."""

    role: Role
    role_label: str = Field(examples=["cán bộ chuyên môn"])
    agency: Name | None
    account_name: str | None = Field(description="Tên tài khoản được báo; người gửi không có tên ở đây.")
    in_place_of: str | None = Field(
        description="Vai trò không có ai giữ, nên báo cho cấp trên kế tiếp.", examples=["lãnh đạo cơ quan xử lý"]
    )
    channel: MessageChannel
    channel_label: str = Field(examples=["tin nhắn SMS"])
    status: MessageStatus
    status_label: str = Field(examples=["Đã gửi"])
    at: datetime | None = Field(description="Gửi đi hoặc hiện ra lúc nào; null nếu chưa.")
    at_text: str | None = Field(examples=["08:00 thứ Hai 23/11/2026"])
    read_at: datetime | None = Field(description="Người được báo đọc lúc nào, nếu báo trên hệ thống.")


def delivery_view(line: MessageLine, agencies: Agencies) -> DeliveryView:
    """Return who was told, how, and when."""
    at = line.sent_at or (line.queued_at if line.status is MessageStatus.SHOWN else None)
    return DeliveryView(
        role=line.told.role,
        role_label=ROLE[line.told.role],
        agency=agencies.name(line.told.agency) if line.told.agency else None,
        account_name=line.told_name,
        in_place_of=ROLE[line.in_place_of] if line.in_place_of else None,
        channel=line.channel,
        channel_label=label_of(CHANNEL, line.channel),
        status=line.status,
        status_label=label_of(MESSAGE_STATUS, line.status),
        at=at,
        at_text=local_time(at, zone_of(line.authority)) if at else None,
        read_at=line.read_at,
    )
