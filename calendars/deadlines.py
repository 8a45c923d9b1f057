"""A due date with its explanation: which days it skipped and whether it is certain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from domain.time.amounts import Counting

if TYPE_CHECKING:
    from datetime import datetime

    from calendars.rules import SkippedDay
    from calendars.working import WorkingCalendar
    from domain.time.amounts import Amount


@dataclass(frozen=True)
class Deadline:
    """The end of an amount of time, in UTC. `skipped` says which days did not count and why; `predicted` whether an act
    may still move the date."""

    due: datetime
    skipped: tuple[SkippedDay, ...]
    predicted: bool


def deadline(cal: WorkingCalendar, start: datetime, amount: Amount, counting: Counting = Counting.ROLLING) -> Deadline:
    """Count the amount from `start`. Clock time skips no day, and no act moves it.

    Raises:
        NaiveInstant, OutsideCalendar: see WorkingCalendar.
    """
    due = cal.add(start, amount, counting)
    if not amount.unit.is_working:
        return Deadline(due, (), predicted=False)
    skipped = cal.explain(start, due)
    return Deadline(due, skipped, predicted=cal.is_predicted(due) or any(day.predicted for day in skipped))
