"""Relates the course that a case took in another system, as the events of a case here.

What happened there has its true instant. Limits run from it, by the regulation of that day, and one that ended there unkept is
overdue since its end. This system reminded nobody then, so no reminder is related. What is overdue still is found at the import,
and then the ladder tells of it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from domain.acts import Sealed, TimePassed
from domain.backlog.past_case import PastCase, Standing
from domain.complaint import Complaint, apply, apply_all
from domain.decide import decide
from domain.endings import ANSWERED
from domain.events import (
    ACT_OF_EVENT,
    Accepted,
    Approved,
    Dispatched,
    Event,
    Filed,
    Forwarded,
    Imported,
    Published,
    Refused,
    ResultSubmitted,
    Verified,
    Withdrawn,
    Withheld,
)
from domain.limits import Alarm, AlarmKind, consequences, ring
from domain.refusals import Refusal
from domain.words import ActKind, Status, Urgency

Fill = Callable[[Complaint, tuple[Event, ...]], tuple[Event, ...]]
"""Completes events with what the calendar says of them. Takes the case before the events, and the events."""


def past_course(
    unfiled: Complaint, past: PastCase, *, source: str, now: datetime, fill: Fill
) -> tuple[Event, ...] | None:
    """Return the events, complete with due dates, of a case that is imported at the instant `now` from the file `source`. None
    where the regulation leads no case to where this one stands."""
    course = _Course(unfiled, fill)
    course.happens(_filed(unfiled, past))
    _goes_to_agency(course, past)
    if past.ended_at is not None:
        _ends(course, past, past.ended_at)
    if not _stands(course.complaint, past):
        return None
    course.let_windows_lapse(now)
    course.adds((Imported(at=now, old_code=past.old_code, source=source),))
    overdue = decide(course.complaint, TimePassed(), by=None, at=now)
    if not isinstance(overdue, Refusal):
        course.adds(overdue)
    return course.events


def first_told(events: tuple[Event, ...]) -> int:
    """Return the place of the first event of which people are told: the one after the import, or else the first of all."""
    return next((place for place, event in enumerate(events, 1) if isinstance(event, Imported)), 0)


class _Course:
    """Collects the events of a course. Each is completed and applied before the next one."""

    def __init__(self, unfiled: Complaint, fill: Fill) -> None:
        self.complaint = unfiled
        self._fill = fill
        self._events: list[Event] = []

    @property
    def events(self) -> tuple[Event, ...]:
        return tuple(self._events)

    def may(self, kind: ActKind) -> bool:
        """Tell whether the regulation knows the act in the status that the case has."""
        rule = self.complaint.procedure.act(kind)
        return rule is not None and self.complaint.status in rule.when

    def happens(self, event: Event) -> None:
        """Add an event, the limits that passed before it, and what follows from it for the limits. An act at the very end of a
        limit is in time."""
        while (end := self._next_end()) and end.at < event.at:
            self._rings(end)
        self._follows(event)

    def adds(self, events: tuple[Event, ...]) -> None:
        """Add events from which nothing follows."""
        completed = self._fill(self.complaint, events)
        self.complaint = apply_all(self.complaint, completed)
        self._events += completed

    def let_windows_lapse(self, now: datetime) -> None:
        """Let the time pass in which somebody outside the offices could act, as far as it ended by `now`. Offices are found late
        at the import, except for what such an end closes."""
        while any(end.at <= now and self._is_window(end) for end in self._ends()):
            self._rings(self._ends()[0])

    def _is_window(self, end: Alarm) -> bool:
        return self.complaint.procedure.limit(end.limit).on_lapse is not None

    def _ends(self) -> list[Alarm]:
        """Return the ends of the running limits that can still pass, the nearest first. An internal limit never passes."""
        case = self.complaint
        return sorted(
            Alarm(limit.schedule.due, limit.id, AlarmKind.PASS)
            for limit in case.running_limits
            if limit.schedule is not None
            and limit.passed_at is None
            and not case.stands_still(limit)
            and not case.rule_of(limit).is_internal
        )

    def _next_end(self) -> Alarm | None:
        return next(iter(self._ends()), None)

    def _rings(self, end: Alarm) -> None:
        for event in tuple(ring(self.complaint, end, end.at)):
            self._follows(event)

    def _follows(self, event: Event) -> None:
        before = self.complaint
        self._add(event)
        for consequence in tuple(consequences(before, self.complaint, event)):
            self._add(consequence)

    def _add(self, event: Event) -> None:
        [completed] = self._fill(self.complaint, (event,))
        self.complaint = apply(self.complaint, completed)
        self._events.append(completed)


def _filed(unfiled: Complaint, past: PastCase) -> Filed:
    field = unfiled.procedure.field(past.field)
    return Filed(
        at=past.received_at,
        channel=past.channel,
        field=past.field,
        urgency=field.urgency if field else Urgency.ORDINARY,
        secret=past.secret,
        place=past.place,
    )


def _goes_to_agency(course: _Course, past: PastCase) -> None:
    """Relate how the case came to its agency, by the focal point where the regulation goes that way."""
    if past.agency is None:
        return
    case, at = course.complaint, past.dispatched_at or past.received_at
    if case.status is Status.SUBMITTED:
        course.happens(Verified(at=at, field=case.field, urgency=case.urgency))
    rule, field = case.procedure.act(ActKind.DISPATCH), case.procedure.field(case.field)
    by_focal_point = rule is not None and (not rule.names_agency or (field is not None and field.by_focal_point))
    course.happens(
        Dispatched(
            at=at,
            field=case.field,
            urgency=case.urgency,
            lead=None if by_focal_point else past.agency,
            co_ordinating=(),
            agency_limit=None if by_focal_point else past.agency_limit,
        )
    )
    if by_focal_point:
        course.happens(Forwarded(at=at, lead=past.agency, co_ordinating=(), agency_limit=past.agency_limit))
    if past.standing in (Standing.HANDLED, Standing.ANSWERED) and course.may(ActKind.ACCEPT):
        course.happens(Accepted(at=past.accepted_at or at))


def _ends(course: _Course, past: PastCase, at: datetime) -> None:
    """Relate how the case was answered, or ended without an answer."""
    words, procedure = Sealed(past.words), course.complaint.procedure
    match past.standing:
        case Standing.ANSWERED:
            on_request = next((each.id for each in procedure.withhold_grounds if each.on_request), "")
            steps: tuple[Event, ...] = (
                ResultSubmitted(at=at, result=words, handled_on=procedure.authority.local_date(at)),
                Approved(at=at),
                Withheld(at=at, ground=on_request) if past.secret else Published(at=at),
            )
        case Standing.REFUSED:
            steps = (Refused(at=at, ground=past.ground or "", reason=words, duplicate_of=None),)
        case _:
            steps = (Withdrawn(at=at, reason=words),)
    for step in steps:
        if course.may(ACT_OF_EVENT[step.kind]):
            course.happens(step)


def _stands(complaint: Complaint, past: PastCase) -> bool:
    """Tell whether the course led the case to where it stands."""
    match past.standing:
        case Standing.RECEIVED:
            return complaint.lead is None and complaint.status.is_handled
        case Standing.ANSWERED:
            return complaint.status in ANSWERED and complaint.lead == past.agency
        case Standing.REFUSED:
            return complaint.status is Status.REFUSED
        case Standing.WITHDRAWN:
            return complaint.status is Status.WITHDRAWN
        case _:
            return complaint.lead == past.agency and complaint.status.is_handled
