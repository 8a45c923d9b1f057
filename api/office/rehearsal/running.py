"""Runs a situation through the pure core alone, on the real calendar."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from calendars import official_book
from calendars.filling import moves, scheduled
from domain.actors import Actor
from domain.acts import FollowCalendar, TimePassed
from domain.complaint import Complaint, apply_all
from domain.decide import decide
from domain.events import Event
from domain.limits import Alarm, next_alarm
from domain.procedure import Procedure
from domain.refusals import Refusal
from domain.time.decisions import CalendarBook, ChangeKind
from domain.words import Role
from language.labels import acts_of
from procedures.situations import Passage, Situation, Step


def run(situation: Situation, code: str) -> list[Passage]:
    """Return the course of the case, up to the first step that departs from the situation."""
    case = RehearsedCase(Complaint(code=code, procedure=situation.procedure), situation.steps[0].at, official_book())
    course: list[Passage] = []
    for step in situation.steps:
        course.append(case.takes(step))
        if not course[-1].is_as_ruled:
            break
    return course


class RehearsedCase:
    """A case, its clock, and the official decisions that it counts by."""

    def __init__(self, complaint: Complaint, now: datetime, book: CalendarBook) -> None:
        self.complaint, self.now, self.book = complaint, now, book

    def takes(self, step: Step) -> Passage:
        """Let time pass up to a step and do it. Return what happened."""
        rings = Alarm.rings_by if step.act is None else Alarm.rings_before_act
        before, rang = self.complaint, self._let_time_pass(step.at, rings)
        done = self._hear(step) if step.decided else ()
        refusal: Refusal | None = None
        if step.act is not None:
            decided = decide(self.complaint, step.act, by=step.by, at=step.at)
            if isinstance(decided, Refusal):
                refusal = decided
            else:
                done += self._take(decided)
        # A limit that comes back when its time is already over rings at once.
        return Passage(step, before, rang, done + self._let_time_pass(step.at, Alarm.rings_by), refusal)

    def _let_time_pass(self, until: datetime, rings: Callable[[Alarm, datetime], bool]) -> tuple[Event, ...]:
        """Ring each alarm at its instant, or now where that is past."""
        rang: tuple[Event, ...] = ()
        while (alarm := next_alarm(self.complaint)) and rings(alarm, until):
            self.now = max(self.now, alarm.at)
            rang += self._take(decide(self.complaint, TimePassed(), by=None, at=self.now))
        self.now = until
        return rang

    def _hear(self, step: Step) -> tuple[Event, ...]:
        self.book = in_force(self.book, step)
        moved = moves(self.complaint, self.book)
        if not moved:
            return ()
        follow = FollowCalendar(moved=moved, decided_by=acts_of((self.book.latest,)))
        return self._take(decide(self.complaint, follow, by=None, at=step.at))

    def _take(self, decided: tuple[Event, ...] | Refusal) -> tuple[Event, ...]:
        if isinstance(decided, Refusal):
            raise TypeError(f"the core refused the passing of time: {decided}")
        events = scheduled(self.complaint, decided, self.book)
        self.complaint = apply_all(self.complaint, events)
        return events


def holder_of(role: Role, procedure: Procedure, agency: str | None) -> Actor:
    """Return the person who holds a role in a rehearsal, with the account by which a written case names that person."""
    return Actor(role, procedure.id, agency, account=f"{role} of {agency}" if agency else str(role))


def in_force(book: CalendarBook, step: Step) -> CalendarBook:
    """Return the book with the decisions of the step."""
    decided = step.decided
    return book.with_next(
        (*book.decisions, *decided), change=ChangeKind.ADD, act=decided[0].act, since=step.decided_since or step.at
    )
