"""Schedules for the tests of the core: offices that never close, so that a working day is 24 hours and numbers stay round."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain.complaint import Complaint, apply
from domain.events import Event, LimitOpened, LimitRescheduled
from domain.time.amounts import Amount, Unit
from domain.time.schedule import Schedule

LENGTH = {
    Unit.WORKING_DAY: timedelta(days=1),
    Unit.WORKING_HOUR: timedelta(hours=1),
    Unit.HOUR: timedelta(hours=1),
    Unit.MINUTE: timedelta(minutes=1),
}


def scheduled(complaint: Complaint, events: tuple[Event, ...]) -> tuple[Event, ...]:
    """`events`, which follow upon `complaint`, with a schedule for each limit that they open or move."""
    filled = []
    for event in events:
        complaint = apply(complaint, event)
        if isinstance(event, LimitOpened | LimitRescheduled) and event.schedule is None:
            event = replace(event, schedule=_schedule(complaint, event))
            complaint = replace(
                complaint,
                limits=tuple(
                    replace(limit, schedule=event.schedule) if limit.id == event.limit and limit.is_running else limit
                    for limit in complaint.limits
                ),
            )
        filled.append(event)
    return tuple(filled)


def _schedule(complaint: Complaint, event: LimitOpened | LimitRescheduled) -> Schedule:
    limit = complaint.running(event.limit)
    assert limit is not None
    rule = complaint.rule_of(limit)
    if event.amount is None:
        assert event.until is not None
        begins = datetime.combine(event.until, time(), ZoneInfo(complaint.procedure.authority.time_zone))
        due = (begins + timedelta(days=1)).astimezone(UTC)
        rungs = tuple(due + _length(rung.after) for rung in complaint.procedure.ladder(rule))
        return Schedule(
            remind_at=limit.counted_from + (due - limit.counted_from) * float(rule.remind_at), due=due, rungs=rungs
        )
    whole, share = _length(event.amount), float(rule.remind_at)
    due = _after(limit.counted_from, whole, complaint.pauses)
    return Schedule(
        remind_at=_after(limit.counted_from, whole * share, complaint.pauses),
        due=due,
        rungs=tuple(_after(due, _length(rung.after), complaint.pauses) for rung in complaint.procedure.ladder(rule)),
    )


def _length(amount: Amount) -> timedelta:
    return float(amount.value) * LENGTH[amount.unit]


def _after(at: datetime, running: timedelta, pauses: tuple[tuple[datetime, datetime], ...]) -> datetime:
    for begins, ends in pauses:
        if ends <= at:
            continue
        if at + running <= begins:
            break
        running -= max(begins - at, timedelta(0))
        at = ends
    return at + running
