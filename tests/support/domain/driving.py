"""A case that tests drive as its people and its clock would."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Self

from domain import acts
from domain.actors import Actor
from domain.complaint import Complaint
from domain.complaint import apply as apply_event
from domain.decide import decide
from domain.events import (
    Escalated,
    Event,
    LimitClosed,
    LimitOpened,
    LimitPassed,
    LimitRescheduled,
    OverdueLifted,
    Reminded,
)
from domain.limits import next_alarm
from domain.refusals import Refusal
from domain.words import ActKind, Status
from tests.support.domain.people import PROCEDURE, SAMPLES, START, file
from tests.support.domain.unbroken_time import scheduled

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


class Case:
    """A case. Its acts happen at `now`; its time is unbroken (see unbroken_time)."""

    def __init__(self, *doing: acts.Act, every: timedelta = timedelta(0)) -> None:
        self.complaint = Complaint(code="KH-2026-000001", procedure=PROCEDURE)
        self.now = START
        self.events: tuple[Event, ...] = ()
        for act in doing:
            self.does(act).sleeps(every)

    def does(self, act: acts.Act, by: Actor | None = None) -> Self:
        """Do the act, which must be allowed. Without `by`, the person whose act it is does it."""
        decided = self.decides(act, by)
        assert not isinstance(decided, Refusal), decided
        return self._take(decided)

    def refuses(self, act: acts.Act, by: Actor | None = None) -> Refusal:
        """Return the reason for which the act is refused. It must be refused."""
        decided = self.decides(act, by)
        assert isinstance(decided, Refusal), decided
        return decided

    def decides(self, act: acts.Act, by: Actor | None = None) -> tuple[Event, ...] | Refusal:
        """Return the core's answer to the act at this moment."""
        return decide(self.complaint, act, by=by or SAMPLES[act.kind][1], at=self.now)

    def waits(self, long: timedelta) -> Self:
        """Time goes on, and each alarm rings at its instant."""
        until = self.now + long
        while (alarm := next_alarm(self.complaint)) and alarm.at <= until:
            self.now = max(self.now, alarm.at)
            self.looks_up()
        self.now = until
        return self

    def sleeps(self, long: timedelta) -> Self:
        """Time goes on, and nothing rings: the worker is down."""
        self.now += long
        return self

    def looks_up(self) -> Self:
        """The worker looks at the clock until nothing is left to ring."""
        while rung := decide(self.complaint, acts.TimePassed(), by=None, at=self.now):
            assert not isinstance(rung, Refusal)
            self._take(rung)
        return self

    def copied(self, complaint: Complaint | None = None) -> Case:
        """The same case a second time, perhaps as the record gave it back."""
        copy = Case()
        copy.complaint, copy.now, copy.events = complaint or self.complaint, self.now, self.events
        return copy

    def since(self, number: int) -> list[str]:
        """The story from the event after `number`."""
        return story(self.events[number:])

    def _take(self, events: tuple[Event, ...]) -> Self:
        for event in scheduled(self.complaint, events):
            self.complaint = apply_event(self.complaint, event)
            self.events += (event,)
        return self


def story(events: tuple[Event, ...]) -> list[str]:
    """Events as one line each."""
    return [_line(event) for event in events]


def _line(event: Event) -> str:
    match event:
        case LimitOpened() | LimitRescheduled() | Reminded() | LimitPassed() | OverdueLifted():
            return f"{event.kind} {event.limit}"
        case LimitClosed():
            return f"{event.kind} {event.limit} {event.outcome}"
        case Escalated():
            return f"{event.kind} {event.limit} {event.rung}"
    return event.kind


WAY_TO = {
    Status.UNFILED: "",
    Status.SUBMITTED: "file",
    Status.AWAITING_SUPPLEMENT: "file ask_supplement",
    Status.VERIFIED: "file verify",
    Status.DISPATCHED: "file verify dispatch",
    Status.RETURNED: "file verify dispatch return",
    Status.PROCESSING: "file verify dispatch accept",
    Status.AWAITING_DIRECTION: "file verify dispatch accept involve ask_direction",
    Status.AWAITING_APPROVAL: "file verify dispatch accept submit_result",
    Status.APPROVED: "file verify dispatch accept submit_result approve",
    Status.PUBLISHED: "file verify dispatch accept submit_result approve publish",
    Status.WITHHELD: "file verify dispatch accept submit_result approve withhold",
    Status.CLOSED: "file verify dispatch accept submit_result approve publish rate",
    Status.REFUSED: "file refuse",
    Status.WITHDRAWN: "file verify dispatch accept withdraw",
    Status.MERGED: "file merge",
}


KNOWN = tuple(WAY_TO)
"""The statuses that Khánh Hòa knows."""


def with_occasion(kind: ActKind, case: Case) -> Case:
    """The case with what the act needs beside its status: several agencies for an extension or a part, a question for an
    answer, a commitment to keep or move."""
    status = case.complaint.status
    of_several = (ActKind.EXTEND, ActKind.CONTRIBUTE, ActKind.DECLINE_PART, ActKind.SET_PART_DAY)
    if kind in of_several and status in (Status.DISPATCHED, Status.PROCESSING):
        return case.does(SAMPLES[ActKind.INVOLVE][0])
    if kind is ActKind.ASK_DIRECTION and status is Status.PROCESSING:
        return case.does(SAMPLES[ActKind.INVOLVE][0]).sleeps(6 * DAY)
    if kind in (ActKind.KEEP_COMMITMENT, ActKind.MOVE_COMMITMENT) and status in (Status.PUBLISHED, Status.WITHHELD):
        case.complaint = replace(case.complaint, committed=case.now.date() + 9 * DAY)
    if kind is ActKind.ANSWER and status in (Status.PUBLISHED, Status.WITHHELD):
        return case.does(SAMPLES[ActKind.ASK][0])
    return case


def case_in(
    status: Status, *, field: str = "giao-thong", after: timedelta = timedelta(0), every: timedelta = timedelta(0)
) -> Case:
    """A case brought to `status` the shortest way, dispatched to Nha Trang, acted upon `after` filing, then `every` so often."""
    case = Case()
    for word in WAY_TO[status].split():
        kind = ActKind(word)
        if kind is ActKind.ASK_DIRECTION:
            case.sleeps(6 * DAY)  # past the limit to process
        case.does(file(field=field) if kind is ActKind.FILE else SAMPLES[kind][0])
        case.sleeps(after if kind is ActKind.FILE else every)
    assert case.complaint.status is status
    return case
