"""When the alarms of one limit ring: the reminder, the end, and the rungs of the ladder after it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Schedule:
    """Instants in UTC: when to remind, when the limit ends, and when each rung hears of a limit that was missed.

    `calendar` is the revision of the calendar that they were computed under; 0 where none was noted. `decided_by` names the
    acts that gave a limit which had passed already another end, where that came to light only when it ran on.
    """

    remind_at: datetime
    due: datetime
    rungs: tuple[datetime, ...]
    calendar: int = 0
    decided_by: str | None = None
