"""Serves an app over a real port, as the front's process does."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Event
from typing import Any

import uvicorn

from api.web.serving.connections import ConnectionLimits, bounded
from api.web.serving.draining import DrainingServer
from stack.ports import free_port
from tests.support.stack.processes import eventually


@dataclass
class Served:
    """A server on this port."""

    port: int
    server: DrainingServer

    @property
    def open_connections(self) -> int:
        return len(self.server.server_state.connections)


@contextmanager
def served(app: Any, limits: ConnectionLimits | None = None) -> Iterator[Served]:
    """Serve the app while the block runs."""
    port = free_port()
    config = uvicorn.Config(
        app,
        host="0.0.0.0",  # noqa: S104 - so that tests may come from several addresses of this machine
        port=port,
        log_config=None,
        access_log=False,
        http=bounded(limits or ConnectionLimits()),
        timeout_graceful_shutdown=1,
    )
    server = DrainingServer(config, stopping=Event(), pause=0)
    thread = threading.Thread(target=server.run, name="served")
    thread.start()
    try:
        eventually(lambda: server.started)
        yield Served(port, server)
    finally:
        server.should_exit = True
        thread.join()
