"""Sends e-mail over SMTP. A retry sends the same bytes as the first attempt."""

from __future__ import annotations

import re
import ssl
from dataclasses import dataclass, field
from email.errors import HeaderParseError
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime, parseaddr
from urllib.parse import unquote, urlsplit

import aiosmtplib

from activities.contract import SEND_TIMEOUT
from activities.delivering import Envelope, NotSent, Sent
from documents.messages.texts import Texts
from domain.messages import Fault

_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")
_PORTS = {"smtp": 25, "smtps": 465}


class _SubjectInOnePiece(EmailPolicy):
    """Writes e-mails as the library does, except for the subject, which it encodes as one piece.

    The library breaks a long subject at a space. A mail program drops white space between two encoded words (RFC 2047, 6.2),
    so two words would run into each other.
    """

    def fold_binary(self, name: str, value: str) -> bytes:
        if name.lower() != "subject":
            return super().fold_binary(name, value)
        folded = Header(str(value), "utf-8", header_name=name).encode(linesep=self.linesep)
        return f"{name}: {folded}{self.linesep}".encode("ascii")


_POLICY = _SubjectInOnePiece(linesep="\r\n", cte_type="7bit")


class BadMailServer(ValueError):
    """The mail server's address cannot be parsed. The error does not quote it, because it may contain a password."""


@dataclass(frozen=True)
class MailServer:
    """The address of a mail server. With a user name, nothing is sent before the connection is encrypted."""

    host: str
    port: int
    tls: bool
    user: str | None = None
    password: str | None = field(default=None, repr=False)

    @classmethod
    def read(cls, url: str) -> MailServer:
        """Parse `smtp://user:password@host:port` (STARTTLS where offered) or `smtps://…` (TLS from the first byte).

        Raises:
            BadMailServer: the address is neither.
        """
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:
            raise BadMailServer from None
        if parts.scheme not in _PORTS or not parts.hostname:
            raise BadMailServer
        user = unquote(parts.username) if parts.username else None
        password = unquote(parts.password) if parts.password else None
        return cls(parts.hostname, port or _PORTS[parts.scheme], parts.scheme == "smtps", user, password)


class Mail:
    """Sends e-mails from `sender`, such as `Hiện trường <khong-tra-loi@vidu.vn>`."""

    def __init__(self, server: MailServer | None, sender: str, texts: Texts) -> None:
        self._server = server
        self._sender = _address(*parseaddr(sender))
        self._texts = texts

    async def send(self, envelope: Envelope) -> Sent | NotSent:
        """See `Carrier.send`."""
        if self._server is None:
            return NotSent(Fault.NOT_CONFIGURED)
        if not envelope.contact.email:
            return NotSent(Fault.NO_ADDRESS)
        try:
            to = _address("", envelope.contact.email)
        except ValueError:
            return NotSent(Fault.BAD_ADDRESS)
        message = self.written(envelope, to)
        return await hand_in(self._server, message, sender=self._sender.addr_spec, to=to.addr_spec)

    def written(self, envelope: Envelope, to: Address) -> EmailMessage:
        """Return the e-mail as it is sent. The library raises ValueError for a line break in a header."""
        message = EmailMessage(policy=_POLICY)
        message["From"] = self._sender
        message["To"] = to
        message["Subject"] = envelope.text.subject
        message["Date"] = format_datetime(envelope.queued_at)
        message["Message-ID"] = f"<{envelope.id}@{self._sender.domain}>"
        message["Auto-Submitted"] = "auto-generated"
        message["Content-Language"] = "vi"
        message.set_content(self._texts.plain(envelope.text))
        message.add_alternative(self._texts.html(envelope.text), subtype="html")
        message.set_boundary(f"={envelope.id}=")
        return message


def _address(name: str, address: str) -> Address:
    """Raises ValueError for an address that cannot receive e-mail."""
    if len(address) > 254 or not _ADDRESS.fullmatch(address):
        raise ValueError("not an e-mail address")
    try:
        return Address(name, addr_spec=address)
    except (HeaderParseError, IndexError):
        raise ValueError("not an e-mail address") from None


async def hand_in(server: MailServer, message: EmailMessage, *, sender: str, to: str) -> Sent | NotSent:
    """Hand an e-mail to a mail server. Return its answer, or the fault."""
    try:
        _, answer = await aiosmtplib.send(
            message.as_bytes(),
            sender=sender,
            recipients=[to],
            hostname=server.host,
            port=server.port,
            username=server.user,
            password=server.password,
            use_tls=server.tls,
            # A password is never sent unencrypted. Without one, encryption is used where the server offers it.
            start_tls=None if server.tls or server.user is None else True,
            timeout=SEND_TIMEOUT.total_seconds(),
        )
    except aiosmtplib.SMTPRecipientsRefused as refused:
        return _refused(refused.recipients[0].code)
    except aiosmtplib.SMTPAuthenticationError as refused:
        return NotSent(Fault.NOT_LET_IN, str(refused.code))
    except aiosmtplib.SMTPResponseException as refused:
        return _refused(refused.code)
    except aiosmtplib.SMTPTimeoutError:
        return NotSent(Fault.TIMED_OUT)
    except (aiosmtplib.SMTPException, ssl.SSLError, OSError):
        return NotSent(Fault.UNREACHABLE)
    return Sent(_queue_id(answer))


def _refused(code: int) -> NotSent:
    """Return what a server's refusal means: 5xx is permanent, any other code is temporary."""
    return NotSent(Fault.REFUSED if 500 <= code <= 599 else Fault.BUSY, str(code))


def _queue_id(answer: str) -> str | None:
    """Return the server's id of the e-mail, from an answer such as `2.0.0 Ok: queued as 4F2A91`."""
    found = re.search(r"queued as ([A-Za-z0-9._-]{1,64})", answer)
    return found[1] if found else None
