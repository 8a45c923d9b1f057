"""Tells a child that works slowly from one that hangs, so that a slow machine is waited for and a dead end is not."""

from __future__ import annotations

import time
from contextlib import suppress

_BUSY_SHARE = 0.1
_FORGIVEN = 3.0
_BUSY_STATES = frozenset({"running", "disk-sleep"})


class Progress:
    """Watches a process and all below it. `is_stuck` after `limit` seconds in which they did nothing.

    A moment of work forgives three of idleness: a process that only asks again and again whether something is there is stuck,
    one that gets little of a busy processor is not.
    """

    def __init__(self, pid: int, limit: float) -> None:
        self._pid, self._limit = pid, limit
        self._idle = 0.0
        self._looked_at, self._worked = time.monotonic(), 0.0
        self.is_working = True

    @property
    def is_stuck(self) -> bool:
        return self._idle >= self._limit

    @property
    def idle_seconds(self) -> float:
        return self._idle

    def look(self) -> None:
        """Look once. Call it before asking the child anything, because answering is work too."""
        now = time.monotonic()
        long, self._looked_at = now - self._looked_at, now
        states, worked = _seen(self._pid)
        self.is_working = bool(states & _BUSY_STATES) or worked - self._worked > _BUSY_SHARE * long
        self._worked = worked
        self._idle = max(0.0, self._idle - _FORGIVEN * long) if self.is_working else self._idle + long


def _seen(pid: int) -> tuple[set[str], float]:
    """Return the states of the processes, and the seconds of processor time that they have used."""
    # Imported here, because an image of the front and the worker holds nothing that only `hientruong up` needs.
    import psutil

    states, worked = set[str](), 0.0
    with suppress(psutil.Error):
        head = psutil.Process(pid)
        for each in (head, *head.children(recursive=True)):
            with suppress(psutil.Error):
                states.add(each.status())
                used = each.cpu_times()
                worked += used.user + used.system
    return states, worked
