"""Tests that an account counts every case once on its way in and once on its way out, and that accounts add up."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest

from domain.accounts.account import Account, Flow, total_of
from domain.accounts.period import Period
from domain.accounts.reckoning import Courses, account_of
from domain.complaint import Complaint, apply
from domain.endings import has_missed
from domain.procedure import Procedure
from procedures import all_procedures
from tests.support.procedures.random_cases import AGENCIES, histories

PROVINCES = sorted(all_procedures())
MONDAYS = tuple(date(2026, 3, 9) + timedelta(days=7 * week) for week in range(8))
WEEKS = tuple(Period(monday, monday + timedelta(days=6)) for monday in MONDAYS)


@pytest.fixture(scope="module", params=PROVINCES)
def procedure(request: pytest.FixtureRequest) -> Procedure:
    return all_procedures()[request.param]


@pytest.fixture(scope="module")
def courses(procedure: Procedure) -> Courses:
    return {code: (procedure, events) for code, events in histories(procedure, cases=24, acts_each=14, seed=1).items()}


@pytest.fixture(scope="module")
def weeks(procedure: Procedure, courses: Courses) -> list[Account]:
    return [account_of(procedure, week, courses) for week in WEEKS]


def test_what_came_in_is_what_went_out_and_what_stays(weeks: list[Account]) -> None:
    assert all(account.total.adds_up for account in weeks)
    for account in weeks:
        for groups in (account.by_channel, account.by_field, account.by_lead, account.by_place):
            assert all(group.flow.adds_up for group in groups)
            assert total_of(group.flow for group in groups) == account.total


def test_each_period_begins_with_what_the_one_before_left_open(weeks: list[Account]) -> None:
    assert weeks[0].total.carried_in == 0
    assert any(account.total.carried_in for account in weeks)
    for before, after in pairwise(weeks):
        assert after.total.carried_in == before.total.carried_out


def test_the_whole_is_the_sum_of_its_periods(procedure: Procedure, courses: Courses, weeks: list[Account]) -> None:
    whole = account_of(procedure, Period(WEEKS[0].first, WEEKS[-1].last), courses)
    assert whole.total.received == sum(account.total.received for account in weeks)
    assert whole.total.carried_out == weeks[-1].total.carried_out
    assert sum(each.count for each in whole.returned) == sum(each.count for week in weeks for each in week.returned)
    assert sum(each.count for each in whole.ratings) == sum(each.count for week in weeks for each in week.ratings)
    assert _late(whole) <= set().union(*map(_late, weeks))
    assert _late(weeks[-1]) <= _late(whole)


def _late(account: Account) -> set[tuple[str, str]]:
    return {(step.code, step.limit) for step in account.late}


def test_the_accounts_of_agencies_are_parts_of_the_whole(
    procedure: Procedure, courses: Courses, weeks: list[Account]
) -> None:
    for account in weeks:
        led = {group.id: group.flow for group in account.by_lead}
        for agency in AGENCIES:
            own = account_of(procedure, account.period, courses, agency=agency)
            assert own.total == led.get(agency, Flow())
            assert own.late == tuple(step for step in account.late if step.agency == agency)


def test_later_events_change_no_account(procedure: Procedure, courses: Courses) -> None:
    period = WEEKS[2]
    cut = date.fromordinal(period.last.toordinal() + 1)
    known = {
        code: (pinned, tuple(event for event in events if procedure.authority.local_date(event.at) < cut))
        for code, (pinned, events) in courses.items()
        if not any(event.kind == "marked_as_test" for event in events)
    }
    told = {code: course for code, course in courses.items() if code in known}
    assert account_of(procedure, period, known) == account_of(procedure, period, told)


def test_the_late_list_names_a_limit_for_each_case_that_was_late(procedure: Procedure, courses: Courses) -> None:
    whole = account_of(procedure, Period(WEEKS[0].first, date(2030, 1, 1)), courses)
    late = set()
    for code, (pinned, events) in courses.items():
        case = Complaint(code=code, procedure=pinned)
        for event in events:
            case = apply(case, event)
        if has_missed(case) and not case.test:
            late.add(code)
    assert late
    assert late <= {step.code for step in whole.late}
    assert all(step.due < (step.done_at or step.due + timedelta(days=1)) for step in whole.late)


def test_a_limit_that_is_ours_makes_nobody_late(procedure: Procedure, weeks: list[Account]) -> None:
    ours = {rule.id for rule in procedure.limits if rule.ours}
    assert not ours & {step.limit for account in weeks for step in account.late}


def test_trials_never_count() -> None:
    procedure = all_procedures()["dien-bien"]
    courses = {
        code: (procedure, events)
        for code, events in histories(procedure, cases=40, acts_each=4, seed=2).items()
        if events and getattr(events[0], "test", False)
    }
    assert courses
    assert account_of(procedure, Period(WEEKS[0].first, date(2027, 1, 1)), courses).total == Flow()
