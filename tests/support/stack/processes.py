"""Looks at processes from outside."""

from __future__ import annotations

import re
import signal
import time
from collections.abc import Callable
from pathlib import Path

import psutil

PATIENCE_SECONDS = 60


def eventually(what: Callable[[], object], within: float = PATIENCE_SECONDS) -> None:
    """Wait until `what` is true. Only a condition that never comes true fails the test."""
    ends = time.monotonic() + within
    while not what():
        assert time.monotonic() < ends, "the condition never came true"
        time.sleep(0.05)


def runs(pid: int) -> bool:
    """Return whether the process runs. A zombie does not."""
    try:
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def commands_below(pid: int) -> dict[int, str]:
    """Return every process below this one with its command line, each word ended by a NUL.

    A process that ends while this looks is left out.
    """
    commands = {}
    for process in psutil.Process(pid).children(recursive=True):
        try:
            commands[process.pid] = "".join(f"{word}\0" for word in process.cmdline())
        except psutil.NoSuchProcess:
            continue
    return commands


def pids_in(log: Path) -> list[int]:
    """Return the process ids that children wrote into their log, oldest first."""
    return [int(pid) for pid in re.findall(r"^pid (\d+)$", log.read_text(), re.MULTILINE)] if log.exists() else []


def hear_signals() -> None:
    """Give a child that is about to start the default signals, though the tests run under nohup or in the background."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


def ignore_a_terminal() -> None:
    """Let a child that is about to start ignore what a terminal sends, as nohup and a script's background do."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
