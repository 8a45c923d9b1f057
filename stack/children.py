"""A child process: what it is (`Child`), and one life of it (`Process`)."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Final

from stack import tether
from stack.accounts import Account
from stack.errors import ChildFailedError

# Given what the child has written in this life, says whether it is ready.
Probe = Callable[[str], Awaitable[bool]]

_POLL_SECONDS: Final = 0.05
_PROBE_LIMIT_SECONDS: Final = 5.0
_OUTPUT_BYTES: Final = 64 * 1024
_LAST_LINES: Final = 15
_LOG_BYTES: Final = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """What to run, how to know that it is ready, and how to end it."""

    name: str  # of its log file
    title: str  # on the screen
    argv: tuple[str, ...]
    healthy: Probe
    env: Mapping[str, str | None] = field(default_factory=dict)  # over our own environment; None takes a name away
    account: Account | None = None
    folder: Path | None = None  # opened for the account, see stack/tether.py
    cwd: Path | None = None
    before_start: Callable[[], Awaitable[None]] | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    orphan_signal: signal.Signals = signal.SIGKILL  # when the supervisor is gone and nobody waits
    start_limit: float = 60.0
    grace: float = 20.0
    restart: bool = True


def tethered(
    argv: tuple[str, ...],
    *,
    account: Account | None = None,
    folder: Path | None = None,
    orphan_signal: signal.Signals = signal.SIGKILL,
) -> tuple[str, ...]:
    """The command that runs `argv` bound to the life of this process."""
    owner = f"{account.uid}:{account.gid}" if account else "-"
    place = str(folder) if folder else "-"
    head = (sys.executable, "-I", "-S", tether.__file__, str(os.getpid()), str(int(orphan_signal)), owner, place)
    return (*head, *argv)


class Process:
    """One life of a child, from launch to exit."""

    def __init__(self, child: Child, process: asyncio.subprocess.Process, log: Path, log_start: int) -> None:
        self.child = child
        self._process = process
        self._log = log
        self._log_start = log_start

    @classmethod
    async def launch(cls, child: Child, logs: Path) -> Process:
        """Starts it in a process group of its own, its output appended to its log."""
        if child.before_start:
            await child.before_start()
        log = logs / f"{child.name}.log"
        # The file itself, not a pipe through us: the last words are kept even when we are the one that died.
        with _opened(log) as output:
            log_start = output.tell()
            process = await asyncio.create_subprocess_exec(
                *tethered(child.argv, account=child.account, folder=child.folder, orphan_signal=child.orphan_signal),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                env={name: value for name, value in {**os.environ, **child.env}.items() if value is not None},
                cwd=child.cwd,
                process_group=0,
            )
        return cls(child, process, log, log_start)

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def exit_code(self) -> int | None:
        return self._process.returncode

    def output(self) -> str:
        """What it has written in this life; the end of it when that is long."""
        with self._log.open("rb") as log:
            end = log.seek(0, os.SEEK_END)
            log.seek(max(self._log_start, end - _OUTPUT_BYTES))
            return log.read().decode(errors="replace")

    def failure(self, sentence: str) -> ChildFailedError:
        """An error that carries its last lines."""
        last_lines = self.output().splitlines()[-_LAST_LINES:]
        return ChildFailedError(sentence, "\n".join(last_lines), self._log)

    async def until_healthy(self) -> None:
        """Waits until the probe says yes; an exit or too long a wait is an error."""
        try:
            async with asyncio.timeout(self.child.start_limit):
                while not await self._is_healthy():
                    if self.exit_code is not None:
                        raise self.failure(f"{self.child.title} không khởi động được ({self.end()}).")
                    await asyncio.sleep(_POLL_SECONDS)
        except TimeoutError:
            raise self.failure(f"{self.child.title} chưa sẵn sàng sau {self.child.start_limit:.0f} giây.") from None

    async def _is_healthy(self) -> bool:
        try:
            async with asyncio.timeout(_PROBE_LIMIT_SECONDS):
                healthy = await self.child.healthy(self.output())
        except TimeoutError:
            return False
        # Looked at last: what answered may have been another that has our port.
        return healthy and self.exit_code is None

    def end(self) -> str:
        """How it ended, in words."""
        code = self.exit_code
        if code is None:
            return "còn chạy"
        return f"bị tín hiệu {signal.Signals(-code).name}" if code < 0 else f"mã thoát {code}"

    async def wait(self) -> int:
        return await self._process.wait()

    async def stop(self) -> None:
        """Asks it to end, insists when its grace is over, and leaves nothing of its group."""
        if self.exit_code is None:
            self.signal(self.child.stop_signal)
            try:
                async with asyncio.timeout(self.child.grace):
                    await self.wait()
            except TimeoutError:
                self.kill()
        await self.wait()
        self._kill_group()

    def kill(self) -> None:
        """kill -9, the whole group."""
        if self.exit_code is None:
            self._kill_group()
            self.signal(signal.SIGKILL)

    def signal(self, number: signal.Signals) -> None:
        with contextlib.suppress(ProcessLookupError):
            self._process.send_signal(number)

    def _kill_group(self) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)


def _opened(log: Path) -> BinaryIO:
    """Opened for appending, for our eyes alone. Between two lives a log that grew long is put aside."""
    if log.exists() and log.stat().st_size > _LOG_BYTES:
        log.replace(log.with_suffix(".log.1"))
    return open(log, "ab", opener=lambda path, flags: os.open(path, flags, 0o600))
