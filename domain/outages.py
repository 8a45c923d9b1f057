"""Explains why an alarm was recorded late: the case had no workflow when it was to ring."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from domain.complaint import Complaint, apply
from domain.events import Escalated, Event, LimitPassed, Reminded
from domain.limits import next_alarm
from domain.time.outage import Outage

LATE = timedelta(minutes=2)
"""The time by which an alarm rings late from which many others will have too: people are told of such alarms together."""


def rang_late(complaint: Complaint, event: Event) -> bool:
    """Return whether the event is an alarm that rang late. `complaint` is the case before it."""
    if not isinstance(event, Reminded | LimitPassed | Escalated):
        return False
    planned = _planned_at(complaint, event)
    return planned is not None and event.at - planned > LATE


def outage_of(complaint: Complaint, *, seen_at: datetime | None, recorded_at: datetime, now: datetime) -> Outage:
    """Return the outage of a case that is found without a workflow `now`. It was seen with one at `seen_at`, and its last event
    was recorded at `recorded_at`. An alarm that did not ring shows that the outage began before it."""
    since = max(recorded_at, seen_at) if seen_at else recorded_at
    alarm = next_alarm(complaint)
    return Outage(min(since, alarm.at) if alarm else since, now)


def outage_at_start(complaint: Complaint, now: datetime) -> Outage | None:
    """Return the outage of a case whose workflow starts `now`, None where it starts in time. The alarm that did not ring shows
    when the outage had begun at the latest."""
    alarm = next_alarm(complaint)
    return Outage(alarm.at, now) if alarm is not None and now - alarm.at > LATE else None


def explained(complaint: Complaint, events: tuple[Event, ...], outage: Outage) -> tuple[Event, ...]:
    """Return the events, with the outage on each one whose alarm fell into it. `complaint` is the case before them."""
    told: list[Event] = []
    for event in events:
        told.append(_explained(complaint, event, outage))
        complaint = apply(complaint, event)
    return tuple(told)


def _explained(complaint: Complaint, event: Event, outage: Outage) -> Event:
    if not isinstance(event, Reminded | LimitPassed | Escalated):
        return event
    planned = _planned_at(complaint, event)
    return replace(event, outage=outage) if planned and outage.covers(planned) else event


def _planned_at(complaint: Complaint, event: Reminded | LimitPassed | Escalated) -> datetime | None:
    """Return the instant at which the alarm of this event was to ring."""
    limit = complaint.running(event.limit)
    if limit is None or limit.schedule is None:
        return None
    match event:
        case Reminded():
            return limit.schedule.remind_at
        case LimitPassed():
            return limit.schedule.due
        case Escalated():
            return limit.schedule.rungs[event.rung - 1] if event.rung <= len(limit.schedule.rungs) else None
