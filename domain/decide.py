"""The rules: what an act, or time alone, brings about, or why it may not be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from domain import acts
from domain import events as happened
from domain.actors import Actor
from domain.complaint import Complaint, apply
from domain.events import Event, RescheduleCause
from domain.limits import consequences, next_alarm, ring
from domain.procedure import ActRule, LimitKind
from domain.refusals import Refusal, RefusalKind
from domain.words import Role, Status, Urgency


def decide(
    complaint: Complaint, act: acts.Act | acts.TimePassed | acts.FollowCalendar, *, by: Actor | None, at: datetime
) -> tuple[Event, ...] | Refusal:
    """What `act`, done by `by` at the instant `at` (aware), brings about, or why it may not be.

    What time has brought about by `at` comes first, so an act that races a timer gives the same events whichever
    comes first: a late act always finds its limit passed. Official decisions alone go before time: a limit that they move
    is not missed at its old end. `by` is None only for TimePassed and FollowCalendar.
    """
    course = _Course(complaint)
    if isinstance(act, acts.FollowCalendar):
        course.follow(_follow_calendar(complaint, act, at))
    course.let_time_pass(at)
    if isinstance(act, acts.TimePassed | acts.FollowCalendar):
        return course.events
    refusal = _may(course.complaint, act, by)
    if refusal is None:
        outcome = _outcome(course.complaint, act, at)
        if isinstance(outcome, Refusal):
            return outcome
        course.follow(outcome)
        return course.events
    return refusal


class _Course:
    """Events in the making: each is applied before the next is considered, and draws its consequences after it."""

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
            for consequence in tuple(consequences(before, self.complaint, event)):
                self._add(consequence)

    def let_time_pass(self, at: datetime) -> None:
        while (alarm := next_alarm(self.complaint, at)) and alarm.at <= at:
            self.follow(ring(self.complaint, alarm, at))

    def _add(self, event: Event) -> None:
        self.complaint = apply(self.complaint, event)
        self._events.append(event)


def _may(complaint: Complaint, act: acts.Act, by: Actor | None) -> Refusal | None:
    """Whether this person may do this act to a case in this status at all."""
    rule = complaint.procedure.act(act.kind)
    if rule is None:
        return Refusal(RefusalKind.NOT_IN_PROCEDURE, act.kind)
    if refusal := _is_for(rule, complaint, by):
        return refusal
    if complaint.status.is_final:
        return Refusal(RefusalKind.CASE_CLOSED, complaint.status)
    if complaint.status not in rule.when:
        return Refusal(RefusalKind.WRONG_STATUS, complaint.status)
    return None


def _is_for(rule: ActRule, complaint: Complaint, by: Actor | None) -> Refusal | None:
    if by is None or by.role not in rule.by:
        return Refusal(RefusalKind.WRONG_ROLE, rule.act)
    if by.role is Role.REPORTER:
        return None
    if by.authority != complaint.procedure.id:
        return Refusal(RefusalKind.WRONG_AUTHORITY, rule.act)
    if by.role.of_agency and (complaint.lead is None or by.agency != complaint.lead):
        return Refusal(RefusalKind.WRONG_AGENCY, complaint.lead or "")
    return None


def _outcome(complaint: Complaint, act: acts.Act, at: datetime) -> tuple[Event, ...] | Refusal:  # noqa: C901 - one case for each act, each a line or two
    match act:
        case acts.File():
            return _file(complaint, act, at)
        case acts.AskSupplement():
            return _if_written(act.wanted, happened.SupplementAsked(at=at, wanted=act.wanted))
        case acts.Supplement():
            return _if_written(act.text, happened.Supplemented(at=at, text=act.text))
        case acts.Refuse():
            return _refuse(complaint, act, at)
        case acts.Verify():
            return _verify(complaint, act.field, at)
        case acts.Dispatch():
            return _dispatch(complaint, act, at)
        case acts.Accept():
            return (happened.Accepted(at=at),)
        case acts.Return():
            return _if_written(act.reason, happened.Returned(at=at, agency=complaint.lead or "", reason=act.reason))
        case acts.Extend():
            return _extend(complaint, act, at)
        case acts.FixTemporarily():
            if complaint.urgency is not Urgency.INSTANT or complaint.temporarily_fixed:
                return Refusal(RefusalKind.NOTHING_TO_FIX)
            return _if_written(act.what, happened.TemporarilyFixed(at=at, what=act.what))
        case acts.ExplainDelay():
            if not complaint.overdue_limits:
                return Refusal(RefusalKind.NOT_OVERDUE)
            return _if_written(act.reason, happened.DelayExplained(at=at, reason=act.reason))
        case acts.SubmitResult():
            return _if_written(act.result, happened.ResultSubmitted(at=at, result=act.result))
        case acts.Approve():
            return (happened.Approved(at=at),)
        case acts.SendBack():
            return _if_written(act.reason, happened.SentBack(at=at, reason=act.reason))
        case acts.Publish():
            return Refusal(RefusalKind.SECRECY_REQUESTED) if complaint.secret else (happened.Published(at=at),)
        case acts.Withhold():
            return _withhold(complaint, act, at)
        case acts.Rate():
            if act.rating not in {rating.id for rating in complaint.procedure.ratings}:
                return Refusal(RefusalKind.UNKNOWN_RATING, act.rating)
            return (happened.Rated(at=at, rating=act.rating, comment=act.comment),)
        case acts.Withdraw():
            return (happened.Withdrawn(at=at, reason=act.reason),)


def _follow_calendar(complaint: Complaint, act: acts.FollowCalendar, at: datetime) -> Iterator[Event]:
    """What has rung stays rung. A limit that stands still is left alone: it gets new instants when it runs on."""
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


def _if_written(words: acts.Sealed, event: Event) -> tuple[Event, ...] | Refusal:
    """The event, provided the person wrote the words it must give."""
    return Refusal(RefusalKind.WORDS_MISSING) if words.is_blank else (event,)


def _file(complaint: Complaint, act: acts.File, at: datetime) -> tuple[Event, ...] | Refusal:
    procedure = complaint.procedure
    if act.channel not in {channel.id for channel in procedure.channels}:
        return Refusal(RefusalKind.UNKNOWN_CHANNEL, act.channel)
    field = procedure.field(act.field)
    if act.field is not None and field is None:
        return Refusal(RefusalKind.UNKNOWN_FIELD, act.field)
    missing = [need.id for need in procedure.requirements if need.required and need.id not in act.holds]
    if missing:
        return Refusal(RefusalKind.REPORT_INCOMPLETE, ",".join(missing))
    urgency = field.urgency if field else Urgency.ORDINARY
    return (happened.Filed(at=at, channel=act.channel, field=act.field, urgency=urgency, secret=act.secret),)


def _refuse(complaint: Complaint, act: acts.Refuse, at: datetime) -> tuple[Event, ...] | Refusal:
    ground = next((one for one in complaint.procedure.refusal_grounds if one.id == act.ground), None)
    if ground is None:
        return Refusal(RefusalKind.UNKNOWN_GROUND, act.ground)
    if ground.names_original and not (act.duplicate_of or "").strip():
        return Refusal(RefusalKind.ORIGINAL_MISSING, act.ground)
    if act.duplicate_of == complaint.code:
        return Refusal(RefusalKind.DUPLICATE_OF_ITSELF, complaint.code)
    original = act.duplicate_of if ground.names_original else None
    return _if_written(act.reason, happened.Refused(at=at, ground=act.ground, reason=act.reason, duplicate_of=original))


def _verify(complaint: Complaint, field_id: str | None, at: datetime) -> tuple[Event, ...] | Refusal:
    field = complaint.procedure.field(field_id or complaint.field)
    if field_id is not None and field is None:
        return Refusal(RefusalKind.UNKNOWN_FIELD, field_id)
    return (
        happened.Verified(
            at=at, field=field.id if field else None, urgency=field.urgency if field else complaint.urgency
        ),
    )


def _dispatch(complaint: Complaint, act: acts.Dispatch, at: datetime) -> tuple[Event, ...] | Refusal:
    field_id = act.field or complaint.field
    if field_id is None:
        return Refusal(RefusalKind.FIELD_MISSING)
    field = complaint.procedure.field(field_id)
    if field is None:
        return Refusal(RefusalKind.UNKNOWN_FIELD, field_id)
    if act.lead in act.co_ordinating:
        return Refusal(RefusalKind.LEAD_ALSO_CO_ORDINATES, act.lead)
    dispatched = happened.Dispatched(
        at=at,
        field=field.id,
        urgency=field.urgency,
        lead=act.lead,
        co_ordinating=tuple(dict.fromkeys(act.co_ordinating)),
        note=act.note,
    )
    if complaint.status is Status.SUBMITTED:  # until it is dispatched, the case is held to the course it came by
        return (happened.Verified(at=at, field=complaint.field, urgency=complaint.urgency), dispatched)
    return (dispatched,)


def _extend(complaint: Complaint, act: acts.Extend, at: datetime) -> tuple[Event, ...] | Refusal:
    if complaint.extended:
        return Refusal(RefusalKind.ALREADY_EXTENDED)
    overdue = (complaint.rule_of(limit) for limit in complaint.overdue_limits)
    if any(rule.kind is LimitKind.STEP and rule.extended is not None for rule in overdue):
        return Refusal(RefusalKind.EXTENSION_TOO_LATE)
    return _if_written(act.reason, happened.Extended(at=at, reason=act.reason))


def _withhold(complaint: Complaint, act: acts.Withhold, at: datetime) -> tuple[Event, ...] | Refusal:
    ground = next((one for one in complaint.procedure.withhold_grounds if one.id == act.ground), None)
    if ground is None:
        return Refusal(RefusalKind.UNKNOWN_GROUND, act.ground)
    if ground.on_request and not complaint.secret:
        return Refusal(RefusalKind.SECRECY_NOT_REQUESTED)
    return (happened.Withheld(at=at, ground=act.ground),)
