"""Runs a situation through the pure core alone, on the real calendar."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from calendars import official_book
from calendars.filling import moves, scheduled
from domain.acts import FollowCalendar, TimePassed
from domain.citing import acts_of
from domain.complaint import Complaint, apply
from domain.decide import decide
from domain.decisions import CalendarBook, ChangeKind
from domain.events import Event
from domain.limits import next_alarm
from domain.refusals import Refusal
from procedures.situations import Situation, Step
from tests.rulings.course import Passage


def run(situation: Situation, code: str) -> list[Passage]:
    """The course of the case, up to a step that did not go as the ruling says."""
    case = _Case(Complaint(code=code, procedure=situation.procedure), official_book())
    course: list[Passage] = []
    for step in situation.steps:
        course.append(case.takes(step))
        if not course[-1].is_as_ruled:
            break
    return course


class _Case:
    """A case, and the book of decisions that it counts by."""

    def __init__(self, complaint: Complaint, book: CalendarBook) -> None:
        self.complaint, self.book = complaint, book

    def takes(self, step: Step) -> Passage:
        before, rang = self.complaint, tuple(self._let_time_pass(step.at))
        done = self._hear(step) if step.decided else ()
        if step.act is None:
            return Passage(step, before, rang, done)
        decided = decide(self.complaint, step.act, by=step.by, at=step.at)
        if isinstance(decided, Refusal):
            return Passage(step, before, rang, done, decided)
        return Passage(step, before, rang, done + self._take(decided))

    def _let_time_pass(self, until: datetime) -> Iterator[Event]:
        """Each alarm rings at its instant."""
        while (alarm := next_alarm(self.complaint)) and alarm.at <= until:
            yield from self._take(decide(self.complaint, TimePassed(), by=None, at=alarm.at))

    def _hear(self, step: Step) -> tuple[Event, ...]:
        act = step.decided[0].act
        self.book = self.book.with_next(
            (*self.book.decisions, *step.decided), change=ChangeKind.ADD, act=act, since=step.at
        )
        moved = moves(self.complaint, self.book)
        if not moved:
            return ()
        follow = FollowCalendar(moved=moved, decided_by=acts_of((self.book.latest,)))
        return self._take(decide(self.complaint, follow, by=None, at=step.at))

    def _take(self, decided: tuple[Event, ...] | Refusal) -> tuple[Event, ...]:
        assert not isinstance(decided, Refusal), decided
        events = scheduled(self.complaint, decided, self.book)
        for event in events:
            self.complaint = apply(self.complaint, event)
        return events
