"""Fills in the schedules of events that open or move a limit."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from calendars.errors import LimitWithoutEnd
from calendars.scheduling import schedule, schedule_until
from calendars.splicing import chronicle
from domain.complaint import Complaint, Limit, apply
from domain.events import Event, LimitClosed, LimitOpened, LimitRescheduled, RescheduleCause
from domain.limit_rules import LimitKind
from domain.time.amounts import Unit
from domain.time.decisions import CalendarBook
from domain.time.schedule import Schedule
from language.labels import acts_of


def scheduled(complaint: Complaint, events: tuple[Event, ...], book: CalendarBook) -> tuple[Event, ...]:
    """Return `events`, which follow `complaint`, with the calendar's part filled in.

    A limit that opens or moves gets its schedule under the latest decisions of the book. A limit that closes gets the
    time it used. An event that already has a schedule keeps it.

    Raises:
        OutsideCalendar: a limit would end in a year that cannot be computed.
    """
    filled: list[Event] = []
    for event in events:
        before, complaint = complaint, apply(complaint, event)
        if isinstance(event, LimitOpened | LimitRescheduled) and event.schedule is None:
            limit = complaint.running(event.limit)
            counted_from = limit.counted_from if limit else event.at
            own = book.of(complaint.office_of(limit))
            new = _schedule(complaint, event, counted_from, own)
            if isinstance(event, LimitRescheduled) and event.cause is RescheduleCause.TEXT:
                event = replace(event, schedule=_under_another_text(before, event, new))
            else:
                event = replace(event, schedule=_running_on(before, event.limit, counted_from, new, own))
        elif isinstance(event, LimitClosed) and (closing := before.running(event.limit)):
            event = replace(event, used=_used(before, closing, event.at, book.of(before.office_of(closing))))
        filled.append(event)
    return tuple(filled)


def _running_on(
    before: Complaint, limit_id: str, counted_from: datetime, new: Schedule, book: CalendarBook
) -> Schedule:
    """Return the schedule of a limit that may have passed already.

    A passed limit keeps its end, unless decisions that came before that end moved it. Then the schedule names those
    decisions, because the limit may no longer be overdue.
    """
    known = (each for each in before.limits if each.id == limit_id and each.counted_from == counted_from)
    old = next((each.schedule for each in known if each.passed_at), None)
    if old is None:
        return new
    changes = book.changes_after(old.calendar)
    if not changes or old.due <= changes[0].since:
        return replace(new, due=old.due)
    return new if new.due == old.due else replace(new, decided_by=acts_of(changes))


def _under_another_text(before: Complaint, event: LimitRescheduled, new: Schedule) -> Schedule:
    """Return the schedule of a limit under another text. Alarms that have rung keep their time. One that had passed names the
    text, because it may no longer be overdue."""
    limit = before.running(event.limit)
    if limit is None or limit.schedule is None:
        return new
    return replace(
        new,
        remind_at=limit.schedule.remind_at if limit.reminded else new.remind_at,
        rungs=limit.schedule.rungs[: limit.rungs_climbed] + new.rungs[limit.rungs_climbed :],
        decided_by=event.decided_by if limit.passed_at else None,
    )


def moved(complaint: Complaint, limit: Limit, book: CalendarBook) -> Schedule | None:
    """Return the new schedule of a running limit under the latest decisions, or None when nothing in the future moves.

    The share of time used before a decision stays used (see `splicing`). A reminder or rung that has rung keeps its
    time. A paused limit is not moved: its schedule is computed anew when it resumes.

    Raises:
        OutsideCalendar: see `scheduled`.
    """
    old = limit.schedule
    if old is None or not limit.is_running or complaint.stands_still(limit):
        return None
    book = book.of(complaint.office_of(limit))
    changes = book.changes_after(old.calendar)
    if not changes:
        return None
    new = _schedule(complaint, limit, limit.counted_from, book)
    new = replace(
        new,
        # A limit that had ended before the first change stays ended, also where whole days are counted.
        due=old.due if old.due <= changes[0].since else new.due,
        remind_at=old.remind_at if limit.reminded else new.remind_at,
        rungs=old.rungs[: limit.rungs_climbed] + new.rungs[limit.rungs_climbed :],
    )
    return None if new == replace(old, calendar=new.calendar, decided_by=None) else new


def moves(complaint: Complaint, book: CalendarBook) -> tuple[tuple[str, Schedule], ...]:
    """Return the limits of a case that the latest decisions move, each with its new schedule."""
    found = ((limit.id, moved(complaint, limit, book)) for limit in complaint.running_limits)
    return tuple((limit_id, schedule) for limit_id, schedule in found if schedule is not None)


def _used(complaint: Complaint, limit: Limit, ended: datetime, book: CalendarBook) -> timedelta:
    """Return the running time that a limit used, counted by the calendar in force at each moment."""
    rule, zone = complaint.rule_of(limit), ZoneInfo(complaint.procedure.authority.time_zone)
    calendar = chronicle(complaint.procedure.office_hours, book, zone).in_parts
    unit = limit.amount.unit if limit.amount else Unit.WORKING_DAY
    begun = limit.counted_from
    if ended <= begun:
        return timedelta(0)
    used = calendar.elapsed(begun, ended, unit)
    pauses = (
        complaint.pauses if complaint.paused_since is None else (*complaint.pauses, (complaint.paused_since, ended))
    )
    if rule.kind is LimitKind.WINDOW:
        return used  # the pause of the case is this window, so it is not subtracted
    stood_still = ((max(begins, begun), min(ends, ended)) for begins, ends in pauses)
    return used - sum((calendar.elapsed(*each, unit) for each in stood_still if each[0] < each[1]), timedelta(0))


def _schedule(
    complaint: Complaint, limit: Limit | LimitOpened | LimitRescheduled, counted_from: datetime, book: CalendarBook
) -> Schedule:
    procedure = complaint.procedure
    rule = procedure.limit(limit.id if isinstance(limit, Limit) else limit.limit)
    zone = ZoneInfo(procedure.authority.time_zone)
    known = chronicle(procedure.office_hours, book, zone)
    rung_offsets = tuple(rung.after for rung in procedure.ladder(rule))
    if limit.amount is not None:
        computed = schedule(
            known.runs(rule.counting),
            measured_by=known.measures(rule.counting),
            counted_from=counted_from,
            amount=limit.amount,
            counting=rule.counting,
            remind_at=rule.remind_at,
            rung_offsets=rung_offsets,
            pauses=complaint.pauses,
        )
    elif limit.until is not None:
        computed = schedule_until(
            known.as_it_ended,
            counted_from=counted_from,
            until=limit.until,
            zone=zone,
            remind_at=rule.remind_at,
            rung_offsets=rung_offsets,
        )
    else:
        raise LimitWithoutEnd(f"{rule.id} of {complaint.code} has neither an amount nor a promised day")
    return replace(computed, calendar=book.revision)
