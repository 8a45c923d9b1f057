"""The instants of one periodic report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class ReportDates:
    """The instants, in UTC, at which a report is made, reminded of and due, at which each rung hears that it is overdue, and by
    which agencies explain.

    `explain_by` is None where the regulation asks for no explanations.
    """

    made_at: datetime
    due: datetime
    remind_at: datetime
    rungs: tuple[datetime, ...]
    explain_by: datetime | None = None
    remind_to_explain_at: datetime | None = None
