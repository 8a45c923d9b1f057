"""A background job: adds what happened to the sums that accounts of periods are read from, and makes them anew once a day."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

from procedures import all_procedures
from records.record import Record

EVERY = timedelta(minutes=1)
_RECOUNTED_EVERY = timedelta(days=1)


class Summing:
    """Keeps the sums of every authority. Until it has, accounts are right all the same, and slower."""

    def __init__(self, record: Record, clock: Callable[[], datetime]) -> None:
        self._record = record
        self._clock = clock
        self._recounted_at = clock()

    async def round(self) -> None:
        """Run one round."""
        await asyncio.to_thread(self._keep)

    def _keep(self) -> None:
        zones = {procedure.id: procedure.authority.time_zone for procedure in all_procedures().values()}
        now = self._clock()
        if now - self._recounted_at < _RECOUNTED_EVERY:
            self._record.sums.fold(zones)
            return
        self._record.sums.recount(zones)
        self._recounted_at = now
