"""Deletes what has expired: counters of failed tries, and sessions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

from starlette.concurrency import run_in_threadpool

EVERY = timedelta(minutes=1)


class ExpiringRecords(Protocol):
    """The record as purging needs it; `records.writing.Records` is the real one."""

    def forget_tries(self, at: datetime) -> None: ...

    def forget_sessions(self, at: datetime) -> None: ...


async def purge(records: ExpiringRecords, clock: Callable[[], datetime]) -> None:
    """Delete what has expired by now."""
    at = clock()
    await run_in_threadpool(records.forget_tries, at)
    await run_in_threadpool(records.forget_sessions, at)
