"""Waits in asynchronous tests for what comes true by itself."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta


async def until(true: Callable[[], object], within: timedelta) -> None:
    """Wait until `true` returns, or its coroutine gives, something true. Only a condition that never comes true fails."""
    async with asyncio.timeout(within.total_seconds()):
        while True:
            answer = true()
            if await answer if asyncio.iscoroutine(answer) else answer:
                return
            await asyncio.sleep(0.2)
