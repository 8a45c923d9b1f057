"""Tries that one front counts by itself, in its memory: a read must not cost a write."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from threading import Lock

from domain.allowances import Allowance

_MOST_KEPT = 50_000
"""Addresses that are remembered. With more, those whose tries have all come back are forgotten."""


class OwnTries:
    """The same as the record's tries, for this process alone."""

    def __init__(self) -> None:
        self._spent_until: dict[str, datetime] = {}
        self._lock = Lock()

    def wait(self, tries: Mapping[str, Allowance], at: datetime) -> timedelta:
        """Return how long until one more try of all these is allowed."""
        return max(allowance.wait(self._spent_until.get(key), at) for key, allowance in tries.items())

    def spend(self, tries: Mapping[str, Allowance], at: datetime) -> timedelta:
        """Count one more try of all these, or return how long to wait for it."""
        with self._lock:
            if wait := self.wait(tries, at):
                return wait
            if len(self._spent_until) >= _MOST_KEPT:
                self._spent_until = {key: until for key, until in self._spent_until.items() if until > at}
            for key, allowance in tries.items():
                self._spent_until[key] = max(self._spent_until.get(key, at), at) + allowance.share
            return timedelta()

    def give_back(self, tries: Mapping[str, Allowance], at: datetime) -> None:
        """Uncount one try of all these."""
        with self._lock:
            for key, allowance in tries.items():
                self._spent_until[key] = self._spent_until.get(key, at) - allowance.share
