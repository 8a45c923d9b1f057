"""A time in which the system did not keep watch over limits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Outage:
    """The time from `since` until just before `until`, both aware, in which a case had no workflow."""

    since: datetime
    until: datetime

    def covers(self, at: datetime) -> bool:
        """Return whether an alarm of this instant could not ring on time."""
        return self.since <= at < self.until
