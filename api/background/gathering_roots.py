"""Gathers the heads of all cases in a root once a day, and sends it out of the house."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta

import structlog

from api.web.front import Clock
from domain.time.zones import VIETNAM
from records.roots.repository import Roots
from records.roots.rows import DailyRoot

_log = structlog.get_logger(__name__)

Send = Callable[[DailyRoot, str], Awaitable[bytes | None]]
"""Sends a root to an address. Returns the answer, None where it was not taken."""


class GatheringRoots:
    """Makes the root of each day that has ended, and sends it to every address by its way. A root that is not taken is sent
    again in the next round."""

    every = timedelta(minutes=10)

    def __init__(self, roots: Roots, ways: Mapping[str, Send], clock: Clock) -> None:
        self._roots = roots
        self._ways = ways
        self._clock = clock

    async def round(self) -> None:
        """Make the root of yesterday unless it is there, and send what has not left yet."""
        yesterday = self._clock().astimezone(VIETNAM).date() - timedelta(days=1)
        if made := await asyncio.to_thread(self._roots.make, yesterday):
            _log.info("daily root", date=made.date.isoformat(), count=made.count, hash=made.hash.hex())
        for root, address in await asyncio.to_thread(self._roots.unsent, tuple(self._ways)):
            answer = await self._ways[address](root, address)
            if answer is None:
                _log.warning("daily root not sent", date=root.date.isoformat())
                continue
            await asyncio.to_thread(self._roots.sent, root.date, address, answer)
