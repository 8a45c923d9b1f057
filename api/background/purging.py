"""Deletes what has expired: counters of failed tries, sessions, and processes that ended."""

from __future__ import annotations

from collections.abc import Coroutine
from datetime import timedelta
from functools import partial

from starlette.concurrency import run_in_threadpool

from api.background.repeating import for_ever
from api.web.front import Clock
from records.record import Record

_EVERY = timedelta(minutes=1)
_ENDED = timedelta(days=7)
"""The time without a heartbeat after which a process is forgotten."""


def purging(record: Record, clock: Clock) -> Coroutine[None, None, None]:
    """Return the job, which runs until it is cancelled."""
    return for_ever(partial(purge, record, clock), every=_EVERY, failed="purge failed", job="purge")


async def purge(record: Record, clock: Clock) -> None:
    """Delete what has expired by now."""
    at = clock()
    await run_in_threadpool(record.tries.forget, at)
    await run_in_threadpool(record.sessions.forget_expired, at)
    await run_in_threadpool(record.machines.forget_expired, at)
    await run_in_threadpool(record.health.forget_silent, _ENDED)
