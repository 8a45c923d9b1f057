"""Measures how late the late steps of an account were."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from calendars.splicing import chronicle
from domain.time.decisions import CalendarBook, Reach

if TYPE_CHECKING:
    from calendars.working import WorkingCalendar
    from domain.accounts.account import LateStep
    from domain.procedure import Procedure


def measured(
    steps: Iterable[LateStep], procedure: Procedure, book: CalendarBook, until: datetime
) -> Iterator[LateStep]:
    """Yield late steps with the time by which each was late: working time where its limit counts working time, clock time else.

    A step that is still to be done is late until `until`, the end of the period or the present.
    """
    zone = ZoneInfo(procedure.authority.time_zone)

    @lru_cache
    def known(agency: str | None) -> WorkingCalendar:
        own = book.of(Reach(procedure.id, agency))
        return chronicle(procedure.office_hours, own, zone).in_parts

    for step in steps:
        ended = min(step.done_at or until, until)
        late_by = known(step.agency).elapsed(step.due, max(step.due, ended), step.unit)
        yield replace(step, late_by=late_by)
