"""Foresees what a reorganisation would do: to how many cases, accounts and rules, and case by case to which limits."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from api.cases.going_over import Foreseen, foresee, new_text
from api.office.stopping import hanging_on_agency
from api.web.offices import ProceduresInForce
from domain.events import LimitClosed, LimitOpened, LimitRescheduled, RescheduleCause, TextChanged
from domain.offices.hanging import Hanging
from domain.offices.reorganisation import Ending, Reorganisation
from domain.procedure import Procedure
from domain.refusals import RefusalKind
from domain.time.decisions import Reach
from domain.words import Status
from records.record import Record

_PAGE = 200


class Effect(StrEnum):
    """The effects that another text can have on a limit of a case."""

    KEPT = "kept"
    MOVED = "moved"
    GAINED = "gained"
    LOST = "lost"


@dataclass(frozen=True)
class LimitOutlook:
    """A limit of one case, what becomes of it, and when it is due before and after."""

    name: str
    effect: Effect
    due_before: datetime | None = None
    due_after: datetime | None = None


@dataclass(frozen=True)
class CaseOutlook:
    """An open case: where it stands, and what becomes of its limits. `refused` is why the new text does not take it over."""

    code: str
    status: Status
    lead: str | None
    limits: tuple[LimitOutlook, ...] = ()
    refused: RefusalKind | None = None

    @property
    def changes(self) -> bool:
        """True if a limit of the case does not stay as it is."""
        return any(each.effect is not Effect.KEPT for each in self.limits)


@dataclass(frozen=True)
class Along:
    """The accounts that work, and the agencies, places and rules in use that go along where an authority joins another one."""

    accounts: int
    agencies: int
    places: int
    rules: int


@dataclass(frozen=True)
class Outlook:
    """The effect of a plan, counted at one moment. `along` is what goes along with a join, None without one.

    `cases` are as many as were asked for, first those whose limits change or that are refused; `changed` and `refused` count all
    of them, `counted` says in how many cases a limit moves, begins or ends.
    """

    cases: tuple[CaseOutlook, ...]
    total: int
    changed: int
    refused: int
    counted: dict[Effect, int]
    endings: tuple[tuple[Ending, Hanging], ...]
    along: Along | None = None

    @property
    def unchanged(self) -> int:
        """The number of cases that go over with all their limits as they are."""
        return self.total - self.refused - self.changed

    @property
    def seal(self) -> str:
        """These numbers as one word. A person who confirms it has seen exactly them."""
        ends = (each.seal for _, each in self.endings)
        said = [self.total, self.refused, *sorted(self.counted.items()), *ends, self.along]
        return hashlib.sha256(repr(said).encode()).hexdigest()[:16]


def outlook(
    record: Record, procedures: ProceduresInForce, plan: Reorganisation, at: datetime, most: int | None = None
) -> Outlook:
    """Foresee a plan as of its day, or of now where that has come. Name at most so many cases, all where None."""
    endings = tuple((each, hanging_on_agency(record, plan.authority, each.agency, at)) for each in plan.ends)
    named: list[CaseOutlook] = []
    kept: list[CaseOutlook] = []
    total, refused, changed, counted = 0, 0, 0, Counter[Effect]()
    for case in outlooks(record, procedures, plan, at):
        total += 1
        refused += case.refused is not None
        changed += case.changes
        counted.update({each.effect for each in case.limits} - {Effect.KEPT})
        listed = named if case.changes or case.refused else kept
        if most is None or len(listed) < most:
            listed.append(case)
    effects: dict[Effect, int] = {each: counted[each] for each in Effect if each is not Effect.KEPT}
    along = _along(record, plan.authority) if plan.joins else None
    return Outlook(tuple([*named, *kept][:most]), total, changed, refused, effects, endings, along)


def _along(record: Record, authority: str) -> Along:
    offices = record.offices
    return Along(
        accounts=sum(each.active for each in record.accounts.of_authority(authority)),
        agencies=sum(each.in_use for each in offices.agencies(authority)),
        places=sum(each.in_use for each in offices.places(authority)),
        rules=sum(each.in_use for each in offices.routing_rules(authority)),
    )


def outlooks(
    record: Record, procedures: ProceduresInForce, plan: Reorganisation, at: datetime
) -> Iterator[CaseOutlook]:
    """Yield what becomes of each open case that goes over to another text, by code."""
    new = new_text(procedures, plan)
    if new is None:
        return
    instant, book, after = max(at, _beginning(new, plan)), record.calendar.book(), ""
    while complaints := record.cases.open_complaints(after, _PAGE, Reach(plan.authority)):
        for complaint in complaints:
            if not plan.takes_over(complaint.procedure.id, complaint.procedure.valid_from):
                continue
            if foreseen := foresee(record, complaint, plan, new, book, instant):
                yield _case(foreseen)
        after = complaints[-1].code


def _beginning(procedure: Procedure, plan: Reorganisation) -> datetime:
    return datetime.combine(plan.day, time(), ZoneInfo(procedure.authority.time_zone))


def _case(foreseen: Foreseen) -> CaseOutlook:
    before = foreseen.before
    if foreseen.refusal is not None:
        return CaseOutlook(before.code, before.status, before.lead, refused=foreseen.refusal.kind)
    changed = {each.name: each for each in _changes(foreseen)}
    kept = [
        LimitOutlook(name, Effect.KEPT, limit.schedule.due if limit.schedule else None)
        for limit in before.running_limits
        if (name := before.rule_of(limit).name) not in changed
    ]
    return CaseOutlook(before.code, before.status, before.lead, (*changed.values(), *kept))


def _changes(foreseen: Foreseen) -> Iterator[LimitOutlook]:
    """Yield the limits that change with the text, not with the time before it."""
    before, after, began = foreseen.before, foreseen.after, False
    for event in foreseen.events:
        began = began or isinstance(event, TextChanged)
        if not began:
            continue
        if isinstance(event, LimitClosed) and (limit := before.running(event.limit)):
            yield LimitOutlook(before.rule_of(limit).name, Effect.LOST, limit.schedule.due if limit.schedule else None)
        elif isinstance(event, LimitOpened):
            name = after.procedure.limit(event.limit).name
            yield LimitOutlook(name, Effect.GAINED, None, event.schedule.due if event.schedule else None)
        elif isinstance(event, LimitRescheduled) and event.cause is RescheduleCause.TEXT:
            name = after.procedure.limit(event.limit).name
            due = event.schedule.due if event.schedule else None
            yield LimitOutlook(name, Effect.MOVED, event.previous_due, due)
