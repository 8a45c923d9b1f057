"""Every situation a case can come into under a procedure: found by walking, for no rule of thumb is as sure."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from domain.events import ACT_OF_EVENT
from domain.procedure import ActRule, LimitKind, LimitRule, Procedure
from domain.words import ActKind, Status, Urgency

EVENT_OF_ACT = {act: event for event, act in ACT_OF_EVENT.items()}
_FIXED = "temporarily_fixed"
_SETTLES_URGENCY = (ActKind.FILE, ActKind.VERIFY, ActKind.DISPATCH)


@dataclass(frozen=True)
class Situation:
    """Where a case may stand: its status, its course, which limits run, whether it is fixed for the time being."""

    status: Status
    urgency: Urgency = Urgency.ORDINARY
    running: frozenset[str] = frozenset()
    fixed: bool = False


@dataclass(frozen=True)
class Step:
    """One event that leads from one situation to another; the same one where nothing moves."""

    before: Situation
    event: str
    after: Situation


def walk(procedure: Procedure) -> tuple[Step, ...]:
    """Every step that some case can take, the nearest to the beginning first."""
    start = Situation(Status.UNFILED)
    known, steps, ahead = {start}, [], [start]
    for here in ahead:
        for step in _steps(procedure, here):
            steps.append(step)
            if step.after not in known:
                known.add(step.after)
                ahead.append(step.after)
    return tuple(steps)


def situations(steps: tuple[Step, ...]) -> tuple[Situation, ...]:
    """The situations the steps lead through, in order."""
    return tuple(dict.fromkeys(situation for step in steps for situation in (step.before, step.after)))


def limits_in(procedure: Procedure, status: Status, running: Collection[str]) -> tuple[LimitRule, ...]:
    """Of the `running` limits those of steps, and windows, whose time passes in this status, as the file orders them."""
    still = status in procedure.paused_in
    return tuple(
        rule
        for rule in procedure.limits
        if rule.id in running and rule.kind is not LimitKind.CASE and (rule.kind is LimitKind.WINDOW or not still)
    )


def urgencies(procedure: Procedure) -> tuple[Urgency, ...]:
    """The courses that cases can take: the ordinary one, for a report may name no field, and those of the fields."""
    return tuple(dict.fromkeys((Urgency.ORDINARY, *(field.urgency for field in procedure.fields))))


def events_of(rule: ActRule, status: Status) -> tuple[str, ...]:
    """The events an act brings about in a status: dispatching verifies what was not yet verified."""
    verifies = rule.act is ActKind.DISPATCH and status is Status.SUBMITTED
    return (*(("verified",) if verifies else ()), EVENT_OF_ACT[rule.act])


def _steps(procedure: Procedure, here: Situation) -> Iterator[Step]:
    if here.status.is_final:
        return
    for rule in procedure.acts:
        if here.status not in rule.when:
            continue
        for urgency in urgencies(procedure) if rule.act in _SETTLES_URGENCY else (here.urgency,):
            *first, last = events_of(rule, here.status)
            before = here
            for event in first:  # until it is dispatched, the case is held to the course it came by
                after = _after(procedure, before, event)
                yield Step(before, event, after)
                before = after
            yield Step(before, last, _after(procedure, replace(before, urgency=urgency), last))
    for limit in procedure.limits:
        if limit.id in here.running and limit.on_lapse:
            yield Step(here, limit.on_lapse, _after(procedure, here, limit.on_lapse))


def _after(procedure: Procedure, here: Situation, event: str) -> Situation:
    status = _leads_to(procedure, here.status, event) or here.status
    fixed = here.fixed or event == _FIXED
    if status.is_final:
        return Situation(status, here.urgency, fixed=fixed)
    rules = [rule for rule in procedure.limits if here.urgency in rule.applies_to]
    kept = {r.id for r in rules if r.id in here.running and event not in r.closes_on and event != r.on_lapse}
    opened = {r.id for r in rules if event in r.opens_on and not (fixed and _FIXED in r.closes_on)}
    return Situation(status, here.urgency, frozenset(kept | opened), fixed)


def _leads_to(procedure: Procedure, status: Status, event: str) -> Status | None:
    if act := ACT_OF_EVENT.get(event):
        rule = procedure.act(act)
        return rule.leads_to(status) if rule else None
    return next((rule.lapse_to for rule in procedure.limits if rule.on_lapse == event), None)
