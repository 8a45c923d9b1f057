"""Notes in the record, every few seconds, that this process runs. Who reads it notices a process that stopped or hangs."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from starlette.concurrency import run_in_threadpool

from records.health.repository import Health
from records.health.rows import ProcessKind

EVERY = timedelta(seconds=5)


async def beat(health: Health, process: str, kind: ProcessKind, alive_file: Path | None = None) -> None:
    """Write one heartbeat, and then touch the file from whose age a container's health check knows that this process runs."""
    await run_in_threadpool(health.beat, process, kind)
    if alive_file is not None:
        await run_in_threadpool(alive_file.touch)
