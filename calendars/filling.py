"""Events that open or move a limit, with the schedule that the calendar computes for them."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

from calendars.scheduling import schedule
from calendars.working import working_calendar
from domain.complaint import Complaint, apply
from domain.events import Event, LimitOpened, LimitRescheduled
from domain.schedule import Schedule


def scheduled(complaint: Complaint, events: tuple[Event, ...]) -> tuple[Event, ...]:
    """`events`, which follow upon `complaint`, each limit in them with its schedule.

    Raises:
        OutsideCalendar: a limit that would end in a year for which no calendar can be computed.
    """
    filled: list[Event] = []
    for event in events:
        complaint = apply(complaint, event)
        if isinstance(event, LimitOpened | LimitRescheduled):
            event = replace(event, schedule=_schedule(complaint, event))
        filled.append(event)
    return tuple(filled)


def _schedule(complaint: Complaint, event: LimitOpened | LimitRescheduled) -> Schedule:
    procedure = complaint.procedure
    rule = procedure.limit(event.limit)
    limit = complaint.running(event.limit)
    counted_from = limit.counted_from if limit else event.at
    return schedule(
        working_calendar(procedure.office_hours, zone=ZoneInfo(procedure.authority.time_zone)),
        counted_from=counted_from,
        amount=event.amount,
        counting=rule.counting,
        remind_at=rule.remind_at,
        rung_offsets=tuple(rung.after for rung in procedure.ladder(rule)),
        pauses=complaint.pauses,
    )
