"""An open case goes over to another text on its day, by an act of its own. The case's next act waits for it, and a background
job does it for the cases on which nobody acts."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from api.cases.parts import ActingParts
from api.cases.repeating import SentAct
from api.web.offices import ProceduresInForce
from calendars.filling import scheduled
from domain.actors import Actor
from domain.acts import ChangeText
from domain.complaint import Complaint, apply_all
from domain.decide import decide, when_time_has_passed
from domain.events import Event, LimitRescheduled, RescheduleCause
from domain.offices.reorganisation import Reorganisation
from domain.procedure import Procedure
from domain.refusals import Refusal
from domain.time.decisions import CalendarBook
from domain.words import Role
from procedures import NoProcedure
from records.record import Record

_NAMESPACE = uuid.UUID("0c2c3f7e-0b6b-4d3e-9f0a-6a4f6d2f7b19")


class OfficesInTime(Protocol):
    """The record of offices as this needs it; `records.offices.repository.Offices` is the real one."""

    def going_over(self, authority: str) -> Reorganisation | None:
        """Return the latest reorganisation that has come by which open cases go over to another text."""
        ...


class OverRecord(Protocol):
    """The parts of the record that this needs."""

    @property
    def offices(self) -> OfficesInTime: ...


@dataclass(frozen=True)
class Foreseen:
    """The foreseen effect of going over to another text: the case before and after, and the events, complete; or the reason for
    which the text does not take the case over."""

    before: Complaint
    after: Complaint
    events: tuple[Event, ...] = ()
    refusal: Refusal | None = None
    act: ChangeText | None = None


def is_due(record: OverRecord, complaint: Complaint) -> bool:
    """Return whether the case still follows a text that another one has replaced for it. One that has ended goes over only where
    its authority joins another."""
    plan = record.offices.going_over(complaint.procedure.id)
    if plan is None or (complaint.status.is_final and plan.joins is None):
        return False
    return plan.takes_over(complaint.procedure.id, complaint.procedure.valid_from)


def going_over(parts: ActingParts, procedures: ProceduresInForce, complaint: Complaint) -> SentAct | None:
    """Return the act by which a case goes over to the text that has replaced its own, None where it stays under its own.

    The person who entered the reorganisation signs it. Its id is made of the reorganisation and the case, so two who send it at
    the same time do it once.
    """
    plan = parts.record.offices.going_over(complaint.procedure.id)
    if plan is None or not is_due(parts.record, complaint):
        return None
    new = new_text(procedures, plan)
    if new is None:
        return None
    foreseen = foresee(parts.record, complaint, plan, new, parts.record.calendar.book(), parts.clock())
    if foreseen is None or foreseen.act is None:
        return None
    by = Actor(Role.ADMIN, authority=complaint.procedure.id, account=plan.entered_by)
    act_id = str(uuid.uuid5(_NAMESPACE, f"{plan.id} {complaint.code}"))
    return SentAct(complaint.code, act_id, foreseen.act, by)


def new_text(procedures: ProceduresInForce, plan: Reorganisation) -> Procedure | None:
    """Return the text that holds from the day of a plan, None where none is known."""
    if plan.into is None:
        return None
    try:
        return procedures.on(plan.into, plan.day)
    except NoProcedure:
        return None


def foresee(
    record: Record, complaint: Complaint, plan: Reorganisation, new: Procedure, book: CalendarBook, at: datetime
) -> Foreseen | None:
    """Return what going over to a text at an instant would bring about in a case, None where it stays under its own."""
    complaint = when_time_has_passed(complaint, at)
    stays = complaint.status.is_final and plan.joins is None
    kept = None if stays else record.regulations.taken_over(complaint.procedure, new)
    clause = new.transition(plan.authority)
    if kept is None or clause is None:
        return None
    act = ChangeText(text=kept[0], day=plan.day, decided_by=plan.act, source=clause.source)
    foreseen = _foreseen(complaint, act, plan, book, at)
    if ended := tuple(_ended(foreseen.events, at)):
        keeping = ChangeText(text=act.text, day=act.day, decided_by=act.decided_by, source=act.source, keeps=ended)
        foreseen = _foreseen(complaint, keeping, plan, book, at)
    return foreseen


def _foreseen(
    complaint: Complaint, act: ChangeText, plan: Reorganisation, book: CalendarBook, at: datetime
) -> Foreseen:
    by = Actor(Role.ADMIN, authority=complaint.procedure.id, account=plan.entered_by)
    decided = decide(complaint, act, by=by, at=at)
    if isinstance(decided, Refusal):
        return Foreseen(complaint, complaint, refusal=decided)
    events = scheduled(complaint, decided, book)
    return Foreseen(complaint, apply_all(complaint, events), events, act=act)


def _ended(events: tuple[Event, ...], at: datetime) -> Iterator[str]:
    """Yield the limits that the new text would already have ended."""
    for event in events:
        if not isinstance(event, LimitRescheduled) or event.cause is not RescheduleCause.TEXT:
            continue
        if event.schedule is not None and event.schedule.due <= at:
            yield event.limit
