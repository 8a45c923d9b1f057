"""The course of limits: when they open, pause, remind, pass and close."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain import events as happened
from domain.actors import Told
from domain.complaint import Complaint, Limit, Outcome
from domain.events import ACT_OF_EVENT, MOMENTS, Event, RescheduleCause
from domain.limit_rules import LimitKind, LimitRule, Recipient, Rung, limit_of_part, part_of
from domain.time.schedule import Schedule
from domain.words import Role


class AlarmKind(StrEnum):
    """The actions for an alarm that rings."""

    REMIND = "remind"
    PASS = "pass"  # noqa: S105 - the limit passes
    CLIMB = "climb"
    LIFT = "lift"


@dataclass(frozen=True, order=True)
class Alarm:
    """The instant at which a limit needs attention."""

    at: datetime
    limit: str
    kind: AlarmKind
    rung: int = 0

    def rings_by(self, at: datetime) -> bool:
        """Tell whether the alarm rings by the instant `at` when only time passes."""
        return self.at <= at

    def rings_before_act(self, at: datetime) -> bool:
        """Tell whether the alarm rings before an act at the instant `at`. An act at the very end of a limit is in time. An
        internal limit does not pass, so the first rung of its ladder waits for such an act too."""
        at_the_end = self.kind is AlarmKind.PASS or self.rung == 1
        return self.at < at if at_the_end else self.at <= at


def next_alarm(complaint: Complaint, now: datetime | None = None) -> Alarm | None:
    """Return the nearest alarm of all running limits, None when no limit runs. A limit that is due by `now` gets no
    reminder."""
    alarms = [alarm for limit in complaint.running_limits if (alarm := _alarm_of(complaint, limit, now))]
    return min(alarms, default=None)


def _alarm_of(complaint: Complaint, limit: Limit, now: datetime | None) -> Alarm | None:
    schedule, rule = limit.schedule, complaint.rule_of(limit)
    if schedule is None or complaint.stands_still(limit):
        return None
    if rule.kind is LimitKind.OPTION:
        return Alarm(schedule.due, limit.id, AlarmKind.PASS)
    if rule.is_internal:
        return _alarm_of_internal(complaint, limit, schedule, now)
    if limit.passed_at is not None:
        if schedule.due > limit.passed_at:  # it got a new end that lies ahead, so it is no longer overdue
            return Alarm(limit.passed_at, limit.id, AlarmKind.LIFT)
        return _next_rung(limit, schedule)
    if not limit.reminded and (now is None or now < schedule.due):
        return Alarm(schedule.remind_at, limit.id, AlarmKind.REMIND)
    return Alarm(schedule.due, limit.id, AlarmKind.PASS)


def _alarm_of_internal(complaint: Complaint, limit: Limit, schedule: Schedule, now: datetime | None) -> Alarm | None:
    """Return the next alarm of an internal limit: its reminder, or a rung where nobody else would be told. Its reminder may
    come after its end, because nothing else need ring then."""
    rung = None if _has_a_nearer_limit(complaint, limit) else _next_rung(limit, schedule)
    if limit.reminded or limit.rungs_climbed or (rung is not None and now is not None and rung.at <= now):
        return rung
    return Alarm(schedule.remind_at, limit.id, AlarmKind.REMIND)


def _next_rung(limit: Limit, schedule: Schedule) -> Alarm | None:
    climbed = limit.rungs_climbed
    if climbed < len(schedule.rungs):
        return Alarm(schedule.rungs[climbed], limit.id, AlarmKind.CLIMB, climbed + 1)
    return None


def _has_a_nearer_limit(complaint: Complaint, limit: Limit) -> bool:
    """Tell whether the office that must keep an internal limit now has a limit that comes before it: in a step, one that a text
    states; in the whole case, that of any step. Such a limit has a ladder of its own, and an office within it is left alone."""
    steps = [each for each in complaint.running_limits if complaint.rule_of(each).kind is LimitKind.STEP]
    if complaint.rule_of(limit).kind is LimitKind.CASE:
        return bool(steps)
    mine = whose_turn(complaint, limit)
    return any(complaint.rule_of(step).makes_late and mine.is_of_office(whose_turn(complaint, step)) for step in steps)


def nearest_limit(complaint: Complaint) -> Limit | None:
    """Return the limit within which an office must next act on the case. None if no limit runs, or all are paused.

    A window is the reporter's time and an option need not be taken, so neither makes a case urgent.
    """
    return _nearest(complaint, lambda rule: rule.kind.binds)


def nearest_limit_in_law(complaint: Complaint) -> Limit | None:
    """Return the limit that makes an office late next. None if no such limit runs, or all are paused."""
    return _nearest(complaint, lambda rule: rule.makes_late)


def _nearest(complaint: Complaint, counts: Callable[[LimitRule], bool]) -> Limit | None:
    dues = [
        (limit.schedule.due, limit)
        for limit in complaint.running_limits
        if limit.schedule is not None and not complaint.stands_still(limit) and counts(complaint.rule_of(limit))
    ]
    return min(dues, key=lambda each: each[0])[1] if dues else None


def is_overdue(complaint: Complaint, limit: Limit, at: datetime) -> bool:
    """Tell whether a limit runs, makes an office late and has ended by `at`. The clock decides, so a limit is overdue from the
    instant it ends, even while the alarm that records it is late."""
    return complaint.rule_of(limit).makes_late and has_ended(complaint, limit, at)


def has_ended(complaint: Complaint, limit: Limit, at: datetime) -> bool:
    """Tell whether a limit runs and its end has come by `at`, with the work still undone."""
    if not limit.is_running or limit.passed_at is not None:
        return limit.is_running
    return limit.schedule is not None and limit.schedule.due <= at and not complaint.stands_still(limit)


def has_overdue(complaint: Complaint, at: datetime) -> bool:
    """Tell whether any limit makes the case overdue by `at`."""
    binding = (limit for limit in complaint.limits if complaint.rule_of(limit).kind.binds)
    return any(is_overdue(complaint, limit, at) for limit in binding)


def ring(complaint: Complaint, alarm: Alarm, at: datetime) -> Iterator[Event]:
    """Yield the events of an alarm that rings at `at`."""
    limit = complaint.running(alarm.limit)
    if limit is None or limit.schedule is None:
        return
    rule, due = complaint.rule_of(limit), limit.schedule.due
    if alarm.kind is AlarmKind.REMIND:
        told = (_told(complaint, limit, Recipient.ASSIGNEE),)
        yield happened.Reminded(at=at, limit=limit.id, due=due, told=told)
    elif alarm.kind is AlarmKind.LIFT:
        yield happened.OverdueLifted(at=at, limit=limit.id, due=due, decided_by=limit.schedule.decided_by or "")
    elif alarm.kind is AlarmKind.CLIMB:
        rung = complaint.procedure.ladder(rule)[alarm.rung - 1]
        yield _climb(complaint, limit, rung, alarm.rung, due=due, at=at)
    elif rule.on_lapse is not None:
        yield happened.LAPSES[rule.on_lapse](at=at)
    elif rule.kind is LimitKind.OPTION:
        yield happened.LimitClosed(at=at, limit=limit.id, outcome=Outcome.LAPSED)
    else:
        yield happened.LimitPassed(at=at, limit=limit.id, due=due)


def _climb(complaint: Complaint, limit: Limit, rung: Rung, number: int, *, due: datetime, at: datetime) -> Event:
    several = complaint.has_several_agencies and complaint.rule_of(limit).makes_late
    recipients = rung.tells + (rung.several_agencies_also_tells if several else ())
    told = dict.fromkeys(_told(complaint, limit, recipient) for recipient in recipients)
    source = rung.several_agencies_source if several and rung.several_agencies_source else rung.source
    return happened.Escalated(at=at, limit=limit.id, rung=number, due=due, told=tuple(told), source=source)


def whose_turn(complaint: Complaint, limit: Limit) -> Told:
    """Return who must keep a limit now. The whole case's limit belongs to the running step; an agency's step belongs to the
    focal point while no agency has the case. A part belongs to its agency."""
    rule = complaint.rule_of(limit)
    if agency := part_of(limit.id):
        return Told(rule.assignee, agency)
    if rule.kind is LimitKind.CASE:
        steps = (complaint.rule_of(limit) for limit in complaint.running_limits)
        rule = next((step for step in steps if step.kind is LimitKind.STEP), rule)
    if rule.assignee.of_agency and complaint.lead is None:
        return Told(Role.FOCAL_POINT)
    return Told(rule.assignee, complaint.lead if rule.assignee.of_agency else None)


def _told(complaint: Complaint, limit: Limit, recipient: Recipient) -> Told:
    """Return the recipient in this case. Only the technician is notified of a trial report, and no leader."""
    if complaint.test:
        return Told(Role.TECHNICIAN)
    assignee = whose_turn(complaint, limit)
    return {
        Recipient.LEAD: Told(Role.AGENCY_OFFICER, complaint.lead),
        Recipient.ASSIGNEE: assignee,
        Recipient.ASSIGNEE_LEADER: Told(assignee.role.leader, assignee.agency),
        Recipient.CENTRE: Told(Role.CENTRE_OPERATOR),
        Recipient.CENTRE_LEADER: Told(Role.CENTRE_LEADER),
        Recipient.FOCAL_POINT: Told(Role.FOCAL_POINT),
        Recipient.AUTHORITY: Told(Role.AUTHORITY_LEADER),
        Recipient.REPORTER: Told(Role.REPORTER),
    }[recipient]


def consequences(before: Complaint, after: Complaint, event: Event) -> Iterator[Event]:
    """Yield the changes of limits that follow from the event: closed, paused, resumed, extended, opened, in that order. A case
    that was returned too often bounces."""
    if event.kind not in MOMENTS or not event.moves_limits:
        return
    ended = {limit.id: outcome for limit in after.running_limits if (outcome := _ending(before, after, limit, event))}
    for limit_id, outcome in ended.items():
        yield happened.LimitClosed(at=event.at, limit=limit_id, outcome=outcome)
    if after.status.is_final:
        return
    yield from _pause_or_resume(before, after, event)
    yield from _lengthen(after, event)
    for rule in after.procedure.limits:
        limit_id = _limit_opened(rule, event)
        runs = after.running(limit_id) is not None and limit_id not in ended
        if event.kind in rule.opens_on and concerns(rule, after) and not runs and _has_end(rule, after, event):
            yield _opening(after, rule, event)
    if isinstance(event, happened.Returned):
        yield from _bounce(after, event)


def concerns(rule: LimitRule, complaint: Complaint) -> bool:
    """Return whether the rule is for the case now: for its course, its field and its status.

    A limit that a temporary fix closes is not for the case once the fix is made. An option is not while it cannot be
    taken, nor is an agency's while no agency has the case.
    """
    fixed = complaint.temporarily_fixed and "temporarily_fixed" in rule.closes_on
    return (
        rule.is_for(complaint.urgency, complaint.field)
        and (not rule.opens_in or complaint.status in rule.opens_in)
        and not fixed
        and (rule.kind is not LimitKind.OPTION or (_can_be_taken(rule, complaint) and _has_its_office(rule, complaint)))
    )


def _has_its_office(rule: LimitRule, complaint: Complaint) -> bool:
    return complaint.lead is not None or not rule.of_agency


def _can_be_taken(rule: LimitRule, complaint: Complaint) -> bool:
    acts = (complaint.procedure.act(ACT_OF_EVENT[kind]) for kind in rule.closes_on if kind in ACT_OF_EVENT)
    return any(act is not None and complaint.status in act.when for act in acts)


def _limit_opened(rule: LimitRule, event: Event) -> str:
    """Return the id of the limit that the event may open under the rule: for a part, the agency's own."""
    return limit_of_part(rule.id, event.agency) if isinstance(event, happened.PartDaySet) else rule.id


