"""Keeps children alive: starts them in order, reports what it waits for, restarts those that die, and stops all."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections import deque
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from stack.children import Child, Process
from stack.errors import ChildFailedError, StackError

Say = Callable[[str], None]

_FROM_A_TERMINAL: Final = (signal.SIGINT, signal.SIGHUP)


@contextmanager
def timed(say: Say, what: str) -> Iterator[None]:
    """Say what is waited for, and how long that took."""
    say(f"Đang chờ {what} …")
    began = time.monotonic()
    yield
    seconds = f"{time.monotonic() - began:.1f}".replace(".", ",")
    say(f"  {what}: xong sau {seconds} giây.")


def way_to_stop() -> str:
    """Return how a person stops this process. Under nohup or in the background of a script, no terminal reaches it."""
    return f"kill {os.getpid()}" if any(map(_is_ignored, _FROM_A_TERMINAL)) else "Ctrl-C"


def _is_ignored(number: signal.Signals) -> bool:
    return signal.getsignal(number) is signal.SIG_IGN


@dataclass(frozen=True, slots=True)
class RestartLimit:
    """The number of deaths of one child, and the seconds within which so many deaths stop everything."""

    deaths: int = 3
    seconds: float = 60.0


class Supervisor:
    """Use `await supervisor.run(compose())`, where `compose` starts children with `start`."""

    def __init__(self, logs: Path, say: Say, limit: RestartLimit | None = None) -> None:
        self._logs = logs
        self._screen = say
        self._limit = limit or RestartLimit()
        self._processes: dict[str, Process] = {}
        self._keepers: list[asyncio.Task[None]] = []
        self._over = asyncio.Event()
        self._failure: BaseException | None = None
        self._interrupted = False

    async def run(self, compose: Coroutine[Any, Any, None]) -> None:
        """Run `compose`, then watch until a signal arrives or a child dies too often. Stop all children in every case."""
        loop = asyncio.get_running_loop()
        # A terminal's signal that was ignored at our start (nohup, a script's background) stays ignored. SIGTERM never is.
        watched = (signal.SIGTERM, *(number for number in _FROM_A_TERMINAL if not _is_ignored(number)))
        for number in watched:
            loop.add_signal_handler(number, self._on_signal)
        composing = asyncio.create_task(compose)
        over = asyncio.create_task(self._over.wait())
        try:
            await asyncio.wait((composing, over), return_when=asyncio.FIRST_COMPLETED)
            if composing.done() and not composing.exception():
                await over
        finally:
            for task in (composing, over):
                task.cancel()
            outcome, _ = await asyncio.gather(composing, over, return_exceptions=True)
            await self.stop()
            for number in watched:
                loop.remove_signal_handler(number)
        if self._failure:
            raise self._failure
        if isinstance(outcome, asyncio.CancelledError) or not isinstance(outcome, BaseException):
            return
        # Ctrl-C reaches every program in the foreground, so a failure after it is expected.
        if not (self._interrupted and isinstance(outcome, StackError)):
            raise outcome

    async def start(self, *children: Child) -> None:
        """Start children at the same time, wait until each is healthy, and keep them alive from then on."""
        starts = [asyncio.create_task(self._start(child)) for child in children]
        try:
            await asyncio.gather(*starts)
        finally:
            for start in starts:
                start.cancel()
            await asyncio.gather(*starts, return_exceptions=True)

    async def _start(self, child: Child) -> None:
        with self.waiting(child.title):
            process = await self._launch(child)
        keeper = asyncio.create_task(self._keep(process))
        keeper.add_done_callback(self._on_keeper_end)
        self._keepers.append(keeper)

    @contextmanager
    def waiting(self, what: str) -> Iterator[None]:
        """Print what is waited for, and how long that took."""
        with timed(self._say, what):
            yield

    async def stop(self) -> None:
        """Stop the children in the reverse order of their start."""
        for keeper in self._keepers:
            keeper.cancel()
        await asyncio.gather(*self._keepers, return_exceptions=True)
        for process in reversed(self._processes.values()):
            await process.stop()

    async def _launch(self, child: Child) -> Process:
        process = await Process.launch(child, self._logs)
        # Registered before it is healthy, so that a stop in between finds it.
        self._processes[child.name] = process
        await process.until_healthy(self._say)
        return process

    async def _keep(self, process: Process) -> None:
        """Restart a child as often as the limit allows. Then raise an error with its last lines."""
        child = process.child
        deaths: deque[float] = deque()
        while True:
            await process.wait()
            deaths.append(time.monotonic())
            while deaths[-1] - deaths[0] > self._limit.seconds:
                deaths.popleft()
            if not child.restart or len(deaths) >= self._limit.deaths:
                raise process.failure(f"{child.title} đã dừng {len(deaths)} lần ({process.end()}); dừng tất cả.")
            self._say(f"{child.title} dừng bất ngờ ({process.end()}); khởi động lại.")
            process = await self._relaunch(child)

    async def _relaunch(self, child: Child) -> Process:
        """Start a child again. A run that does not become healthy is killed, and counts as one more death."""
        try:
            with self.waiting(child.title):
                return await self._launch(child)
        except ChildFailedError:
            process = self._processes[child.name]
            process.kill()
            return process

    def _on_keeper_end(self, keeper: asyncio.Task[None]) -> None:
        if not keeper.cancelled():
            self._failure = self._failure or keeper.exception()
            self._over.set()

    def _on_signal(self) -> None:
        if not self._interrupted:
            self._interrupted = True
            self._over.set()
            self._say(f"Đang dừng … ({way_to_stop()} lần nữa để dừng ngay)")
            return
        for process in self._processes.values():
            process.kill()

    def _say(self, sentence: str) -> None:
        """Print a sentence. A closed terminal is ignored, because it must neither stop the children nor keep them running."""
        with suppress(OSError):
            self._screen(sentence)
