"""Tests that a limit which no text states reminds and is shown, and makes nobody late, in every province."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import cache
from itertools import pairwise

import pytest

from domain.acts import Dispatch
from domain.complaint import Complaint, Limit, Outcome
from domain.endings import has_missed, is_missed
from domain.limit_rules import LimitKind
from domain.limits import has_ended, has_overdue, is_overdue, nearest_limit, nearest_limit_in_law
from domain.words import Status
from procedures import all_procedures
from tests.support.domain.driving import DAY, HOUR, Case, case_in
from tests.support.procedures.random_cases import START, courses

PROVINCES = all_procedures()
FAR = START + timedelta(days=2000)
every_province = pytest.mark.parametrize("province", PROVINCES)


@cache
def steps(province: str) -> list[tuple[Complaint, Complaint]]:
    """Return each state of random cases, with the state before it."""
    states = list(courses(PROVINCES[province], cases=12, acts_each=16))
    return [(before, case) for before, case in pairwise(states) if case.number >= before.number]


def internal(case: Complaint) -> list[Limit]:
    return [limit for limit in case.limits if case.rule_of(limit).is_internal]


@every_province
def test_an_internal_limit_never_passes_and_is_never_missed(province: str) -> None:
    seen = 0
    for _, case in steps(province):
        assert not any(limit.passed_at or is_missed(case, limit) for limit in internal(case))
        assert not any(limit in case.overdue_limits for limit in internal(case))
        seen += any(limit.rungs_climbed or limit.outcome is Outcome.LATE for limit in internal(case) if limit.reminded)
        seen += any(has_ended(case, limit, FAR) for limit in internal(case))
    assert seen, "no internal limit came to its end"


@every_province
def test_a_case_is_late_by_limits_of_the_law_alone(province: str) -> None:
    for _, case in steps(province):
        of_the_law = replace(case, limits=tuple(limit for limit in case.limits if limit not in internal(case)))
        assert has_missed(case) == has_missed(of_the_law)
        assert has_overdue(case, FAR) == has_overdue(of_the_law, FAR)
        assert nearest_limit_in_law(case) == nearest_limit(of_the_law)


@every_province
def test_an_internal_limit_escalates_nobody_who_has_a_limit_in_law(province: str) -> None:
    for before, case in steps(province):
        for limit in internal(case):
            told_before = next(
                (
                    each.rungs_climbed
                    for each in before.limits
                    if (each.id, each.counted_from) == (limit.id, limit.counted_from)
                ),
                0,
            )
            if limit.rungs_climbed == told_before or before.running(limit.id) is None:
                continue
            rule = case.rule_of(limit)
            steps_now = [
                step for each in before.running_limits if (step := before.rule_of(each)).kind is LimitKind.STEP
            ]
            if rule.kind is LimitKind.CASE:
                assert not steps_now
            else:
                mine = {rule.assignee.leader}
                assert not [step.id for step in steps_now if step.makes_late and step.assignee.leader in mine]


def test_the_centre_is_told_of_an_internal_limit_though_nobody_is_late() -> None:
    case = case_in(Status.RETURNED).waits(12 * HOUR - timedelta.resolution)
    assert "escalated dispatch_again 1" not in case.since(0)
    case.waits(timedelta.resolution)
    assert case.since(0)[-1] == "escalated dispatch_again 1"
    [limit] = [each for each in case.complaint.running_limits if each.id == "dispatch_again"]
    assert has_ended(case.complaint, limit, case.now)
    assert not is_overdue(case.complaint, limit, case.now)
    assert not case.complaint.overdue_limits


@pytest.mark.parametrize(
    ("after_the_end", "outcome"),
    [(-timedelta.resolution, Outcome.MET), (timedelta(0), Outcome.MET), (timedelta.resolution, Outcome.LATE)],
)
def test_work_at_the_very_end_of_an_internal_limit_is_in_time_and_tells_nobody(
    after_the_end: timedelta, outcome: Outcome
) -> None:
    case = case_in(Status.RETURNED).sleeps(0.5 * DAY + after_the_end)
    case.does(Dispatch(lead="so-gtvt"))
    [limit] = [each for each in case.complaint.limits if each.id == "dispatch_again"]
    assert limit.outcome is outcome
    assert ("escalated dispatch_again 1" in case.since(0)) is (outcome is Outcome.LATE)


def test_the_case_that_both_kinds_make_urgent_is_sorted_by_the_nearer() -> None:
    complaint = case_in(Status.RETURNED).complaint
    assert (nearest_limit(complaint).id, nearest_limit_in_law(complaint).id) == ("dispatch_again", "case")
    assert Case().complaint.limits == ()
