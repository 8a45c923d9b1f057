"""Keeps a process at the database's time, and says when its machine's clock is wrong."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Protocol

import structlog

from api.web.front import MOST_DRIFT

EVERY = timedelta(seconds=2)
"""The time between two readings. A machine that slept is wrong for so long at most."""

_log = structlog.get_logger(__name__)


class MeasuredClock(Protocol):
    """The clock as this job needs it; `records.health.clock.DatabaseClock` is the real one."""

    def measure(self) -> None: ...

    def drift(self) -> timedelta: ...


class FollowingTime:
    """Reads the database's time, round after round. Logs a machine's clock that is off, once, and once that it is right again."""

    def __init__(self, clock: MeasuredClock) -> None:
        self._clock = clock
        self._is_off = False

    async def round(self) -> None:
        """Read it once.

        Raises:
            RecordsUnavailable: the database cannot answer now.
        """
        await asyncio.to_thread(self._clock.measure)
        drift = self._clock.drift()
        is_off = abs(drift) > MOST_DRIFT
        if is_off and not self._is_off:
            _log.warning(
                "the machine's clock is wrong: the database's time is used", ahead_seconds=drift.total_seconds()
            )
        elif self._is_off and not is_off:
            _log.info("the machine's clock is right again")
        self._is_off = is_off
