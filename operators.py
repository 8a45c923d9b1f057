"""Tells the operators of the system, by e-mail and SMS, that alarms do not ring, and that they ring again.

The process that notices sends directly: the record's outbox is delivered by workflows, which may be what does not run.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, UUID, uuid5

import structlog

from activities.delivering import Carrier, Envelope, Sent
from activities.mail import Mail, MailServer
from activities.sms_and_push import GatewayAddress, SmsAndPush
from calendars import VIETNAM
from documents.messages.texts import Text, Texts
from domain.messages import MessageChannel
from language.labels import local_time
from records.health.rows import Interrupted, Interruption
from records.messages.rows import Contact
from records.roots.rows import DailyRoot
from settings import Settings

_log = structlog.get_logger(__name__)

_WHY = {
    Interrupted.WORKER: "Không tiến trình worker nào còn chạy. Hãy chạy lại worker và xem nhật ký của nó.",
    Interrupted.TEMPORAL: "Temporal không trả lời. Hãy xem máy chủ Temporal và đường mạng tới nó.",
    Interrupted.ALARMS: "Có mốc hạn đã đến mà chưa được báo, dù worker và Temporal vẫn trả lời. Hãy xem /ready và nhật ký.",
}


def carriers_of(settings: Settings, texts: Texts) -> Mapping[MessageChannel, Carrier]:
    """Return what sends the messages of each channel."""
    server = MailServer.read(settings.smtp_url.get_secret_value()) if settings.smtp_url else None
    token = settings.gateway_token.get_secret_value() if settings.gateway_token else None
    gateway = SmsAndPush(GatewayAddress(settings.gateway_url, token) if settings.gateway_url else None)
    mail = Mail(server, settings.mail_from, texts)
    return {MessageChannel.EMAIL: mail, MessageChannel.SMS: gateway, MessageChannel.PUSH: gateway}


Address = tuple[MessageChannel, Contact]


def addresses_of(emails: Sequence[str], phones: Sequence[str]) -> list[Address]:
    """Return the ways to these people: by e-mail and by SMS."""
    return [
        *((MessageChannel.EMAIL, Contact(email=each)) for each in emails),
        *((MessageChannel.SMS, Contact(phone=each)) for each in phones),
    ]


class Operators:
    """The operators of the system, with their e-mail addresses and mobile numbers."""

    def __init__(
        self, carriers: Mapping[MessageChannel, Carrier], emails: Sequence[str], phones: Sequence[str]
    ) -> None:
        self._carriers = carriers
        self._contacts = addresses_of(emails, phones)

    async def tell(self, interruption: Interruption) -> bool:
        """Tell every operator of the start or, where it has one, of the end. Return whether any message left the house, or nobody
        is to be told."""
        what = "start" if interruption.ended_at is None else "end"
        occasion = uuid5(interruption.id, what)
        return await self.send(occasion, text_of(interruption), interruption.ended_at or datetime.now(UTC))

    async def tell_of_root(self, root: DailyRoot, address: str) -> bool:
        """Tell every operator that the root of a day did not leave for an address. Return as `tell` does."""
        occasion = uuid5(NAMESPACE_URL, f"{root.hash.hex()} {address}")
        return await self.send(occasion, text_of_root(root, address), datetime.now(UTC))

    async def send(self, occasion: UUID, text: Text, at: datetime, also: Sequence[Address] = ()) -> bool:
        """Send a text about an occasion to every operator, and to the people in `also`. Return whether any message left the
        house, or nobody is to be told."""
        addresses = (*self._contacts, *also)
        left = not addresses
        for number, (channel, contact) in enumerate(addresses):
            # A mail server or the gateway recognises a second try by its id.
            id_ = uuid5(occasion, str(number))
            envelope = Envelope(id=id_, channel=channel, queued_at=at, code="", text=text, contact=contact)
            answer = await self._carriers[channel].send(envelope)
            if isinstance(answer, Sent):
                left = True
            else:
                _log.warning("an operator was not told", channel=channel, fault=answer.fault, detail=answer.detail)
        return left


def text_of_root(root: DailyRoot, address: str) -> Text:
    """Return what operators are told of a root that did not leave the house."""
    return Text(
        subject=f"Mã gốc ngày {root.date:%d/%m/%Y} chưa gửi được",
        paragraphs=(
            f"Mã gốc ngày {root.date:%d/%m/%Y} chưa gửi được tới {address}. Hệ thống tiếp tục thử lại.",
            "Hãy xem máy chủ thư, hoặc nơi cấp dấu thời gian, và nhật ký của worker.",
        ),
        short=f"Hien truong: ma goc ngay {root.date:%d/%m} chua gui duoc. Xem nhat ky worker.",
    )


def text_of(interruption: Interruption) -> Text:
    """Return what operators are told. It holds no case, because it may be read on the way."""
    began = local_time(interruption.began_at, VIETNAM.key)
    if interruption.ended_at is None:
        return Text(
            subject=f"Hệ thống nhắc hạn ngừng từ {began}",
            paragraphs=(
                _WHY.get(interruption.part, "Hãy xem /ready và nhật ký."),
                "Mọi thời hạn vẫn tính. Trang của cán bộ ghi rõ việc nhắc hạn đang ngừng.",
            ),
            short=f"Hien truong: he thong nhac han ngung tu {interruption.began_at.astimezone(VIETNAM):%H:%M %d/%m}. "
            "Han van tinh. Xem /ready.",
        )
    ended = local_time(interruption.ended_at, VIETNAM.key)
    return Text(
        subject=f"Hệ thống nhắc hạn chạy lại từ {ended}",
        paragraphs=(
            f"Việc nhắc hạn đã ngừng từ {began} đến {ended}.",
            "Những mốc hạn đến trong thời gian đó được báo ngay bây giờ, mỗi mốc một lần.",
        ),
        short=f"Hien truong: he thong nhac han chay lai tu {interruption.ended_at.astimezone(VIETNAM):%H:%M %d/%m}.",
    )
