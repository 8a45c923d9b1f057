"""Messages as the API and spreadsheets show them: notices to read, and the fate of what was sent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, Field

from api.cases.views.messages import DeliveryView, delivery_view
from api.web.names import Agencies
from api.web.offices import zone_of
from documents.messages.texts import Texts
from documents.tables.table import Cell, Table, local
from domain.messages import Fault, MessageChannel
from language.labels import FAULT, TOLD_OF, local_time
from language.later_words import label_of
from records.messages.rows import MOST_UNREAD, MessageLine, ShownNotice
from records.offices.repository import Offices

_COLUMNS = (
    "Mã tin", "Mã hồ sơ", "Diễn biến", "Vai trò được báo", "Cơ quan", "Tài khoản", "Kênh", "Trạng thái", "Số lần thử",
    "Vì sao chưa gửi được", "Xếp hàng lúc", "Gửi lúc", "Thử lại lúc",
)  # fmt: skip


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


class DeviceView(BaseModel):
    """Thiết bị đã đăng ký."""

    id: UUID


def notice_view(notice: ShownNotice, texts: Texts) -> NoticeView:
    """Return a notice written out for its reader."""
    occasion = notice.occasion
    text = (
        texts.digest((occasion, *notice.others), notice.reader, notice.agencies)
        if notice.others
        else texts.text(occasion, notice.reader, MessageChannel.PORTAL, notice.agencies)
    )
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


def message_views(lines: Iterable[MessageLine], offices: Offices) -> Iterator[MessageView]:
    """Return messages with the names of their authorities' agencies."""
    for line, agencies in _with_agencies(lines, offices):
        yield _message_view(line, agencies)


def messages_table(lines: Iterable[MessageLine], offices: Offices) -> Table:
    """Return messages as a table for a spreadsheet."""
    rows = (_row(_message_view(line, agencies), line) for line, agencies in _with_agencies(lines, offices))
    return Table("Tin gửi ra ngoài", _COLUMNS, rows)


def _with_agencies(lines: Iterable[MessageLine], offices: Offices) -> Iterator[tuple[MessageLine, Agencies]]:
    known = dict[str, Agencies]()
    for line in lines:
        if line.authority not in known:
            known[line.authority] = Agencies(offices, line.authority)
        yield line, known[line.authority].at(line.at)


def _message_view(line: MessageLine, agencies: Agencies) -> MessageView:
    zone = zone_of(line.authority)
    return MessageView(
        **vars(delivery_view(line, agencies)),
        id=line.id,
        code=line.code,
        kind=line.kind,
        label=TOLD_OF.get(line.kind, line.kind),
        attempts=line.attempts,
        fault=line.fault,
        fault_label=label_of(FAULT, line.fault) if line.fault else None,
        fault_detail=line.fault_detail,
        provider_id=line.provider_id,
        queued_at=line.queued_at,
        queued_text=local_time(line.queued_at, zone),
        next_try_at=line.next_try_at,
        next_try_text=local_time(line.next_try_at, zone) if line.next_try_at else None,
    )


def _row(view: MessageView, line: MessageLine) -> tuple[Cell, ...]:
    why = (
        f"{label_of(FAULT, line.fault)} ({line.fault_detail})" if line.fault and line.fault_detail else view.fault_label
    )
    zone = zone_of(line.authority)
    return (
        str(view.id),
        view.code,
        view.label,
        view.role_label,
        view.agency.name if view.agency else "",
        view.account_name,
        view.channel_label,
        view.status_label,
        view.attempts,
        why,
        local(view.queued_at, zone),
        local(view.at, zone),
        local(view.next_try_at, zone),
    )
