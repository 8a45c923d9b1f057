"""The inbox's SMTP server."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.smtp import SMTP, Envelope, Session

from stack.inbox.kept import Inbox, Received
from stack.ports import LOOPBACK


class _Postman:
    """Accepts every e-mail, for any recipient."""

    def __init__(self, inbox: Inbox) -> None:
        self._inbox = inbox

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - its name there
        content = envelope.content if isinstance(envelope.content, bytes) else (envelope.content or "").encode()
        letter = message_from_bytes(content, policy=policy.default)
        key = str(letter["Message-ID"] or "")
        # A message that came twice is stored once, as mail programs do.
        if not key or not self._inbox.known(key):
            received = Received(
                key=key,
                channel="email",
                to=tuple(envelope.rcpt_tos),
                subject=str(letter["Subject"] or ""),
                text=_text(letter),
                at=datetime.now(UTC),
            )
            self._inbox.keep(received)
        return "250 2.0.0 Ok"


def _text(letter: EmailMessage) -> str:
    body = letter.get_body(("plain", "html"))
    return str(body.get_content()).strip() if body else ""


async def serve_mail(inbox: Inbox, port: int) -> asyncio.Server:
    """Start to listen on the loopback address."""
    loop = asyncio.get_running_loop()
    return await loop.create_server(
        lambda: SMTP(_Postman(inbox), hostname="localhost", enable_SMTPUTF8=True), LOOPBACK, port
    )
