"""TCP ports on the loopback address."""

from __future__ import annotations

import asyncio
import errno
import socket

from language.system_errors import reason_of
from stack.errors import PortTakenError, PortUnusableError

LOOPBACK = "127.0.0.1"

# Children of a supervisor that was just killed need this long to release their ports.
_PATIENCE_SECONDS = 2.0


def free_port() -> int:
    """Return a port that no process listens on now."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port


async def require_free(port: int, *, what: str, option: str, host: str = LOOPBACK) -> None:
    """Return when `port` is free to listen on. Raise an error that names the option if it stays taken."""
    loop = asyncio.get_running_loop()
    patience_ends = loop.time() + _PATIENCE_SECONDS
    while not _can_listen(host, port, what, option):
        if loop.time() >= patience_ends:
            raise PortTakenError(port, what, option)
        await asyncio.sleep(0.1)


def _can_listen(host: str, port: int, what: str, option: str) -> bool:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        # As servers do, because a connection in TIME_WAIT is not a listener.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return False
            # A port reserved for root, or an address of another machine. Waiting does not help.
            raise PortUnusableError(f"{host}:{port}", what, option, reason_of(error)) from error
        return True
