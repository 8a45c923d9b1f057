"""Forgets what need not be known any longer: who tried how often, sessions that have expired."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import structlog
from starlette.concurrency import run_in_threadpool

from api.web.front import Clock
from records.record import Record

EVERY = timedelta(minutes=1)
_log = structlog.get_logger(__name__)


async def purge_for_ever(record: Record, clock: Clock, every: timedelta = EVERY) -> None:
    """Forget again and again, whatever goes wrong."""
    while True:
        try:
            await run_in_threadpool(purge, record, clock)
        except Exception as error:  # noqa: BLE001 - the database may be away; the next round will tell
            _log.warning("purge failed", error=type(error).__name__)
        await asyncio.sleep(every.total_seconds())


def purge(record: Record, clock: Clock) -> None:
    """Forget what is over by now."""
    at = clock()
    record.tries.forget(at)
    record.sessions.forget_expired(at)
