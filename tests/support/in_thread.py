"""Runs asynchronous context managers for synchronous code, each on an event loop in a thread of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import AbstractAsyncContextManager, contextmanager
from threading import Event
from typing import Any, TypeVar

T = TypeVar("T")


@contextmanager
def in_thread(open_it: Callable[[], AbstractAsyncContextManager[T]]) -> Iterator[T]:
    """Use it as `with in_thread(run_postgres) as url:`.

    The thread must live as long as the block: the kernel takes the thread that started a child as its parent.
    """
    opened: Future[T] = Future()
    over = Event()

    async def live() -> None:
        async with open_it() as value:
            opened.set_result(value)
            await asyncio.to_thread(over.wait)

    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="in_thread") as pool:
        life = pool.submit(lambda: asyncio.run(live()))
        either: tuple[Future[Any], ...] = (opened, life)
        wait(either, return_when=FIRST_COMPLETED)
        if not opened.done():
            life.result()
        try:
            yield opened.result()
        finally:
            over.set()
        life.result()