def _promised_day(complaint: Complaint, event: Event) -> date | None:
    """Return the day with which a limit that ends on a promised day ends, if the event opens it."""
    match event:
        case happened.PartDaySet():
            return event.expected
        case happened.Published() | happened.Withheld() | happened.CommitmentMoved():
            return complaint.committed
        case _:
            return complaint.expected


def _has_end(rule: LimitRule, complaint: Complaint, event: Event) -> bool:
    """Return whether the limit has an end: an amount, or a day that was promised. While an answer is due, a kept commitment
    opens no window: the answer does."""
    if rule.amount is None:
        return _promised_day(complaint, event) is not None
    if rule.kind is not LimitKind.WINDOW or not isinstance(event, happened.CommitmentKept):
        return True
    return not any("answered" in complaint.rule_of(limit).closes_on for limit in complaint.running_limits)


def _is_another_s_part(limit: Limit, event: Event) -> bool:
    """Return whether the event is about the part of another agency than the one that the limit is for."""
    if not isinstance(event, happened.Contributed | happened.PartDeclined | happened.PartDaySet):
        return False
    return part_of(limit.id) not in (None, event.agency)


def _ending(before: Complaint, complaint: Complaint, limit: Limit, event: Event) -> Outcome | None:
    rule = complaint.rule_of(limit)
    if _is_another_s_part(limit, event):
        return None
    if event.kind == rule.on_lapse:
        return Outcome.LAPSED
    if event.kind in rule.closes_on:
        return Outcome.LATE if limit.passed_at or _is_after_internal_end(before, limit, event) else Outcome.MET
    if event.kind in rule.cancelled_on or complaint.status.is_final or _is_moot(complaint, limit):
        return Outcome.LATE if limit.passed_at else Outcome.SUPERSEDED
    if rule.kind is LimitKind.OPTION and not _can_be_taken(rule, complaint):
        return Outcome.LAPSED
    return None


