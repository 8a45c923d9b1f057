"""Runs background jobs: round after round, beside what else a process does."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from datetime import timedelta

import structlog

from telemetry import metrics

_log = structlog.get_logger(__name__)


async def for_ever(
    round_: Callable[[], Awaitable[bool | None]],
    *,
    every: timedelta,
    failed: str,
    job: str,
    after_failure: timedelta | None = None,
) -> None:
    """Run a round, wait `every`, and run the next one, until cancelled.

    A round that returns true may have more to do, so the next one follows at once. A round that raises is logged as `failed`,
    and the next one follows after `after_failure`, or after `every` where that is not given.
    Metrics count the rounds under the name `job`.
    """
    while True:
        wait = every
        try:
            with metrics.job_round(job):
                more = await round_()
            if more:
                continue
        except Exception as error:  # noqa: BLE001 - the database or Temporal may be down; the next round tries again
            _log.warning(failed, error=type(error).__name__)
            wait = after_failure or every
        await asyncio.sleep(wait.total_seconds())


@asynccontextmanager
async def in_background(jobs: tuple[Coroutine[None, None, None], ...]) -> AsyncIterator[None]:
    """Run endless jobs beside the block, and cancel them at its end."""
    tasks = [asyncio.create_task(job) for job in jobs]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
