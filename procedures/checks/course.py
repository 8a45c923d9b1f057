"""Finds every standing that a case can come into under a procedure, by walking every course.

The core itself says what may be done and what follows. It is asked once for all cases in the same standing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from domain.complaint import Complaint
from domain.decide import follow, may
from domain.events import Event
from domain.limit_rules import LimitKind, LimitRule
from domain.limits import Alarm, AlarmKind, ring
from domain.procedure import ActRule, Procedure
from domain.refusals import Refusal
from domain.words import ActKind, Status, Urgency
from procedures.checks.standings import AT, Standing, Standings
from procedures.checks.trying import people, suited, tries


@dataclass(frozen=True)
class Transition:
    """A way from one standing to the next, which may be the same: an act, or time where `act` is None."""

    before: Standing
    act: ActKind | None
    events: tuple[str, ...]
    after: Standing


def walk(procedure: Procedure) -> tuple[Transition, ...]:
    """Return every step that some case can take, the nearest to the beginning first.

    An act that does not change a case's standing is tried once in each status and not in each standing.
    """
    known = Standings(procedure)
    start = Standing(Status.UNFILED)
    seen, steps, ahead = {start}, dict[Transition, None](), [start]
    idle = {rule.act for rule in procedure.acts if known.is_idle(rule.act)}
    done = set[tuple[ActKind | None, Status, bool]]()
    for here in ahead:
        rules = (rule for rule in procedure.acts if here.status in rule.when)
        for step in _steps(known, here, [rule for rule in rules if (rule.act, here.status, here.led) not in done]):
            if step.act in idle:
                done.add((step.act, here.status, here.led))
            steps[step] = None
            if step.after not in seen:
                seen.add(step.after)
                ahead.append(step.after)
    return tuple(steps)


def standings(steps: tuple[Transition, ...]) -> tuple[Standing, ...]:
    """Return the standings that the steps lead through, in order."""
    return tuple(dict.fromkeys(standing for step in steps for standing in (step.before, step.after)))


def limits_in(procedure: Procedure, status: Status, running: Collection[str]) -> tuple[LimitRule, ...]:
    """Return those of the `running` limits whose time passes in this status, in the file's order. The whole case's
    limit is left out."""
    still = status in procedure.paused_in
    return tuple(
        rule
        for rule in procedure.limits
        if rule.id in running and rule.kind is not LimitKind.CASE and (rule.kind is LimitKind.WINDOW or not still)
    )


def urgencies(procedure: Procedure) -> tuple[Urgency, ...]:
    """Return the courses that cases can take: the ordinary one, those of the fields, and those that the centre may choose."""
    chosen = (Urgency(course.id) for course in procedure.courses if course.by_hand)
    return tuple(dict.fromkeys((Urgency.ORDINARY, *(field.urgency for field in procedure.fields), *chosen)))


def for_instance(procedure: Procedure, steps: tuple[Transition, ...], standing: Standing) -> str:
    """Return the shortest way to a standing, as names of acts: the end of a fault's sentence."""
    first = {step.after: step for step in reversed(steps)}
    names: list[str] = []
    while standing.status is not Status.UNFILED:
        step = first[standing]
        rule = procedure.act(step.act) if step.act else None
        names.append(rule.name if rule else "hết thời gian")
        standing = step.before
    return f"; chẳng hạn sau: {' → '.join(reversed(names))}"


def _steps(known: Standings, here: Standing, rules: list[ActRule]) -> Iterator[Transition]:
    one_here = known.case_in(here)
    for rule in rules:
        for act in tries(known, one_here, rule):
            case = suited(one_here, act)
            verdicts = (may(case, act, by) or act.verdict(case, by, AT) for by in people(case, rule))
            if events := next((verdict for verdict in verdicts if not isinstance(verdict, Refusal)), ()):
                yield from _ways(known, here, rule.act, one_here, events)
    for limit in one_here.running_limits:
        if one_here.rule_of(limit).kind.binds or one_here.stands_still(limit):
            continue
        rung = tuple(ring(one_here, Alarm(AT, limit.id, AlarmKind.PASS), AT))
        yield from _ways(known, here, None, one_here, rung)


def _ways(
    known: Standings, here: Standing, act: ActKind | None, case: Complaint, events: tuple[Event, ...]
) -> Iterator[Transition]:
    kinds = tuple(event.kind for event in events)
    after = known.of(follow(case, events))
    yield Transition(here, act, kinds, after)
    if after.status.is_final:
        return
    if spent := {kind for kind in kinds if kind not in after.spent and known.may_be_spent_after(kind)}:
        yield Transition(here, act, kinds, replace(after, spent=after.spent | spent))