def _is_moot(complaint: Complaint, limit: Limit) -> bool:
    """Tell whether the limit is for the case no longer: its agency co-ordinates no longer, the result is a commitment no longer,
    or the case has another course or field."""
    rule, agency = complaint.rule_of(limit), part_of(limit.id)
    if agency is not None and agency not in complaint.co_ordinating:
        return True
    if "commitment_kept" in rule.closes_on and complaint.committed is None:
        return True
    return not rule.is_for(complaint.urgency, complaint.field)


def _is_after_internal_end(before: Complaint, limit: Limit, event: Event) -> bool:
    """Tell whether an internal limit ended before the event. The clock decides, because such a limit does not pass."""
    if not before.rule_of(limit).is_internal or limit.schedule is None or before.stands_still(limit):
        return False
    return limit.schedule.due < event.at


def _pause_or_resume(before: Complaint, after: Complaint, event: Event) -> Iterator[Event]:
    waits = after.status in after.procedure.paused_in
    if waits and before.paused_since is None:
        yield happened.ClocksPaused(at=event.at)
    elif not waits and before.paused_since is not None:
        yield happened.ClocksResumed(at=event.at)
        for limit in after.running_limits:
            if after.rule_of(limit).kind is not LimitKind.WINDOW:
                yield happened.LimitRescheduled(
                    at=event.at,
                    limit=limit.id,
                    cause=RescheduleCause.RESUMED,
                    amount=limit.amount,
                    until=limit.until,
                )


