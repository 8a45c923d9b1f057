"""Faults of a procedure's course: acts that nobody can do, events that never happen, waits without a limit."""

from __future__ import annotations

from collections.abc import Iterator

from domain.decide import may
from domain.events import LAPSES, MOMENTS, Gathered, Merged
from domain.limit_rules import LimitKind
from domain.procedure import ActRule, Procedure
from domain.refusals import Refusal
from domain.words import ActKind, Status, Urgency
from procedures.checks.course import Transition, for_instance, limits_in, standings, urgencies, walk
from procedures.checks.limit_reasoning import faults_of_limits
from procedures.checks.standings import Standing, Standings
from procedures.checks.trying import people, suited, tries
from procedures.faults import Fault


def faults_of_course(procedure: Procedure) -> Iterator[Fault]:
    """Return what is wrong with the course of a case as a whole."""
    if procedure.act(ActKind.FILE) is None:
        yield Fault("acts.file", "thiếu thao tác gửi: không hồ sơ nào bắt đầu được")
        return
    steps = walk(procedure)
    yield from _events(procedure, steps)
    yield from faults_of_limits(procedure, steps)
    yield from _statuses(procedure, steps)
    yield from _acts(procedure, steps)
    yield from _courses(procedure)
    yield from _waits(procedure, steps)


def _events(procedure: Procedure, steps: tuple[Transition, ...]) -> Iterator[Fault]:
    """Require that some act or lapse brings about every event that a rule waits for."""
    happens = {event for step in steps for event in step.events}
    if Merged.kind in happens:
        happens.add(Gathered.kind)  # the case that a report is merged into learns of it
    waits = [
        (f"limits.{rule.id}.{key}", event)
        for rule in procedure.limits
        for key, events in (
            ("opens_on", rule.opens_on),
            ("closes_on", rule.closes_on),
            ("counts_from", rule.counted_from),
            ("cancelled_on", rule.cancelled_on),
            ("extended_on", (rule.extended_on,) if rule.extended and not rule.extended_by_act else ()),
        )
        for event in events
    ]
    waits += [(f"acts.{rule.act}.after", rule.after) for rule in procedure.acts if rule.after]
    waits += [(f"notices[{number}].on", rule.on) for number, rule in enumerate(procedure.notices, 1)]
    waits += [(f"letters[{rule.on}].on", rule.on) for rule in procedure.letters]
    waits += [(f"letters[{rule.on}].signed_on", rule.signed_on) for rule in procedure.letters if rule.signed_on]
    for key, event in waits:
        if event in MOMENTS and event not in happens:
            cause = "thời gian chờ" if event in LAPSES else "thao tác"
            yield Fault(key, f"không {cause} nào trong tệp dẫn tới diễn biến “{event}”")


def _statuses(procedure: Procedure, steps: tuple[Transition, ...]) -> Iterator[Fault]:
    reached = {step.after.status for step in steps} | {Status.UNFILED}
    for key, status in _named(procedure):
        if status not in reached:
            yield Fault(key, f"không hồ sơ nào đi tới được “{status}”")


def _named(procedure: Procedure) -> Iterator[tuple[str, Status]]:
    for act in procedure.acts:
        yield from ((f"acts.{act.act}.when", status) for status in act.when)
        if act.to:
            yield f"acts.{act.act}.to", act.to
        yield from ((f"acts.{act.act}.leads.{status}", to) for status, to in act.leads.items())
    for limit in procedure.limits:
        yield from ((f"limits.{limit.id}.opens_in", status) for status in limit.opens_in)
    yield from (("paused_in", status) for status in procedure.paused_in)
    yield from (("visibility.public", status) for status in procedure.visibility.public)
    yield from ((f"unlimited[{number}].status", each.status) for number, each in enumerate(procedure.unlimited, 1))


