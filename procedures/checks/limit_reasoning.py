"""Checks the limits in the course of a case: whether each begins, ends, and can be met and extended."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from domain.events import ACT_OF_EVENT
from domain.limit_rules import LimitKind, LimitRule
from domain.procedure import Procedure
from domain.words import Urgency
from procedures.checks.course import Transition, for_instance, urgencies
from procedures.checks.standings import Standing, runs_beside
from procedures.faults import Fault


def faults_of_limits(procedure: Procedure, steps: tuple[Transition, ...]) -> Iterator[Fault]:
    """Return what is wrong with the limits, given every step that a case can take."""
    for rule in procedure.limits:
        if runs_beside(rule):
            continue
        while_it_runs = [step for step in steps if rule.id in step.before.running]
        yield from _course(procedure, rule, steps, while_it_runs)
    yield from _lapses(procedure)
    for urgency in urgencies(procedure):
        whole = [rule.id for rule in procedure.limits if rule.kind is LimitKind.CASE and urgency in rule.applies_to]
        if len(whole) > 1:
            yield Fault(f"limits.{whole[1]}.kind", "mỗi quy trình chỉ một thời hạn được là của toàn bộ hồ sơ (case)")
            return


def _course(
    procedure: Procedure, rule: LimitRule, steps: tuple[Transition, ...], while_it_runs: list[Transition]
) -> Iterator[Fault]:
    key = f"limits.{rule.id}"
    unused = set(rule.applies_to) - set(urgencies(procedure))
    if unused and set(rule.applies_to) != set(Urgency):  # a file without that course lists all courses
        yield Fault(f"{key}.applies_to", f"không lĩnh vực nào đi theo quy trình “{sorted(unused)[0]}”")
    elif not while_it_runs:
        yield Fault(f"{key}.opens_on", "thời hạn này không bao giờ bắt đầu")
    elif not _happens(rule.closes_on, while_it_runs):
        yield Fault(f"{key}.closes_on", "thời hạn này đã chạy thì không bao giờ kết thúc bằng việc được làm xong")
    elif not any(_may_do(procedure, rule, event) for event in rule.closes_on):
        yield Fault(f"{key}.assignee", f"“{rule.assignee}” không được làm thao tác nào kết thúc thời hạn này")
    elif stuck := _stuck(rule, while_it_runs):
        way = for_instance(procedure, steps, stuck)
        yield Fault(key, f"có khi chạy ở “{stuck.status}” mà việc của nó không còn làm được{way}")
    elif rule.extended and not _happens((rule.extended_on,), while_it_runs):
        yield Fault(f"{key}.extended_on", f"không bao giờ có “{rule.extended_on}” trong lúc thời hạn này chạy")


def _stuck(rule: LimitRule, while_it_runs: list[Transition]) -> Standing | None:
    """Return the standings in which the limit runs and can only end with the case."""
    ways_here: dict[Standing, list[Standing]] = {}
    ending: list[Standing] = []
    for step in while_it_runs:
        ways_here.setdefault(step.after, []).append(step.before)
        if not set(rule.closes_on).isdisjoint(step.events) or not (
            rule.id in step.after.running or step.after.status.is_final
        ):
            ending.append(step.before)
    found = set(ending)
    for standing in ending:
        more = [before for before in ways_here.get(standing, ()) if before not in found]
        found.update(more)
        ending += more
    return next((step.before for step in while_it_runs if step.before not in found), None)


def _happens(events: Iterable[str], steps: list[Transition]) -> bool:
    return any(not set(events).isdisjoint(step.events) for step in steps)


def _may_do(procedure: Procedure, rule: LimitRule, event: str) -> bool:
    """Return whether the assignee brings the event about. Anybody may end the limit of the whole case."""
    act = procedure.act(ACT_OF_EVENT[event]) if event in ACT_OF_EVENT else None
    return rule.kind is LimitKind.CASE or (act is not None and rule.assignee in act.by)


def _lapses(procedure: Procedure) -> Iterator[Fault]:
    seen: set[str] = set()
    for rule in procedure.limits:
        if rule.on_lapse in seen:
            yield Fault(f"limits.{rule.id}.on_lapse", f"“{rule.on_lapse}” đã là của một thời gian chờ khác")
        seen |= {rule.on_lapse} if rule.on_lapse else set()
