"""Messages as people see them: notices to read, and what became of each message that was sent."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, Field

from api.web.names import Agencies, Name
from calendars import VIETNAM
from documents.messages.texts import Texts
from domain.messages import Fault, MessageChannel, MessageStatus
from domain.words import Role
from language.labels import CHANNEL, FAULT, MESSAGE_STATUS, ROLE, TOLD_OF, local_time
from procedures import all_procedures
from records.messages.rows import MOST_UNREAD, MessageLine, ShownNotice


class NoticeView(BaseModel):
    """Một thông báo trên hệ thống."""

    id: UUID
    code: str = Field(description="Mã hồ sơ hoặc báo cáo định kỳ mà thông báo nói đến.", examples=["KH-2026-000001"])
    kind: str = Field(examples=["dispatched"])
    label: str = Field(examples=["Phân phối xử lý"])
    title: str = Field(examples=["Hồ sơ KH-2026-000001 chờ bạn tiếp nhận"])
    paragraphs: list[str]
    at: datetime
    at_text: str = Field(examples=["08:00 thứ Hai 23/11/2026"])
    article: str | None = Field(examples=["Điều 6 khoản 2 điểm b"])
    read_at: datetime | None = Field(description="Đã đọc từ lúc nào; null nếu chưa đọc.")


class NoticeList(BaseModel):
    """Một trang thông báo, mới nhất trước."""

    items: list[NoticeView]
    unread: int = Field(description=f"Số thông báo chưa đọc, tính cả các trang khác, đếm đến {MOST_UNREAD}.")
    next: str | None = Field(description="Con trỏ của trang sau; null nếu hết.")


def notice_view(notice: ShownNotice, texts: Texts) -> NoticeView:
    """Return a notice in the words of its reader."""
    occasion = notice.occasion
    text = texts.text(occasion, notice.reader, MessageChannel.PORTAL, notice.agencies)
    return NoticeView(
        id=notice.id,
        code=notice.code,
        kind=occasion.kind,
        label=TOLD_OF[occasion.kind],
        title=text.subject,
        paragraphs=list(text.paragraphs),
        at=occasion.at,
        at_text=local_time(occasion.at, occasion.procedure.authority.time_zone),
        article=occasion.article,
        read_at=notice.read_at,
    )


class DeliveryView(BaseModel):
    """Một lần báo cho một người, và việc báo ấy ra sao."""

    role: Role
    role_label: str = Field(examples=["cán bộ chuyên môn"])
    agency: Name | None
    account_name: str | None = Field(description="Tên tài khoản được báo; người gửi không có tên ở đây.")
    channel: MessageChannel
    channel_label: str = Field(examples=["tin nhắn SMS"])
    status: MessageStatus
    status_label: str = Field(examples=["Đã gửi"])
    at: datetime | None = Field(description="Gửi đi hoặc hiện ra lúc nào; null nếu chưa.")
    at_text: str | None = Field(examples=["08:00 thứ Hai 23/11/2026"])
    read_at: datetime | None = Field(description="Người được báo đọc lúc nào, nếu báo trên hệ thống.")


class MessageView(DeliveryView):
    """Một tin gửi ra ngoài hệ thống. Không bao giờ ghi địa chỉ của người nhận."""

    id: UUID
    code: str = Field(examples=["KH-2026-000001"])
    kind: str = Field(examples=["published"])
    label: str = Field(examples=["Công khai kết quả"])
    attempts: int = Field(description="Đã thử gửi bao nhiêu lần.")
    fault: Fault | None = Field(description="Vì sao lần thử gần nhất không gửi được.")
    fault_label: str | None = Field(examples=["Nơi nhận từ chối"])
    fault_detail: str | None = Field(description="Mã mà nơi gửi trả lời.", examples=["550"])
    provider_id: str | None = Field(description="Mã của tin ở nơi gửi.", examples=["4F2A91"])
    queued_at: datetime
    queued_text: str
    next_try_at: datetime | None
    next_try_text: str | None


class MessageList(BaseModel):
    """Một trang tin, mới nhất trước."""

    items: list[MessageView]
    next: str | None = Field(description="Con trỏ của trang sau; null nếu hết.")


def delivery_view(line: MessageLine, agencies: Agencies) -> DeliveryView:
    """Return who was notified, how, and when."""
    at = line.sent_at or (line.queued_at if line.status is MessageStatus.SHOWN else None)
    return DeliveryView(
        role=line.told.role,
        role_label=ROLE[line.told.role],
        agency=agencies.name(line.told.agency) if line.told.agency else None,
        account_name=line.told_name,
        channel=line.channel,
        channel_label=CHANNEL[line.channel],
        status=line.status,
        status_label=MESSAGE_STATUS[line.status],
        at=at,
        at_text=local_time(at, _zone(line)) if at else None,
        read_at=line.read_at,
    )


def message_view(line: MessageLine, agencies: Agencies) -> MessageView:
    """Return a message and what became of it."""
    zone = _zone(line)
    return MessageView(
        **vars(delivery_view(line, agencies)),
        id=line.id,
        code=line.code,
        kind=line.kind,
        label=TOLD_OF[line.kind],
        attempts=line.attempts,
        fault=line.fault,
        fault_label=FAULT[line.fault] if line.fault else None,
        fault_detail=line.fault_detail,
        provider_id=line.provider_id,
        queued_at=line.queued_at,
        queued_text=local_time(line.queued_at, zone),
        next_try_at=line.next_try_at,
        next_try_text=local_time(line.next_try_at, zone) if line.next_try_at else None,
    )


def _zone(line: MessageLine) -> str:
    procedure = all_procedures().get(line.authority)
    return procedure.authority.time_zone if procedure else VIETNAM.key
