"""Bounds what one connection, and one address, may hold of the front: uvicorn waits for headers and bodies without end."""

from __future__ import annotations

import asyncio
import ipaddress
from collections import Counter
from dataclasses import dataclass
from typing import ClassVar

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

_TOO_SLOW = "Yêu cầu gửi lên quá chậm nên đã bị ngắt; hãy gửi lại."
_EVERYBODY = "*"


@dataclass(frozen=True)
class ConnectionLimits:
    """The time that a request may take to arrive, and the number of connections that an address may hold.

    A body must bring something in any `body_seconds`, and `least_rate` bytes a second over its whole length. Proxies in
    `trusted` speak for many people, so their connections are not counted.
    """

    header_seconds: float = 15.0
    body_seconds: float = 30.0
    least_rate: int = 500
    of_address: int = 256  # 0 means no limit
    trusted: str = ""


class BoundedProtocol(H11Protocol):
    """HTTP/1.1 with these limits. `bounded` makes a class of it for one server."""

    limits: ClassVar[ConnectionLimits]
    held: ClassVar[Counter[str]]

    _counted: str | None = None
    _due: float | None = None
    _in_body = False
    _timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn's own
        """Take the connection, unless its address holds too many."""
        super().connection_made(transport)
        if self._is_one_too_many():
            transport.abort()
        else:
            self._expect(self.limits.header_seconds)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        self._stop_waiting()
        if self._counted is not None:
            self.held[self._counted] -= 1
            if not self.held[self._counted]:
                del self.held[self._counted]
            self._counted = None
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what arrived, and say until when more must arrive."""
        super().data_received(data)
        match self.conn.their_state:
            case h11.IDLE:  # headers are not complete
                if self._due is None or self._in_body:
                    self._in_body = False
                    self._expect(self.limits.header_seconds)
            case h11.SEND_BODY:
                if self._due is None or not self._in_body:
                    self._in_body = True
                    self._expect(self.limits.body_seconds)
                else:
                    latest = self.loop.time() + self.limits.body_seconds
                    self._due = min(latest, self._due + len(data) / self.limits.least_rate)
            case _:
                self._stop_waiting()

    def _is_one_too_many(self) -> bool:
        address = self.client[0] if self.client else ""
        if not self.limits.of_address or not address or _is_trusted(address, self.limits.trusted):
            return False
        if self.held[address] >= self.limits.of_address:
            return True
        self.held[address] += 1
        self._counted = address
        return False

    def _expect(self, seconds: float) -> None:
        self._due = self.loop.time() + seconds
        if self._timer is None:
            self._timer = self.loop.call_at(self._due, self._look)

    def _stop_waiting(self) -> None:
        self._due = None
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _look(self) -> None:
        """Close a connection that is late. One whose reading we paused ourselves is not."""
        self._timer = None
        if self._due is None or self.transport.is_closing():
            return
        if self.flow.read_paused:
            self._expect(self.limits.body_seconds)
        elif self.loop.time() < self._due:
            self._timer = self.loop.call_at(self._due, self._look)
        else:
            self._give_up()

    def _give_up(self) -> None:
        if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):  # nothing was answered yet
            text = _TOO_SLOW.encode()
            head = f"HTTP/1.1 408 Request Timeout\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: {len(text)}"
            self.transport.write(f"{head}\r\nConnection: close\r\n\r\n".encode() + text)
        self.transport.close()


def bounded(limits: ConnectionLimits) -> type[H11Protocol]:
    """Return the protocol of a server with these limits, which counts its connections."""
    return type("BoundedProtocolOfServer", (BoundedProtocol,), {"limits": limits, "held": Counter[str]()})


def _is_trusted(address: str, trusted: str) -> bool:
    named = [each.strip() for each in trusted.split(",") if each.strip()]
    return _EVERYBODY in named or any(_holds(each, address) for each in named)


def _holds(network: str, address: str) -> bool:
    try:
        return ipaddress.ip_address(address) in ipaddress.ip_network(network, strict=False)
    except ValueError:  # a name, such as that of a socket
        return network == address