def _acts(procedure: Procedure, steps: tuple[Transition, ...]) -> Iterator[Fault]:
    """Require that somebody can do every act in each of its statuses, and each of its roles in one of them."""
    known = Standings(procedure)
    found = standings(steps)
    for rule in procedure.acts:
        done_in = {step.before.status for step in steps if step.act is rule.act}
        for status in rule.when:
            if status not in done_in and any(standing.status is status for standing in found):
                yield Fault(f"acts.{rule.act}.when", f"ở “{status}” không ai làm được thao tác này")
        cases = {(step.before.status, step.before.led): step.before for step in steps if step.act is rule.act}
        able = {role for standing in cases.values() for role in _able(known, rule, standing)}
        for number, role in enumerate(rule.by, 1):
            if cases and role not in able:
                yield Fault(f"acts.{rule.act}.by[{number}]", f"“{role}” không lúc nào làm được thao tác này")


def _able(known: Standings, rule: ActRule, standing: Standing) -> Iterator[str]:
    case = known.case_in(standing)
    act = next(tries(known, case, rule))
    for by in people(case, rule):
        if not isinstance(may(suited(case, act), act, by), Refusal):
            yield by.role


def _courses(procedure: Procedure) -> Iterator[Fault]:
    taken = urgencies(procedure)
    for course in procedure.courses:
        if Urgency(course.id) not in taken:
            reason = "không lĩnh vực nào đi theo quy trình này, cũng không ai chọn được (by_hand)"
            yield Fault(f"courses[{course.id}]", reason)
    for number, notice in enumerate(procedure.notices, 1):
        if notice.urgency and notice.urgency not in taken:
            reason = f"không lĩnh vực nào đi theo quy trình “{notice.urgency}”"
            yield Fault(f"notices[{number}].urgency", reason)


def _waits(procedure: Procedure, steps: tuple[Transition, ...]) -> Iterator[Fault]:
    """Require that a case can end, and that a limit runs wherever it waits. The text may let it wait without a limit."""
    ending, unlimited = _that_can_end(steps), {wait.status for wait in procedure.unlimited}
    needed: set[Status] = set()
    for standing in standings(steps):
        if standing not in ending:
            reason = f"hồ sơ đã ở “{standing.status}” thì không kết thúc được"
            yield Fault(_key(procedure, standing), reason + for_instance(procedure, steps, standing))
        elif _waits_without_limit(procedure, standing):
            needed.add(standing.status)
            if standing.status not in unlimited:
                still = " (đồng hồ đang dừng)" if standing.status in procedure.paused_in else ""
                reason = f"hồ sơ có thể chờ ở “{standing.status}” mà không thời hạn hay thời gian chờ nào chạy{still}"
                yield Fault(_key(procedure, standing), reason + for_instance(procedure, steps, standing))
    for number, wait in enumerate(procedure.unlimited, 1):
        if wait.status not in needed:
            reason = f"hồ sơ ở “{wait.status}” lúc nào cũng có thời hạn, không cần ghi là không có"
            yield Fault(f"unlimited[{number}]", reason)


def _that_can_end(steps: tuple[Transition, ...]) -> set[Standing]:
    """Return the standings from which a case can end, not counting the deletion of a trial report."""
    ways = [step for step in steps if step.act is not ActKind.DELETE_TEST]
    ending = {standing for standing in standings(steps) if standing.status.is_final}
    while more := {step.before for step in ways if step.after in ending} - ending:
        ending |= more
    return ending


def _waits_without_limit(procedure: Procedure, standing: Standing) -> bool:
    if standing.status.is_final or standing.status is Status.UNFILED:
        return False
    idle = (LimitKind.OPTION, LimitKind.PART)
    return all(rule.kind in idle for rule in limits_in(procedure, standing.status, standing.running))


def _key(procedure: Procedure, standing: Standing) -> str:
    """Return the key at which the file leads into the standing's status."""
    into = next((act.act for act in procedure.acts if act.to is standing.status), None)
    return f"acts.{into}.to" if into else "limits"