def _lengthen(complaint: Complaint, event: Event) -> Iterator[Event]:
    for limit in complaint.running_limits:
        rule = complaint.rule_of(limit)
        if rule.extended is not None and event.kind == rule.extended_on and limit.passed_at is None:
            yield happened.LimitRescheduled(
                at=event.at, limit=limit.id, cause=RescheduleCause.EXTENDED, amount=rule.extended
            )


def _opening(complaint: Complaint, rule: LimitRule, event: Event) -> Event:
    at = event.at
    begun = [complaint.moments[kind] for kind in rule.counted_from if kind in complaint.moments]
    counted_from = max(begun, default=at)
    earlier = next((one for one in complaint.limits if one.id == rule.id and one.counted_from == counted_from), None)
    if rule.amount is None:
        limit_id, until = _limit_opened(rule, event), _promised_day(complaint, event)
        return happened.LimitOpened(at=at, limit=limit_id, counted_from=counted_from, amount=None, until=until)
    amount = earlier.amount if earlier else rule.for_agency(complaint.agency_limit)
    if rule.extended is not None and event.kind == rule.extended_on:
        amount = rule.extended  # the extension came after the ordinary end
    return happened.LimitOpened(at=at, limit=rule.id, counted_from=counted_from, amount=amount)


def _bounce(complaint: Complaint, event: happened.Returned) -> Iterator[Event]:
    rule = complaint.procedure.bouncing
    if rule is None:
        return
    returns = len(complaint.returned_by)
    if returns >= rule.returns or complaint.returned_by.count(event.agency) > 1:
        told = Told(Role.TECHNICIAN if complaint.test else Role.CENTRE_LEADER)
        yield happened.Bounced(at=event.at, returns=returns, told=(told,))
