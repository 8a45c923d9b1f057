"""Stops a front so that nobody notices: first it is not ready, then it takes no new requests, then it ends."""

from __future__ import annotations

import time
from threading import Event
from types import FrameType

import uvicorn


class DrainingServer(uvicorn.Server):
    """A server that goes on serving for `pause` seconds after the signal to stop.

    `stopping` is set at once, so that the front says that it is not ready and the load balancer sends requests elsewhere. Then
    no connection is accepted, and requests in flight are answered before the process ends. A second signal ends the pause.
    """

    def __init__(self, config: uvicorn.Config, *, stopping: Event, pause: float) -> None:
        super().__init__(config)
        self._stopping, self._pause = stopping, pause
        self._signal: tuple[int, FrameType | None] | None = None
        self._until = 0.0

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to stop. A second signal goes on to the next stage at once."""
        if self._stopping.is_set() or not self._pause:
            self._stopping.set()
            super().handle_exit(sig, frame)
            return
        self._stopping.set()
        self._signal, self._until = (sig, frame), time.monotonic() + self._pause

    async def on_tick(self, counter: int) -> bool:
        """End the pause when its time has come."""
        if self._signal is not None and time.monotonic() >= self._until:
            (sig, frame), self._signal = self._signal, None
            super().handle_exit(sig, frame)
        return await super().on_tick(counter)
