"""Notes in the record, every few seconds, that this process runs. Who reads it notices a process that stopped or hangs."""

from __future__ import annotations

from datetime import timedelta

from starlette.concurrency import run_in_threadpool

from records.health.repository import Health
from records.health.rows import ProcessKind

EVERY = timedelta(seconds=5)


async def beat(health: Health, process: str, kind: ProcessKind) -> None:
    """Write one heartbeat."""
    await run_in_threadpool(health.beat, process, kind)
