"""Does something to many items, several at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

T = TypeVar("T")


async def at_once(most: int, items: Sequence[T], do: Callable[[T], Awaitable[None]]) -> None:
    """Do something to each of many items, to up to `most` of them at the same time."""
    left = iter(items)

    async def work() -> None:
        for item in left:
            await do(item)

    async with asyncio.TaskGroup() as group:
        for _ in range(min(most, len(items))):
            group.create_task(work())
