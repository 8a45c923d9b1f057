"""The instants of one limit's alarms: the reminder, the end, and the rungs of the ladder after it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Schedule:
    """Instants in UTC: when to remind, when the limit ends, and when each rung hears of a limit that was missed.

    `calendar` is the revision of the calendar they were computed under; 0 where none was noted. `decided_by` names the official
    acts that moved the end of a limit that had already passed, where that was found only when the limit ran on.
    """

    remind_at: datetime
    due: datetime
    rungs: tuple[datetime, ...]
    calendar: int = 0
    decided_by: str | None = None
