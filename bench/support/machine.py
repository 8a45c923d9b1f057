"""The machine on which a bench runs, and what the processes of a bench take of it."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import psutil

MIB = 2**20
_BUSY_PERCENT = 20.0


def describe(programs: Iterable[str]) -> dict[str, object]:
    """Return the machine and the versions as plain data. `programs` names the servers with their versions."""
    return {
        "date": f"{datetime.now(UTC):%F %H:%M} UTC",
        "cores": os.cpu_count(),
        "processor": _processor(),
        "memory_gib": round(psutil.virtual_memory().total / 2**30, 1),
        "system": f"{platform.system()} {platform.release()}",
        "versions": [
            f"Python {platform.python_version()}",
            f"temporalio {version('temporalio')}",
            *programs,
            f"hientruong {_commit()}",
        ],
        "load_before": load(),
    }


def load() -> float:
    """Return how many processes wanted a core, on average over the last minute."""
    return round(os.getloadavg()[0], 1)


def idle() -> bool:
    """Look at the processor for five seconds, and return whether it was idle for most of them. Needs a thread of its own."""
    return bool(psutil.cpu_percent(interval=5) < _BUSY_PERCENT)


def cpu_seconds(pid: int) -> float:
    """Return the processor time of a process, its children, and those of their children that ended.

    Of the bench itself only its own counts: the parts are its children.
    """
    if pid == os.getpid():
        return time.process_time()
    total = 0.0
    for process in _tree(pid):
        try:
            times = process.cpu_times()
        except psutil.NoSuchProcess:
            continue
        total += times.user + times.system + times.children_user + times.children_system
    return total


def cpu_by_part(pids: Mapping[str, int]) -> dict[str, float]:
    """Return the processor time of each part so far, in seconds."""
    return {name: cpu_seconds(pid) for name, pid in pids.items()}


def memory_mib(pid: int) -> float:
    """Return the memory of a process and its children. On Linux, pages that they share are counted once."""
    total = 0
    for process in _tree(pid):
        try:
            whole = process.memory_full_info() if sys.platform == "linux" else process.memory_info()
        except psutil.NoSuchProcess:
            continue
        total += getattr(whole, "pss", whole.rss)
    return total / MIB


def folder_mib(folder: Path) -> float:
    """Return the size of the files in a folder."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / MIB


def _tree(pid: int) -> list[psutil.Process]:
    process = psutil.Process(pid)
    return [process, *process.children(recursive=True)]


def _processor() -> str:
    """Return the processor's name where the system tells it."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.machine())


def _commit() -> str:
    """Return the commit that is measured, with a plus where files differ from it."""
    folder = Path(__file__).parents[2]
    try:
        commit = subprocess.run(
            ["git", "describe", "--always", "--dirty=+"], cwd=folder, capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return version("hientruong")
    return commit.stdout.strip()
