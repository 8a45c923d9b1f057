"""What opens, pauses, reminds, passes and closes a limit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain import events as happened
from domain.actors import Told
from domain.complaint import Complaint, Limit
from domain.events import MOMENTS, Event, Outcome, RescheduleCause
from domain.procedure import LimitKind, LimitRule, Recipient, Rung
from domain.words import Role


class AlarmKind(StrEnum):
    """What is to be done when an alarm rings."""

    REMIND = "remind"
    PASS = "pass"  # noqa: S105 - the limit passes
    CLIMB = "climb"
    LIFT = "lift"


@dataclass(frozen=True, order=True)
class Alarm:
    """The instant at which a limit wants attention."""

    at: datetime
    limit: str
    kind: AlarmKind
    rung: int = 0


def next_alarm(complaint: Complaint, now: datetime | None = None) -> Alarm | None:
    """The nearest alarm of all running limits, None when nothing runs. A reminder that `now` comes too late for is left out."""
    alarms = [alarm for limit in complaint.running_limits if (alarm := _alarm_of(complaint, limit, now))]
    return min(alarms, default=None)


def _alarm_of(complaint: Complaint, limit: Limit, now: datetime | None) -> Alarm | None:
    schedule = limit.schedule
    if schedule is None or complaint.stands_still(limit):
        return None
    if limit.passed_at is not None:
        if schedule.due > limit.passed_at:  # it ran on with a new end, and so has not passed
            return Alarm(limit.passed_at, limit.id, AlarmKind.LIFT)
        climbed = limit.rungs_climbed
        if climbed < len(schedule.rungs):
            return Alarm(schedule.rungs[climbed], limit.id, AlarmKind.CLIMB, climbed + 1)
        return None
    if not limit.reminded and (now is None or now < schedule.due):
        return Alarm(schedule.remind_at, limit.id, AlarmKind.REMIND)
    return Alarm(schedule.due, limit.id, AlarmKind.PASS)


def nearest_due(complaint: Complaint) -> datetime | None:
    """When the case must next be acted on by an office: None when nothing runs, or all stands still. A window is the
    reporter's time, so it makes no case urgent.
    """
    dues = (
        limit.schedule.due
        for limit in complaint.running_limits
        if limit.schedule is not None
        and not complaint.stands_still(limit)
        and complaint.rule_of(limit).kind is not LimitKind.WINDOW
    )
    return min(dues, default=None)


def ring(complaint: Complaint, alarm: Alarm, at: datetime) -> Iterator[Event]:
    """What an alarm that rings at `at` brings about."""
    limit = complaint.running(alarm.limit)
    if limit is None or limit.schedule is None:
        return
    rule, due = complaint.rule_of(limit), limit.schedule.due
    if alarm.kind is AlarmKind.REMIND:
        yield happened.Reminded(at=at, limit=limit.id, due=due, told=(_assignee(complaint, rule),))
    elif alarm.kind is AlarmKind.LIFT:
        yield happened.OverdueLifted(at=at, limit=limit.id, due=due, decided_by=limit.schedule.decided_by or "")
    elif alarm.kind is AlarmKind.CLIMB:
        rung = complaint.procedure.ladder(rule)[alarm.rung - 1]
        yield _climb(complaint, rule, rung, alarm.rung, due=due, at=at)
    elif rule.on_lapse is not None:
        yield happened.LAPSES[rule.on_lapse](at=at)
    else:
        yield happened.LimitPassed(at=at, limit=limit.id, due=due)


def _climb(complaint: Complaint, rule: LimitRule, rung: Rung, number: int, *, due: datetime, at: datetime) -> Event:
    several = complaint.has_several_agencies
    recipients = rung.tells + (rung.several_agencies_also_tells if several else ())
    told = dict.fromkeys(_told(complaint, rule, recipient) for recipient in recipients)
    source = rung.several_agencies_source if several and rung.several_agencies_source else rung.source
    return happened.Escalated(at=at, limit=rule.id, rung=number, due=due, told=tuple(told), source=source)


def _assignee(complaint: Complaint, rule: LimitRule) -> Told:
    if rule.kind is LimitKind.CASE:
        steps = (complaint.rule_of(limit) for limit in complaint.running_limits)
        rule = next((step for step in steps if step.kind is LimitKind.STEP), rule)
    return Told(rule.assignee, complaint.lead if rule.assignee.of_agency else None)


def _told(complaint: Complaint, rule: LimitRule, recipient: Recipient) -> Told:
    assignee = _assignee(complaint, rule)
    return {
        Recipient.ASSIGNEE: assignee,
        Recipient.ASSIGNEE_LEADER: Told(assignee.role.leader, assignee.agency),
        Recipient.CENTRE: Told(Role.CENTRE_OPERATOR),
        Recipient.CENTRE_LEADER: Told(Role.CENTRE_LEADER),
        Recipient.AUTHORITY: Told(Role.AUTHORITY_LEADER),
        Recipient.REPORTER: Told(Role.REPORTER),
    }[recipient]


def consequences(before: Complaint, after: Complaint, event: Event) -> Iterator[Event]:
    """The limits that the event closes, pauses, resumes, lengthens and opens, in that order."""
    if event.kind not in MOMENTS:
        return
    ended = {limit.id: outcome for limit in after.running_limits if (outcome := _ending(after, limit, event))}
    for limit_id, outcome in ended.items():
        yield happened.LimitClosed(at=event.at, limit=limit_id, outcome=outcome)
    if after.status.is_final:
        return
    yield from _pause_or_resume(before, after, event)
    if isinstance(event, happened.Extended):
        yield from _lengthen(after, event)
    for rule in after.procedure.limits:
        runs = after.running(rule.id) is not None and rule.id not in ended
        if event.kind in rule.opens_on and _concerns(rule, after) and not runs:
            yield _opening(after, rule, event.at)


def _concerns(rule: LimitRule, complaint: Complaint) -> bool:
    """Whether the rule is of the case's course, and not a temporary fix that was made already."""
    fixed = complaint.temporarily_fixed and "temporarily_fixed" in rule.closes_on
    return complaint.urgency in rule.applies_to and not fixed


