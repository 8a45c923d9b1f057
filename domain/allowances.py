"""How often something may be tried: one rule for sign-ins, tracking keys and reports."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Allowance:
    """So many tries at once, each given back after an even share of the time: ten in fifteen minutes are ten at once and
    one more every ninety seconds. All that is remembered of somebody is the instant by which everything is given back, and
    after that instant nothing need be remembered."""

    most: int
    within: timedelta

    @property
    def share(self) -> timedelta:
        """After how long one try is given back."""
        return self.within / self.most

    def wait(self, spent_until: datetime | None, at: datetime) -> timedelta:
        """How long until the next try, zero when it may be now. `spent_until` is what the last one left, None for none."""
        return max(max(spent_until or at, at) + self.share - self.within - at, timedelta())

    def after(self, spent_until: datetime | None, at: datetime) -> datetime:
        """What one more try leaves."""
        return max(spent_until or at, at) + self.share

    def given_back(self, spent_until: datetime) -> datetime:
        """What is left when a try turns out not to count."""
        return spent_until - self.share
