"""Gathers the heads of all cases in a root once a day, and sends it out of the house."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import date, timedelta

import structlog

from api.web.front import Clock
from domain.time.zones import VIETNAM
from records.roots.repository import Roots
from records.roots.rows import DailyRoot

_log = structlog.get_logger(__name__)

Send = Callable[[DailyRoot, str], Awaitable[bytes | None]]
"""Sends a root to an address. Returns the answer, None where it was not taken."""


Tell = Callable[[DailyRoot, str], Awaitable[bool]]
"""Tells the operators that a root was not taken at an address. Returns whether they were told."""


class GatheringRoots:
    """Makes the root of each day that has ended, and sends it to every address by its way. A root that is not taken is sent
    again in the next round."""

    every = timedelta(minutes=10)

    def __init__(self, roots: Roots, ways: Mapping[str, Send], clock: Clock, tell: Tell | None = None) -> None:
        self._roots = roots
        self._ways = ways
        self._clock = clock
        self._tell = tell
        self._told: set[tuple[date, str]] = set()

    async def round(self) -> None:
        """Make the root of yesterday unless it is there, and send what has not left yet."""
        yesterday = self._clock().astimezone(VIETNAM).date() - timedelta(days=1)
        if made := await asyncio.to_thread(self._roots.make, yesterday):
            _log.info("daily root", date=made.date.isoformat(), count=made.count, hash=made.hash.hex())
        for root, address in await asyncio.to_thread(self._roots.unsent, tuple(self._ways)):
            answer = await self._ways[address](root, address)
            if answer is None:
                _log.warning("daily root not sent", date=root.date.isoformat())
                await self._tell_once(root, address)
                continue
            await asyncio.to_thread(self._roots.sent, root.date, address, answer)

    async def _tell_once(self, root: DailyRoot, address: str) -> None:
        """Tell the operators once that a root did not leave. Each process tells on its own."""
        if self._tell is not None and (root.date, address) not in self._told and await self._tell(root, address):
            self._told.add((root.date, address))