def _ending(complaint: Complaint, limit: Limit, event: Event) -> Outcome | None:
    rule = complaint.rule_of(limit)
    if event.kind == rule.on_lapse:
        return Outcome.LAPSED
    if event.kind in rule.closes_on or complaint.status.is_final:
        return Outcome.LATE if limit.passed_at else Outcome.MET
    if complaint.urgency not in rule.applies_to:
        return Outcome.LATE if limit.passed_at else Outcome.SUPERSEDED
    return None


def _pause_or_resume(before: Complaint, after: Complaint, event: Event) -> Iterator[Event]:
    waits = after.status in after.procedure.paused_in
    if waits and before.paused_since is None:
        yield happened.ClocksPaused(at=event.at)
    elif not waits and before.paused_since is not None:
        yield happened.ClocksResumed(at=event.at)
        for limit in after.running_limits:
            if after.rule_of(limit).kind is not LimitKind.WINDOW:
                yield happened.LimitRescheduled(
                    at=event.at, limit=limit.id, cause=RescheduleCause.RESUMED, amount=limit.amount
                )


def _lengthen(complaint: Complaint, event: happened.Extended) -> Iterator[Event]:
    for limit in complaint.running_limits:
        longer = complaint.rule_of(limit).extended
        if longer is not None and limit.passed_at is None:
            yield happened.LimitRescheduled(at=event.at, limit=limit.id, cause=RescheduleCause.EXTENDED, amount=longer)


def _opening(complaint: Complaint, rule: LimitRule, at: datetime) -> Event:
    counted_from = complaint.moments.get(rule.counts_from, at) if rule.counts_from else at
    earlier = next((one for one in complaint.limits if one.id == rule.id and one.counted_from == counted_from), None)
    amount = earlier.amount if earlier else rule.amount
    return happened.LimitOpened(at=at, limit=rule.id, counted_from=counted_from, amount=amount)
