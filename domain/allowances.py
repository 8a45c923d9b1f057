"""Rate limits: one rule for sign-ins, tracking keys and reports."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Allowance:
    """The most tries at once, `most`. Each try is given back after an even share of `within`. Ten in fifteen minutes
    means ten at once, and one more every ninety seconds. One instant is stored per caller: when all tries are given
    back. After that instant nothing needs to be stored."""

    most: int
    within: timedelta

    @property
    def share(self) -> timedelta:
        """The time after which one try is given back."""
        return self.within / self.most

    def wait(self, spent_until: datetime | None, at: datetime) -> timedelta:
        """Return the time until the next try, zero when it may be now. `spent_until` is the instant that the last try left,
        None where there was none."""
        return max(max(spent_until or at, at) + self.share - self.within - at, timedelta())

    def after(self, spent_until: datetime | None, at: datetime) -> datetime:
        """Return the instant that one more try leaves."""
        return max(spent_until or at, at) + self.share

    def given_back(self, spent_until: datetime) -> datetime:
        """Return the instant that is left when a try turns out not to count."""
        return spent_until - self.share
