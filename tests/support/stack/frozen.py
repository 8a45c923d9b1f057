"""Freezes servers: they exist and their machine confirms what they are sent, but they do not answer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil


@contextmanager
def frozen(pid: int) -> Iterator[None]:
    """Stop this process and every process below it while the block runs."""
    head = psutil.Process(pid)
    head.suspend()  # first, so that it starts no further process
    family = [head, *head.children(recursive=True)]
    for each in family:
        each.suspend()
    try:
        yield
    finally:
        for each in family:
            if each.is_running():
                each.resume()


def postmaster(data: Path) -> int:
    """Return the process id of the PostgreSQL server whose cluster is in this data folder."""
    return int((data / "postgres" / "postmaster.pid").read_text().split()[0])
