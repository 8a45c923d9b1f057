"""The rules: which events an act, or time alone, brings about, or why the act is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from domain import acts
from domain import events as happened
from domain.actors import Actor
from domain.acts.separation import own_work
from domain.complaint import Complaint, apply
from domain.events import EVENT_OF_ACT, Event, RescheduleCause
from domain.limits import Alarm, consequences, next_alarm, ring
from domain.procedure import ActRule
from domain.refusals import Refusal, RefusalKind
from domain.texts.reckoning import reckoned
from domain.words import FOLLOWING, ActKind, Party, Role


def decide(
    complaint: Complaint, act: acts.Act | acts.TimePassed | acts.FollowCalendar, *, by: Actor | None, at: datetime
) -> tuple[Event, ...] | Refusal:
    """Return the events of `act`, done by `by` at the instant `at` (aware), or the reason for which it is refused.

    The events of time before `at` come first. So an act that races a timer gives the same events, however the race ends:
    a late act always finds its limit passed. An act at the very instant at which a limit ends is in time.
    Only official decisions come before time: a limit that they move is not missed at its old end.
    `by` is None only for TimePassed and FollowCalendar.
    """
    collector = _Collector(complaint)
    if isinstance(act, acts.TimePassed | acts.FollowCalendar):
        if isinstance(act, acts.FollowCalendar):
            collector.follow(_follow_calendar(complaint, act, at))
        collector.let_time_pass(at, Alarm.rings_by)
        return collector.events
    collector.let_time_pass(at, Alarm.rings_before_act)
    verdict = _verdict(collector.complaint, act, by, at)
    if isinstance(verdict, Refusal):
        return verdict
    collector.follow(verdict)
    return collector.events


def when_time_has_passed(complaint: Complaint, at: datetime) -> Complaint:
    """Return the case as an act at the instant `at` finds it: with all that time brings about before."""
    collector = _Collector(complaint)
    collector.let_time_pass(at, Alarm.rings_before_act)
    return collector.complaint


def is_refused(complaint: Complaint, act: acts.Act, by: Actor | None, at: datetime) -> bool:
    """Return whether `decide` refuses the act. `complaint` is the case `when_time_has_passed`: where many acts are asked about
    at once, it passes once."""
    return isinstance(_verdict(complaint, act, by, at), Refusal)


def _verdict(complaint: Complaint, act: acts.Act, by: Actor | None, at: datetime) -> tuple[Event, ...] | Refusal:
    return may(complaint, act, by) or act.verdict(complaint, by, at)


def follow(complaint: Complaint, events: Iterable[Event]) -> Complaint:
    """Return the case after these events and all events that follow from them."""
    collector = _Collector(complaint)
    collector.follow(events)
    return collector.complaint


class _Collector:
    """Collects events: each is applied, and its consequences are added, before the next one is considered."""

    def __init__(self, complaint: Complaint) -> None:
        self.complaint = complaint
        self._events: list[Event] = []

    @property
    def events(self) -> tuple[Event, ...]:
        return tuple(self._events)

    def follow(self, events: Iterable[Event]) -> None:
        for event in events:
            before = self.complaint
            self._add(event)
            after = self.complaint
            for consequence in (*consequences(before, after, event), *reckoned(before, after, event)):
                self._add(consequence)

    def let_time_pass(self, at: datetime, rings: Callable[[Alarm, datetime], bool]) -> None:
        while (alarm := next_alarm(self.complaint, at)) and rings(alarm, at):
            self.follow(ring(self.complaint, alarm, at))

    def _add(self, event: Event) -> None:
        self.complaint = apply(self.complaint, event)
        self._events.append(event)


def may(complaint: Complaint, act: acts.Act, by: Actor | None) -> Refusal | None:
    """Return why this person may not do this act to a case in this status, None where they may."""
    if act.kind in FOLLOWING:
        return None  # it follows from a merge or an upload, whose person was asked about
    rule = complaint.procedure.act(act.kind)
    if rule is None:
        return Refusal(RefusalKind.NOT_IN_PROCEDURE, act.kind)
    if refusal := _is_for(rule, complaint, by):
        return refusal
    if complaint.status not in rule.when:
        kind = RefusalKind.CASE_CLOSED if complaint.status.is_final else RefusalKind.WRONG_STATUS
        return Refusal(kind, complaint.status)
    return own_work(rule, complaint, by) or _has_its_occasion(rule, complaint)


def is_for(complaint: Complaint, kind: ActKind, by: Actor | None) -> Refusal | None:
    """Return why acts of this kind are not for this person in this case, in any status. None where they are."""
    rule = complaint.procedure.act(kind)
    return Refusal(RefusalKind.NOT_IN_PROCEDURE, kind) if rule is None else _is_for(rule, complaint, by)


def _is_for(rule: ActRule, complaint: Complaint, by: Actor | None) -> Refusal | None:
    if by is None or by.role not in rule.by:
        return Refusal(RefusalKind.WRONG_ROLE, rule.act)
    if by.role is Role.REPORTER:
        return None
    if by.authority != complaint.procedure.id:
        return Refusal(RefusalKind.WRONG_AUTHORITY, rule.act)
    if by.role.of_agency and by.agency not in _agencies(rule, complaint):
        helps = rule.agencies is Party.CO_ORDINATING
        return Refusal(RefusalKind.NOT_CO_ORDINATING if helps else RefusalKind.WRONG_AGENCY, complaint.lead or "")
    # The focal point does an agency's work only while no agency has the case, unless the regulation leaves it a hand.
    is_an_agencys = any(role.of_agency for role in rule.by) and not rule.beside_agency
    if by.role is Role.FOCAL_POINT and complaint.lead is not None and is_an_agencys:
        return Refusal(RefusalKind.WRONG_AGENCY, complaint.lead)
    return None


def _agencies(rule: ActRule, complaint: Complaint) -> tuple[str, ...]:
    """Return the agencies of the case whose people the act is for."""
    lead = (complaint.lead,) if complaint.lead else ()
    return {
        Party.LEAD: lead,
        Party.CO_ORDINATING: complaint.co_ordinating,
        Party.EACH: (*lead, *complaint.co_ordinating),
    }[rule.agencies]


def _has_its_occasion(rule: ActRule, complaint: Complaint) -> Refusal | None:
    """Check the rule's conditions: how often the act was done, several agencies, an earlier event, a missed limit."""
    if rule.times is not None and complaint.tally.get(EVENT_OF_ACT[rule.act], 0) >= rule.times:
        return Refusal(RefusalKind.TOO_OFTEN, str(rule.times))
    if rule.several_agencies and rule.after is None and not complaint.has_several_agencies:
        return Refusal(RefusalKind.SEVERAL_AGENCIES_ONLY, rule.act)
    if rule.after is not None and not rule.several_agencies and rule.after not in complaint.moments:
        return Refusal(RefusalKind.NOT_BEFORE, rule.after)
    if rule.after_limit is not None and not complaint.has_missed(rule.after_limit):
        return Refusal(RefusalKind.LIMIT_NOT_PASSED, rule.after_limit)
    return None


def _follow_calendar(complaint: Complaint, act: acts.FollowCalendar, at: datetime) -> Iterator[Event]:
    """Yield the limits that decisions move. A reminder or report that was already sent is not sent again. A paused limit
    does not move: it gets new instants when it runs on."""
    for limit_id, schedule in act.moved:
        limit = complaint.running(limit_id)
        if limit is None or limit.schedule is None or complaint.stands_still(limit):
            continue
        yield happened.LimitRescheduled(
            at=at,
            limit=limit_id,
            cause=RescheduleCause.DECISION,
            amount=limit.amount,
            schedule=schedule,
            previous_due=limit.schedule.due,
            decided_by=act.decided_by,
        )
        if limit.passed_at is not None and schedule.due > at:
            yield happened.OverdueLifted(at=at, limit=limit_id, due=schedule.due, decided_by=act.decided_by)
