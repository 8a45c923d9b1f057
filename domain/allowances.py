"""Rate limits: one rule for sign-ins, tracking keys and reports."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Allowance:
    """The most tries at once, `most`. Each try is given back after an even share of `within`. Ten in fifteen minutes
    means ten at once, and one more every ninety seconds. One instant is stored per caller: when all tries are given
    back. A try moves it on by one share, from the present if it is past. Then nothing needs to be stored."""

    most: int
    within: timedelta

    @property
    def share(self) -> timedelta:
        """The time after which one try is given back."""
        return self.within / self.most

    def latest(self, at: datetime) -> datetime:
        """Return the latest instant that may be stored for one more try to be allowed at `at`."""
        return at + self.within - self.share

    def wait(self, spent_until: datetime | None, at: datetime) -> timedelta:
        """Return the time until the next try, zero when it may be now. `spent_until` is the instant that the last try left,
        None where there was none."""
        return max((spent_until or at) - self.latest(at), timedelta())
