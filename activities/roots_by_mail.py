"""Sends daily roots to auditors by e-mail and to a time stamp authority: a copy lies where nobody here can change it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from email.message import EmailMessage
from email.utils import formataddr, parseaddr
from typing import Protocol

from pydantic import SecretStr

from activities.delivering import NotSent
from activities.mail import MailServer, hand_in
from activities.stamping import stamped
from records.roots.rows import DailyRoot

Send = Callable[[DailyRoot, str], Awaitable[bytes | None]]

_TEXT = """\
Mã gốc ngày {day} của sổ hồ sơ phản ánh hiện trường.

Ngày:            {date}
Số hồ sơ gom:    {count}
Mã gốc:          {root}
Mã ngày trước:   {previous}
Mã của ngày:     {hash}

Hãy giữ thư này. Khi kiểm chứng, mã của ngày mà hệ thống đưa ra phải trùng với mã trong thư.
"""


class Leaving(Protocol):
    """The settings by which daily roots leave the house."""

    @property
    def smtp_url(self) -> SecretStr | None:
        """The mail server, None for none."""
        ...

    @property
    def mail_from(self) -> str:
        """The sender of e-mails."""
        ...

    @property
    def roots_to(self) -> Sequence[str]:
        """The auditors' e-mail addresses."""
        ...

    @property
    def stamp_authority(self) -> str | None:
        """The address of a time stamp authority, None for none."""
        ...


def ways(settings: Leaving) -> Mapping[str, Send]:
    """Return how daily roots leave the house, by the address that each goes to. Without a mail server no e-mail leaves."""
    stamping = {settings.stamp_authority: stamped} if settings.stamp_authority else {}
    if settings.smtp_url is None:
        return stamping
    mail = RootsByMail(MailServer.read(settings.smtp_url.get_secret_value()), settings.mail_from)
    return {**dict.fromkeys(settings.roots_to, mail.send), **stamping}


class RootsByMail:
    """Sends a root from `sender` by a mail server."""

    def __init__(self, server: MailServer, sender: str) -> None:
        self._server = server
        self._sender = sender

    async def send(self, root: DailyRoot, address: str) -> bytes | None:
        """Send a root. Return the server's answer; None where it did not take the e-mail."""
        sender = parseaddr(self._sender)[1]
        sent = await hand_in(self._server, self.written(root, address), sender=sender, to=address)
        return None if isinstance(sent, NotSent) else (sent.id or "accepted").encode()

    def written(self, root: DailyRoot, address: str) -> EmailMessage:
        """Return the e-mail."""
        name, sender = parseaddr(self._sender)
        message = EmailMessage()
        message["From"] = formataddr((name, sender))
        message["To"] = address
        message["Subject"] = f"Mã gốc ngày {root.date:%d/%m/%Y}: {root.hash.hex()[:16]}"
        message["Message-ID"] = f"<root-{root.hash.hex()[:32]}@{sender.rpartition('@')[2]}>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(
            _TEXT.format(
                day=f"{root.date:%d/%m/%Y}",
                date=root.date.isoformat(),
                count=root.count,
                root=root.root.hex(),
                previous=root.previous.hex() if root.previous else "chưa có",
                hash=root.hash.hex(),
            )
        )
        return message
