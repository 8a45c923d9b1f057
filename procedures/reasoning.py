"""What a case can come to under a procedure: events that never happen, limits that never end, waits nobody is bound to end."""

from __future__ import annotations

from collections.abc import Iterator

from domain.events import ACT_OF_EVENT, LAPSES, MOMENTS
from domain.procedure import LimitKind, LimitRule, Procedure
from domain.words import ActKind, Status, Urgency
from procedures.course import Step, limits_in, standings, urgencies, walk
from procedures.faults import Fault
from procedures.standings import Standing


def faults_of_course(procedure: Procedure) -> Iterator[Fault]:
    """What is wrong with the course of a case as a whole."""
    if procedure.act(ActKind.FILE) is None:
        yield Fault("acts.file", "thiếu thao tác gửi: không hồ sơ nào bắt đầu được")
        return
    steps = walk(procedure)
    yield from _lapses(procedure)
    yield from _events(procedure, steps)
    for rule in procedure.limits:
        yield from _course_of_limit(procedure, rule, steps)
    for urgency in urgencies(procedure):
        whole = [rule.id for rule in procedure.limits if rule.kind is LimitKind.CASE and urgency in rule.applies_to]
        if len(whole) > 1:
            yield Fault(f"limits.{whole[1]}.kind", "mỗi quy trình chỉ một thời hạn được là của toàn bộ hồ sơ (case)")
    yield from _statuses(procedure, steps)


def _lapses(procedure: Procedure) -> Iterator[Fault]:
    seen: set[str] = set()
    for rule in procedure.limits:
        if rule.on_lapse in seen:
            yield Fault(f"limits.{rule.id}.on_lapse", f"“{rule.on_lapse}” đã là của một thời gian chờ khác")
        seen |= {rule.on_lapse} if rule.on_lapse else set()


def _events(procedure: Procedure, steps: tuple[Step, ...]) -> Iterator[Fault]:
    """Every event a rule waits for must be one that some act or lapse brings about."""
    happens = {event for step in steps for event in step.events}
    waits = [
        (f"limits.{rule.id}.{key}", event)
        for rule in procedure.limits
        for key, events in (
            ("opens_on", rule.opens_on),
            ("closes_on", rule.closes_on),
            ("counts_from", rule.counted_from),
        )
        for event in events
    ]
    waits += [(f"notices[{number}].on", rule.on) for number, rule in enumerate(procedure.notices, 1)]
    waits += [(f"letters[{number}].on", rule.on) for number, rule in enumerate(procedure.letters, 1)]
    for key, event in waits:
        if event in MOMENTS and event not in happens:
            cause = "thời gian chờ" if event in LAPSES else "thao tác"
            yield Fault(key, f"không {cause} nào trong tệp dẫn tới diễn biến “{event}”")


def _course_of_limit(procedure: Procedure, rule: LimitRule, steps: tuple[Step, ...]) -> Iterator[Fault]:
    key = f"limits.{rule.id}"
    if unused := set(rule.applies_to) - set(urgencies(procedure)):
        if set(rule.applies_to) != set(Urgency):  # all of them is what a file says that knows one course only
            yield Fault(f"{key}.applies_to", f"không lĩnh vực nào đi theo quy trình “{sorted(unused)[0]}”")
        return
    ends = [
        step for step in steps if rule.id in step.before.running and not set(rule.closes_on).isdisjoint(step.events)
    ]
    if not any(rule.id in standing.running for standing in standings(steps)):
        yield Fault(f"{key}.opens_on", "thời hạn này không bao giờ bắt đầu")
    elif not ends:
        yield Fault(f"{key}.closes_on", "thời hạn này đã chạy thì không bao giờ kết thúc bằng việc được làm xong")
    elif not any(_may_do(procedure, rule, event) for event in rule.closes_on):
        yield Fault(f"{key}.assignee", f"“{rule.assignee}” không được làm thao tác nào kết thúc thời hạn này")


def _may_do(procedure: Procedure, rule: LimitRule, event: str) -> bool:
    act = procedure.act(ACT_OF_EVENT[event]) if event in ACT_OF_EVENT else None
    return act is not None and rule.assignee in act.by


def _statuses(procedure: Procedure, steps: tuple[Step, ...]) -> Iterator[Fault]:
    reached = {step.after.status for step in steps} | {Status.UNFILED}
    for key, status in _named(procedure):
        if status not in reached:
            yield Fault(key, f"không hồ sơ nào đi tới được “{status}”")
    ending = _that_can_end(steps)
    for standing in standings(steps):
        if standing not in ending:
            yield Fault(_key(procedure, standing), f"hồ sơ đã ở “{standing.status}” thì không kết thúc được")
        elif not standing.status.is_final and standing.status is not Status.UNFILED:
            yield from _wait(procedure, standing)


def _named(procedure: Procedure) -> Iterator[tuple[str, Status]]:
    for act in procedure.acts:
        yield from ((f"acts.{act.act}.when", status) for status in act.when)
        if act.to:
            yield f"acts.{act.act}.to", act.to
        yield from ((f"acts.{act.act}.leads.{status}", to) for status, to in act.leads.items())
    yield from (("paused_in", status) for status in procedure.paused_in)
    yield from (("visibility.public", status) for status in procedure.visibility.public)


def _that_can_end(steps: tuple[Step, ...]) -> set[Standing]:
    ending = {standing for standing in standings(steps) if standing.status.is_final}
    while more := {step.before for step in steps if step.after in ending} - ending:
        ending |= more
    return ending


def _wait(procedure: Procedure, standing: Standing) -> Iterator[Fault]:
    if standing.status in {wait.status for wait in procedure.unlimited}:
        return
    if all(rule.kind is LimitKind.OPTION for rule in limits_in(procedure, standing.status, standing.running)):
        still = " (đồng hồ đang dừng)" if standing.status in procedure.paused_in else ""
        yield Fault(
            _key(procedure, standing),
            f"hồ sơ có thể chờ ở “{standing.status}” mà không thời hạn hay thời gian chờ nào chạy{still}",
        )


def _key(procedure: Procedure, standing: Standing) -> str:
    """Where the file leads into the standing's status."""
    into = next((act.act for act in procedure.acts if act.to is standing.status), None)
    return f"acts.{into}.to" if into else "limits"
