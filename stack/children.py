"""Child processes: `Child` describes one, `Process` is one run of it."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Final

from stack import tether
from stack.accounts import Account
from stack.errors import ChildFailedError
from stack.progress import Progress

# Takes the output of this run and returns whether the child is ready.
Probe = Callable[[str], Awaitable[bool]]

_POLL_SECONDS: Final = 0.05
_LATER_POLL_SECONDS: Final = 1.0
_FIRST_WORD_SECONDS: Final = 10.0
_LONGEST_START_SECONDS: Final = 3600.0
_PROBE_LIMIT_SECONDS: Final = 5.0
_OUTPUT_BYTES: Final = 64 * 1024
_LAST_LINES: Final = 15
_LOG_BYTES: Final = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """A command, how to see that it is ready, and how to stop it."""

    name: str  # of its log file
    title: str  # on the screen
    argv: tuple[str, ...]
    healthy: Probe
    env: Mapping[str, str | None] = field(default_factory=dict)  # added to our environment; None removes a name
    account: Account | None = None
    folder: Path | None = None  # opened for the account; see stack/tether.py
    cwd: Path | None = None
    before_start: Callable[[], Awaitable[None]] | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    orphan_signal: signal.Signals = signal.SIGKILL  # sent when the supervisor died
    start_limit: float = 60.0  # seconds without progress
    grace: float = 20.0
    restart: bool = True


def tethered(
    argv: tuple[str, ...],
    *,
    account: Account | None = None,
    folder: Path | None = None,
    orphan_signal: signal.Signals = signal.SIGKILL,
) -> tuple[str, ...]:
    """Return the command that runs `argv` and dies with this process."""
    owner = f"{account.uid}:{account.gid}" if account else "-"
    place = str(folder) if folder else "-"
    head = (sys.executable, "-I", "-S", tether.__file__, str(os.getpid()), str(int(orphan_signal)), owner, place)
    return (*head, *argv)


class Process:
    """A run of a child, from launch to exit."""

    def __init__(self, child: Child, process: asyncio.subprocess.Process, log: Path, log_start: int) -> None:
        self.child = child
        self._process = process
        self._log = log
        self._log_start = log_start

    @classmethod
    async def launch(cls, child: Child, logs: Path) -> Process:
        """Start the child in its own process group, with its output appended to its log."""
        if child.before_start:
            await child.before_start()
        log = logs / f"{child.name}.log"
        # The file itself and not a pipe through us, so that its last lines are kept even if we die.
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
        """Return the output of this run, or its end where it is long."""
        with self._log.open("rb") as log:
            end = log.seek(0, os.SEEK_END)
            log.seek(max(self._log_start, end - _OUTPUT_BYTES))
            return log.read().decode(errors="replace")

    def failure(self, sentence: str) -> ChildFailedError:
        """Return an error with the last lines of the output."""
        last_lines = self.output().splitlines()[-_LAST_LINES:]
        return ChildFailedError(sentence, "\n".join(last_lines), self._log)

    async def until_healthy(self, say: Callable[[str], None] | None = None) -> None:
        """Wait until the probe succeeds, as long as the child works towards it. `say` is told now and then what it does.

        Raises:
            ChildFailedError: the child has exited, or does nothing, or is not ready after a very long time.
        """
        progress, began = Progress(self.pid, self.child.start_limit), time.monotonic()
        next_word = _FIRST_WORD_SECONDS
        while not await self._is_healthy():
            if self.exit_code is not None:
                raise self.failure(f"{self.child.title} không khởi động được ({self.end()}).")
            waited = time.monotonic() - began
            if progress.is_stuck or waited > _LONGEST_START_SECONDS:
                doing = f"và không làm gì nữa từ {progress.idle_seconds:.0f} giây nay" if progress.is_stuck else ""
                raise self.failure(f"{self.child.title} chưa sẵn sàng sau {waited:.0f} giây {doing}".rstrip() + ".")
            if say and waited >= next_word:
                doing = (
                    "đang làm việc" if progress.is_working else f"không làm gì từ {progress.idle_seconds:.0f} giây nay"
                )
                say(f"  vẫn chờ {self.child.title} sau {waited:.0f} giây: {doing}.")
                next_word *= 2
            # Seldom after a while: answering the probe is no progress, and must not look like it.
            await asyncio.sleep(_POLL_SECONDS if waited < _FIRST_WORD_SECONDS else _LATER_POLL_SECONDS)
            progress.look()

    async def _is_healthy(self) -> bool:
        try:
            async with asyncio.timeout(_PROBE_LIMIT_SECONDS):
                healthy = await self.child.healthy(self.output())
        except TimeoutError:
            return False
        # Checked last, because another process on our port may have answered.
        return healthy and self.exit_code is None

    def end(self) -> str:
        """Describe in Vietnamese how the run ended."""
        code = self.exit_code
        if code is None:
            return "còn chạy"
        return f"bị tín hiệu {signal.Signals(-code).name}" if code < 0 else f"mã thoát {code}"

    async def wait(self) -> int:
        return await self._process.wait()

    async def stop(self) -> None:
        """Ask the child to stop, kill it after its grace period, and kill what remains of its group."""
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
        """Kill the whole group with SIGKILL."""
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
    """Open a private log for appending. A log that grew long is renamed first."""
    if log.exists() and log.stat().st_size > _LOG_BYTES:
        log.replace(log.with_suffix(".log.1"))
    return open(log, "ab", opener=lambda path, flags: os.open(path, flags, 0o600))
