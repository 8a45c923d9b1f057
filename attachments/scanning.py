"""Has files scanned for viruses by ClamAV's daemon, over a socket (clamd(8), command INSTREAM)."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

import structlog

from attachments.errors import InfectedFile, ScannerUnavailable

_WORDS = "Phần mềm diệt vi-rút thấy tệp này nguy hiểm; hãy quét máy của bạn rồi gửi tệp khác."
_CONNECTING, _SCANNING = 3.0, 60.0  # seconds
_CHUNK = 64 * 1024
_LONGEST_REPLY = 4096
_log = structlog.get_logger(__name__)


class Scanner:
    """A daemon at `unix:///run/clamav/clamd.ctl` or `tcp://máy:3310`. Every file needs its word before it is taken."""

    def __init__(self, address: str) -> None:
        self._address = address

    def check(self, content: bytes) -> None:
        """Return where the daemon finds nothing.

        Raises:
            InfectedFile: it finds something. The log names what.
            ScannerUnavailable: it does not answer, or not with a clear word. The file must not be taken.
        """
        try:
            with self._connected() as daemon:
                reply = _asked(daemon, content)
        except (OSError, ValueError) as error:
            raise _unavailable(type(error).__name__) from error
        if reply == "stream: OK":
            return
        if reply.startswith("stream: ") and reply.endswith(" FOUND"):
            _log.warning("infected file refused", found=reply.removeprefix("stream: ").removesuffix(" FOUND"))
            raise InfectedFile(_WORDS)
        raise _unavailable(reply or "no answer")

    def answers(self) -> bool:
        """Return whether the daemon is there and takes commands."""
        try:
            with self._connected() as daemon:
                daemon.settimeout(_CONNECTING)
                daemon.sendall(b"zPING\0")
                return _reply(daemon) == "PONG"
        except (OSError, ValueError):
            return False

    def _connected(self) -> socket.socket:
        address = urlsplit(self._address)
        if address.scheme == "tcp":
            opened = socket.create_connection((address.hostname or "", address.port or 0), timeout=_CONNECTING)
        else:
            opened = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            opened.settimeout(_CONNECTING)
            try:
                opened.connect(address.path)
            except OSError:
                opened.close()
                raise
        opened.settimeout(_SCANNING)
        return opened


def _asked(daemon: socket.socket, content: bytes) -> str:
    try:
        for part in _stream(content):
            daemon.sendall(part)
    except (BrokenPipeError, ConnectionResetError):  # it refuses what is larger than its own limit, and says so
        pass
    return _reply(daemon)


def _reply(daemon: socket.socket) -> str:
    reply = b""
    while not reply.endswith(b"\0") and len(reply) < _LONGEST_REPLY and (said := daemon.recv(_LONGEST_REPLY)):
        reply += said
    return reply.rstrip(b"\0\n").decode(errors="replace")


def _stream(content: bytes) -> Iterator[bytes]:
    """Yield the command and the content in pieces, each behind its length; a piece without length ends it."""
    yield b"zINSTREAM\0"
    for start in range(0, len(content), _CHUNK):
        piece = content[start : start + _CHUNK]
        yield len(piece).to_bytes(4, "big") + piece
    yield bytes(4)


def _unavailable(why: str) -> ScannerUnavailable:
    _log.error("virus scanner unavailable", why=why)
    return ScannerUnavailable(why)
