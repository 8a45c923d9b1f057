"""Tests the requests that carriers send and how they read each answer, with a real SMTP server and HTTP gateway on this
machine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.headerregistry import Address
from typing import Any
from uuid import UUID

import pytest

from activities.delivering import Envelope, NotSent, Sent
from activities.mail import BadMailServer, Mail, MailServer
from activities.sms_and_push import GatewayAddress, SmsAndPush
from documents.messages.texts import Text, Texts
from domain.messages import Fault, MessageChannel
from records.messages.rows import Contact
from stack.ports import free_port
from tests.support import delivery as servers

ID = UUID("6f1c2c1a-52a4-4b4d-9f0a-6b1f5e6c7d88")
CONTACT = Contact(email="anh@example.vn", phone="0905 000 001", devices=("token-1", "token-2"))
TEXT = Text(
    "Phản ánh KH-2026-000001 đã có kết quả", ("Kính gửi Ông/Bà,", "Đã vá ổ gà. <b>&"), "Phản ánh đã có kết quả."
)
SENDER = "Phản ánh hiện trường <khong-tra-loi@vidu.vn>"


def envelope(channel: MessageChannel, *, contact: Contact = CONTACT, text: Text = TEXT) -> Envelope:
    return Envelope(ID, channel, datetime(2026, 11, 20, 3, tzinfo=UTC), "KH-2026-000001", text, contact)


@pytest.fixture
def smtp() -> Iterator[servers.MailServer]:
    server = servers.MailServer().start()
    yield server
    server.stop()


@pytest.fixture
def gateway() -> Iterator[servers.GatewayServer]:
    server = servers.GatewayServer().start()
    yield server
    server.stop()


def mail(url: str) -> Mail:
    return Mail(MailServer.read(url), SENDER, Texts("https://pakn.vidu.vn"))


# E-mail


async def test_an_email_arrives_with_its_diacritics_as_plain_text_and_as_html(smtp: servers.MailServer) -> None:
    assert await mail(smtp.url).send(envelope(MessageChannel.EMAIL)) == Sent("4F2A91")
    [raw], [read] = smtp.letters, smtp.read
    assert b"Subject: =?utf-8?" in raw
    assert raw.isascii()
    assert read["Subject"] == TEXT.subject
    assert read["From"] == SENDER
    assert read["To"] == "anh@example.vn"
    assert read["Message-ID"] == f"<{ID}@vidu.vn>"
    assert read["Auto-Submitted"] == "auto-generated"
    plain, html = (part.get_content() for part in read.iter_parts())
    assert "Đã vá ổ gà. <b>&" in plain
    assert "Đã vá ổ gà. &lt;b&gt;&amp;" in html


@pytest.mark.parametrize(
    "subject",
    [
        "Hồ sơ BMT-2026-000001 được chuyển tới cơ quan bạn",
        "QUÁ HẠN: hồ sơ KH-2026-000001, phê duyệt, công khai, báo cáo bậc 3, chờ lãnh đạo cơ quan xử lý của tỉnh",
        "Đ" * 150,
    ],
)
async def test_a_long_subject_keeps_the_spaces_between_its_words(smtp: servers.MailServer, subject: str) -> None:
    await mail(smtp.url).send(envelope(MessageChannel.EMAIL, text=replace(TEXT, subject=subject)))
    [raw], [read] = smtp.letters, smtp.read
    assert read["Subject"] == subject
    assert all(len(line) <= 78 for line in raw.split(b"\r\n\r\n")[0].split(b"\r\n"))


async def test_the_same_message_is_the_same_email_byte_for_byte(smtp: servers.MailServer) -> None:
    for _ in range(2):
        await mail(smtp.url).send(envelope(MessageChannel.EMAIL))
    assert smtp.letters[0] == smtp.letters[1]


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ("550 5.1.1 <anh@example.vn> no such user", NotSent(Fault.REFUSED, "550")),
        ("554 5.7.1 spam", NotSent(Fault.REFUSED, "554")),
        ("451 4.3.0 try later", NotSent(Fault.BUSY, "451")),
        ("421 4.3.2 shutting down", NotSent(Fault.BUSY, "421")),
        ("250 ok", Sent(None)),
    ],
)
async def test_an_answer_of_500_or_more_is_final_and_its_text_is_not_kept(
    smtp: servers.MailServer, answer: str, outcome: Sent | NotSent
) -> None:
    smtp.answers = [answer]
    assert await mail(smtp.url).send(envelope(MessageChannel.EMAIL)) == outcome


async def test_a_missing_mail_server_counts_as_unreachable() -> None:
    assert await mail(f"smtp://127.0.0.1:{free_port()}").send(envelope(MessageChannel.EMAIL)) == NotSent(
        Fault.UNREACHABLE
    )


async def test_no_password_is_sent_to_a_server_without_encryption(smtp: servers.MailServer) -> None:
    url = smtp.url.replace("smtp://", "smtp://me:secret@")
    assert isinstance(await mail(url).send(envelope(MessageChannel.EMAIL)), NotSent)
    assert smtp.letters == []


@pytest.mark.parametrize(
    "address",
    [
        "anh@example.vn\r\nBcc: all@example.vn",
        "anh@example.vn\nX: y",
        "Ánh <anh@example.vn>",
        "anh@example.vn, all@example.vn",
        "ánh@example.vn",
        "anh",
        "@example.vn",
        "a b@example.vn",
        f"{'a' * 65}@example.vn",
    ],
)
async def test_nothing_is_sent_to_text_that_is_not_exactly_one_address(smtp: servers.MailServer, address: str) -> None:
    to = replace(CONTACT, email=address)
    assert await mail(smtp.url).send(envelope(MessageChannel.EMAIL, contact=to)) == NotSent(Fault.BAD_ADDRESS)
    assert smtp.offered == 0


def test_a_line_break_cannot_get_into_a_header() -> None:
    forged = replace(TEXT, subject="Kết quả\r\nBcc: all@example.vn")
    with pytest.raises(ValueError, match="linefeed or carriage return"):
        mail("smtp://localhost").written(envelope(MessageChannel.EMAIL, text=forged), Address(addr_spec="a@b.vn"))


@pytest.mark.parametrize("channel", [MessageChannel.EMAIL, MessageChannel.SMS, MessageChannel.PUSH])
async def test_a_recipient_without_an_address_for_the_channel_is_reported(
    smtp: servers.MailServer, gateway: servers.GatewayServer, channel: MessageChannel
) -> None:
    carrier = mail(smtp.url) if channel is MessageChannel.EMAIL else sms_and_push(gateway)
    assert await carrier.send(envelope(channel, contact=Contact())) == NotSent(Fault.NO_ADDRESS)


@pytest.mark.parametrize("channel", [MessageChannel.EMAIL, MessageChannel.SMS])
async def test_a_carrier_that_is_not_configured_is_reported(channel: MessageChannel) -> None:
    carrier = Mail(None, SENDER, Texts("")) if channel is MessageChannel.EMAIL else SmsAndPush(None)
    assert await carrier.send(envelope(channel)) == NotSent(Fault.NOT_CONFIGURED)


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://mail.vidu.vn", MailServer("mail.vidu.vn", 25, tls=False)),
        ("smtps://mail.vidu.vn", MailServer("mail.vidu.vn", 465, tls=True)),
        ("smtp://ai%40vidu.vn:m%3At@mail.vidu.vn:587", MailServer("mail.vidu.vn", 587, False, "ai@vidu.vn", "m:t")),
    ],
)
def test_the_mail_servers_address_says_how_to_connect(url: str, server: MailServer) -> None:
    assert MailServer.read(url) == server
    assert "m:t" not in repr(MailServer.read(url))


@pytest.mark.parametrize("url", ["", "mail.vidu.vn", "http://mail.vidu.vn", "smtp://", "smtp://a:b@c:port"])
def test_a_wrong_mail_server_address_is_refused_without_quoting_it(url: str) -> None:
    with pytest.raises(BadMailServer) as refused:
        MailServer.read(url)
    assert str(refused.value) == ""


# SMS and push


def sms_and_push(gateway: servers.GatewayServer) -> SmsAndPush:
    return SmsAndPush(GatewayAddress(gateway.url, "bí-mật".encode("ascii", "replace").decode()))


async def test_an_sms_goes_to_the_number_in_international_form(gateway: servers.GatewayServer) -> None:
    assert await sms_and_push(gateway).send(envelope(MessageChannel.SMS)) == Sent("gw-1")
    [(headers, request)] = gateway.requests
    assert request == {"path": "/v1/messages", "channel": "sms", "to": ["+84905000001"], "text": TEXT.short}
    assert headers["Idempotency-Key"] == str(ID)
    assert headers["Authorization"].startswith("Bearer ")


async def test_a_push_goes_to_every_device_and_the_gone_ones_are_reported(gateway: servers.GatewayServer) -> None:
    gateway.answers = [(200, {}, {"id": "p-1", "unregistered": ["token-2", 7]})]
    assert await sms_and_push(gateway).send(envelope(MessageChannel.PUSH)) == Sent("p-1", ("token-2",))
    [(_, request)] = gateway.requests
    assert request["to"] == ["token-1", "token-2"]
    assert (request["title"], request["text"], request["case"]) == (TEXT.subject, TEXT.short, "KH-2026-000001")


@pytest.mark.parametrize("phone", ["0905", "không có", "+1 202 555 0100", "0905000001,0905000002"])
async def test_an_sms_goes_to_mobile_numbers_only(gateway: servers.GatewayServer, phone: str) -> None:
    to = replace(CONTACT, phone=phone)
    outcome = await sms_and_push(gateway).send(envelope(MessageChannel.SMS, contact=to))
    assert outcome == NotSent(Fault.BAD_ADDRESS)
    assert gateway.requests == []


ANSWERS: list[tuple[int, dict[str, str], Any, Sent | NotSent]] = [
    (422, {}, {"code": "number_blocked"}, NotSent(Fault.REFUSED, "422 number_blocked")),
    (400, {}, b"<html>", NotSent(Fault.REFUSED, "400")),
    (404, {}, [], NotSent(Fault.REFUSED, "404")),
    (422, {}, {"code": "số 0905000001"}, NotSent(Fault.REFUSED, "422")),
    (401, {}, {}, NotSent(Fault.NOT_LET_IN, "401")),
    (503, {}, b"", NotSent(Fault.BUSY, "503")),
    (429, {"Retry-After": "120"}, {}, NotSent(Fault.BUSY, "429", timedelta(minutes=2))),
    (429, {"Retry-After": "999999"}, {}, NotSent(Fault.BUSY, "429", timedelta(minutes=30))),
    (429, {"Retry-After": "mai"}, {}, NotSent(Fault.BUSY, "429")),
    (302, {"Location": "/"}, b"", NotSent(Fault.BUSY, "302")),
    (200, {}, b"ok", Sent(None)),
    (200, {}, {"id": "có dấu"}, Sent(None)),
]


@pytest.mark.parametrize(("status", "headers", "said", "outcome"), ANSWERS)
async def test_each_answer_of_the_gateway_is_final_or_temporary(
    gateway: servers.GatewayServer, status: int, headers: dict[str, str], said: Any, outcome: Sent | NotSent
) -> None:
    gateway.answers = [(status, headers, said)]
    assert await sms_and_push(gateway).send(envelope(MessageChannel.SMS)) == outcome


async def test_a_missing_gateway_counts_as_unreachable() -> None:
    gateway = SmsAndPush(GatewayAddress(f"http://127.0.0.1:{free_port()}"))
    assert await gateway.send(envelope(MessageChannel.SMS)) == NotSent(Fault.UNREACHABLE)
