"""Điều 10: trouble with power, water, trees, lighting, telecoms."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.acts import Act, Dispatch, Verify
from domain.events import LimitClosed
from domain.words import Status, Urgency
from tests.support.domain.driving import DAY, HOUR, MINUTE, Case, case_in, story
from tests.support.domain.people import (
    ACCEPT,
    APPROVE,
    DISPATCH,
    FIX,
    LIGHTING,
    NHA_TRANG,
    POWER,
    PUBLISH,
    RATE,
    RETURN,
    ROAD,
    SEND_BACK,
    START,
    SUBMIT,
    VERIFY,
    file,
)

INSTANT = file(field=LIGHTING)
FIVE = ["su-co-dien", "cap-thoat-nuoc", "cay-xanh", "chieu-sang", "vien-thong"]


def outcomes(case: Case) -> dict[str, str]:
    return {event.limit: str(event.outcome) for event in case.events if isinstance(event, LimitClosed)}


@pytest.mark.parametrize("field", FIVE)
def test_these_five_kinds_of_trouble_are_instant(field: str) -> None:
    assert Case(file(field=field)).complaint.urgency is Urgency.INSTANT


@pytest.mark.parametrize("field", [ROAD, "moi-truong", "khac", None])
def test_the_rest_is_ordinary(field: str | None) -> None:
    assert Case(file(field=field)).complaint.urgency is Urgency.ORDINARY


def test_a_straight_instant_case() -> None:
    case = Case(INSTANT, VERIFY, DISPATCH, ACCEPT, FIX, SUBMIT, APPROVE, PUBLISH, RATE, every=30 * MINUTE)
    assert story(case.events) == [
        "filed",
        "limit_opened case",
        "limit_opened verify_instant",
        "verified",
        "limit_closed verify_instant met",
        "limit_opened dispatch_instant",
        "dispatched",
        "limit_closed dispatch_instant met",
        "limit_opened accept_instant",
        "accepted",
        "limit_closed accept_instant met",
        "limit_opened fix_temporarily",
        "limit_opened process",
        "temporarily_fixed",
        "limit_closed fix_temporarily met",
        "result_submitted",
        "limit_closed process met",
        "limit_opened approve_and_publish",
        "approved",
        "published",
        "limit_closed case met",
        "limit_closed approve_and_publish met",
        "limit_opened rating",
        "rated",
        "limit_closed rating met",
    ]


MISSED = [
    (Status.SUBMITTED, "verify_instant", HOUR, VERIFY),
    (Status.VERIFIED, "dispatch_instant", HOUR, DISPATCH),
    (Status.DISPATCHED, "accept_instant", HOUR, ACCEPT),
    (Status.PROCESSING, "fix_temporarily", DAY, FIX),
    (Status.PROCESSING, "process", 5 * DAY, SUBMIT),
    (Status.AWAITING_APPROVAL, "approve_and_publish", 12 * HOUR, SEND_BACK),
]


@pytest.mark.parametrize(("status", "limit", "long", "act"), MISSED, ids=[row[1] for row in MISSED])
def test_each_limit_is_met_before_its_end_and_late_after_it(
    status: Status, limit: str, long: timedelta, act: Act
) -> None:
    assert outcomes(case_in(status, field=LIGHTING).waits(long - MINUTE).does(act))[limit] == "met"
    assert outcomes(case_in(status, field=LIGHTING).waits(long + MINUTE).does(act))[limit] == "late"


def test_a_result_is_a_fix_too() -> None:
    case = case_in(Status.PROCESSING, field=LIGHTING).does(SUBMIT)
    assert outcomes(case)["fix_temporarily"] == "met"


def test_a_result_sent_back_fixed_nothing_so_the_fix_is_owed_again() -> None:
    case = case_in(Status.PROCESSING, field=LIGHTING).does(SUBMIT).waits(HOUR).does(SEND_BACK)
    assert case.complaint.running("fix_temporarily").schedule.due == START + DAY
    assert outcomes(case.waits(DAY).does(FIX))["fix_temporarily"] == "late"


def test_a_fix_that_was_made_is_not_owed_again_when_the_result_is_sent_back() -> None:
    case = case_in(Status.PROCESSING, field=LIGHTING).does(FIX).does(SUBMIT).does(SEND_BACK)
    assert [limit.id for limit in case.complaint.running_limits] == ["case", "process"]


def test_an_instant_case_that_was_returned_goes_on_as_an_instant_case() -> None:
    case = Case(INSTANT, DISPATCH, RETURN, Dispatch(lead=POWER))
    assert [limit.id for limit in case.complaint.running_limits] == ["case", "accept_instant"]


def test_found_instant_at_verify_it_has_an_hour_to_be_dispatched() -> None:
    case = Case(file(field=ROAD)).waits(2 * HOUR).does(Verify(field=LIGHTING))
    assert story(case.events)[3:] == [
        "verified",
        "limit_closed verify_and_dispatch superseded",
        "limit_opened dispatch_instant",
    ]
    assert case.complaint.running("dispatch_instant").schedule.due == START + 3 * HOUR


def test_found_ordinary_at_verify_it_has_half_a_day_from_the_report() -> None:
    case = Case(INSTANT).waits(0.5 * HOUR).does(Verify(field=ROAD))
    assert [limit.id for limit in case.complaint.running_limits] == ["case", "verify_and_dispatch"]
    assert outcomes(case) == {"verify_instant": "met"}
    assert case.complaint.running("verify_and_dispatch").schedule.due == START + 12 * HOUR


def test_found_ordinary_too_late_it_is_overdue_at_once_and_late_when_dispatched() -> None:
    case = Case(INSTANT).sleeps(DAY).does(Verify(field=ROAD)).does(DISPATCH)
    assert outcomes(case) == {"verify_instant": "late", "verify_and_dispatch": "late"}


def test_a_late_case_does_not_cease_to_be_late_by_being_found_instant() -> None:
    case = Case(file(field=ROAD)).waits(DAY).does(Verify(field=LIGHTING))
    assert outcomes(case) == {"verify_and_dispatch": "late"}


@pytest.mark.parametrize(
    ("was", "found", "limit", "accept"),
    [(ROAD, LIGHTING, "verify_and_dispatch", "accept_instant"), (LIGHTING, ROAD, "verify_instant", "accept")],
    ids=["instant", "ordinary"],
)
@pytest.mark.parametrize(("wait", "outcome"), [(HOUR / 2, "met"), (DAY, "late")], ids=["in time", "late"])
def test_reclassified_as_it_is_dispatched_it_was_held_to_the_course_it_came_by(
    was: str, found: str, limit: str, accept: str, wait: timedelta, outcome: str
) -> None:
    case = Case(file(field=was)).waits(wait).does(Dispatch(lead=NHA_TRANG, field=found))
    assert outcomes(case)[limit] == outcome
    assert set(outcomes(case)) <= {limit, "dispatch_instant"}
    assert case.complaint.running(accept)
    assert case.complaint.field == found


def test_found_instant_when_dispatched_again_it_is_accepted_within_the_hour_and_fixed_within_the_day() -> None:
    case = case_in(Status.RETURNED).does(Dispatch(lead=NHA_TRANG, field=LIGHTING))
    assert [limit.id for limit in case.complaint.running_limits] == ["case", "accept_instant"]
    assert case.does(ACCEPT).complaint.running("fix_temporarily")
