"""Whole courses of ordinary cases, as the events tell them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.acts import Dispatch, Rate, Refuse, Withhold
from domain.events import LimitClosed, Refused, Withheld
from domain.words import Status
from tests.support.domain.driving import DAY, HOUR, Case, case_in, story
from tests.support.domain.people import (
    ACCEPT,
    ANSWER,
    APPROVE,
    ASK,
    DISPATCH,
    EXPLAIN,
    EXTEND,
    FILE,
    INVOLVE,
    NHA_TRANG,
    OPERATOR,
    PROCEDURE,
    PUBLISH,
    QUESTION,
    RATE,
    RETURN,
    SAMPLES,
    SEND_BACK,
    START,
    SUBMIT,
    SUPPLEMENT,
    TRANSPORT,
    VERIFY,
    WITHDRAW,
    WITHHOLD,
    WORDS,
    file,
)


def test_a_straight_case_from_report_to_rating() -> None:
    case = Case(FILE, VERIFY, DISPATCH, ACCEPT, SUBMIT, APPROVE, PUBLISH, RATE, every=HOUR)
    assert story(case.events) == [
        "filed",
        "limit_opened case",
        "limit_opened verify_and_dispatch",
        "verified",
        "dispatched",
        "limit_closed verify_and_dispatch met",
        "limit_opened accept",
        "accepted",
        "limit_closed accept met",
        "limit_opened process",
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
    assert (case.complaint.status, case.complaint.rating) == (Status.CLOSED, "satisfied")


def test_dispatching_what_was_not_verified_verifies_it() -> None:
    case = Case(FILE, DISPATCH)
    assert story(case.events)[3:] == story(Case(FILE, VERIFY, DISPATCH).events)[3:]


def test_a_supplement_asked_and_given_and_the_case_goes_on() -> None:
    case = Case(FILE, ASK, SUPPLEMENT, VERIFY, DISPATCH, ACCEPT, SUBMIT, APPROVE, PUBLISH, RATE, every=HOUR)
    assert case.complaint.status is Status.CLOSED
    assert {event.outcome for event in case.events if isinstance(event, LimitClosed)} == {"met"}


def test_a_window_for_the_supplement_that_lapsed_lets_the_centre_refuse() -> None:
    case = Case(FILE, ASK).waits(5 * DAY).does(Refuse(ground="fails_requirements", reason=WORDS))
    assert case.complaint.status is Status.REFUSED
    assert not case.complaint.running_limits


GROUNDS = [("duplicate", "KH-2026-000009"), ("fails_requirements", None), ("out_of_scope", None)]


@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.VERIFIED, Status.RETURNED])
@pytest.mark.parametrize(("ground", "original"), GROUNDS, ids=[ground for ground, _ in GROUNDS])
def test_a_case_is_refused_on_each_ground_with_its_reason(status: Status, ground: str, original: str | None) -> None:
    case = case_in(status).does(Refuse(ground=ground, reason=WORDS, duplicate_of=original))
    refused = next(event for event in case.events if isinstance(event, Refused))
    assert (refused.ground, refused.reason, refused.duplicate_of) == (ground, WORDS, original)
    assert case.complaint.status is Status.REFUSED
    assert not case.complaint.running_limits


def test_a_refusal_on_another_ground_names_no_original() -> None:
    case = Case(FILE, Refuse(ground="out_of_scope", reason=WORDS, duplicate_of="KH-2026-000009"))
    assert next(event for event in case.events if isinstance(event, Refused)).duplicate_of is None


def test_a_case_returned_by_an_agency_is_dispatched_again_each_with_its_own_limits() -> None:
    case = Case(FILE, VERIFY, Dispatch(lead=NHA_TRANG, co_ordinating=(TRANSPORT,)), every=HOUR)
    before = len(case.events)
    case.does(RETURN)
    assert (case.complaint.lead, case.complaint.co_ordinating) == (None, ())
    case.sleeps(HOUR).does(DISPATCH).sleeps(HOUR).does(ACCEPT)
    assert case.since(before) == [
        "returned",
        "limit_closed accept met",
        "limit_opened dispatch_again",
        "dispatched",
        "limit_closed dispatch_again met",
        "limit_opened accept",
        "accepted",
        "limit_closed accept met",
        "limit_opened process",
    ]
    accepts = [limit.counted_from - START for limit in case.complaint.limits if limit.id == "accept"]
    assert accepts == [2 * HOUR, 4 * HOUR]
    assert [limit.counted_from - START for limit in case.complaint.limits if limit.id == "case"] == [0 * HOUR]


def test_each_agencys_limit_is_judged_by_itself() -> None:
    case = case_in(Status.RETURNED, every=HOUR).does(DISPATCH).waits(DAY).does(ACCEPT)
    assert [limit.outcome for limit in case.complaint.limits if limit.id == "accept"] == ["met", "late"]
    assert [bool(limit.passed_at) for limit in case.complaint.limits if limit.id == "accept"] == [False, True]


def test_an_extended_case_is_processed_within_ten_days() -> None:
    case = case_in(Status.PROCESSING).waits(4 * DAY).does(INVOLVE).does(EXTEND).waits(5 * DAY).does(SUBMIT)
    assert story(case.events)[-2:] == ["limit_closed process met", "limit_opened approve_and_publish"]
    assert not case.complaint.overdue_limits


def test_a_result_sent_back_is_redone_in_what_is_left_from_acceptance() -> None:
    case = case_in(Status.PROCESSING).waits(4 * DAY).does(SUBMIT).waits(6 * HOUR)
    before = len(case.events)
    case.does(SEND_BACK)
    assert case.since(before) == [
        "sent_back",
        "limit_closed approve_and_publish met",
        "limit_opened process",
    ]
    assert case.complaint.running("process").schedule.due == START + 5 * DAY
    before = len(case.events)
    assert case.waits(DAY).since(before) == ["reminded case", "limit_passed process", "escalated process 1"]


def test_a_limit_missed_before_a_result_was_sent_back_rings_nothing_twice() -> None:
    case = case_in(Status.PROCESSING).waits(5.6 * DAY).does(SUBMIT).does(SEND_BACK)
    before = len(case.events)
    assert case.looks_up().since(before) == []
    assert case.waits(0.5 * DAY).since(before) == ["escalated process 3"]
    assert case.does(SUBMIT).since(-2) == ["limit_closed process late", "limit_opened approve_and_publish"]


def test_an_extension_outlives_a_result_that_was_sent_back() -> None:
    case = case_in(Status.PROCESSING).does(INVOLVE).does(EXTEND).waits(8 * DAY).does(SUBMIT).does(SEND_BACK).looks_up()
    assert (str(case.complaint.running("process").amount), case.complaint.overdue_limits) == ("10 wd", ())


def test_a_case_sent_back_twice_counts_each_approval_anew_and_processing_once() -> None:
    case = case_in(Status.PROCESSING)
    for _ in range(2):
        case.waits(HOUR).does(SUBMIT).waits(HOUR).does(SEND_BACK)
    ids = [limit.id for limit in case.complaint.limits]
    assert (ids.count("process"), ids.count("approve_and_publish")) == (1, 2)


WITHHELD = [("reporter_asked", True), ("state_secret", False), ("state_secret", True), ("authority_rule", False)]


@pytest.mark.parametrize(("ground", "secret"), WITHHELD)
def test_a_withheld_result_can_be_rated_too(ground: str, secret: bool) -> None:
    case = Case(file(secret=secret), VERIFY, DISPATCH, ACCEPT, SUBMIT, APPROVE, Withhold(ground=ground))
    assert next(event for event in case.events if isinstance(event, Withheld)).ground == ground
    assert "published" not in case.complaint.moments
    assert case.does(RATE).complaint.status is Status.CLOSED


@pytest.mark.parametrize("rating", ["very_satisfied", "satisfied", "unsatisfied"])
def test_a_result_is_rated_by_the_three_measures_of_article_11(rating: str) -> None:
    case = case_in(Status.PUBLISHED).does(Rate(rating=rating))
    assert (case.complaint.status, case.complaint.rating) == (Status.CLOSED, rating)


@pytest.mark.parametrize("status", [Status.PUBLISHED, Status.WITHHELD])
def test_a_result_nobody_rates_is_closed_when_the_window_ends(status: Status) -> None:
    case = case_in(status)
    before = len(case.events)
    assert case.waits(10 * DAY).since(before) == ["reminded rating", "rating_lapsed", "limit_closed rating lapsed"]
    assert (case.complaint.status, case.complaint.rating) == (Status.CLOSED, None)


def test_a_rating_at_the_very_end_of_its_window_is_in_time_and_after_it_still_counts() -> None:
    in_time = case_in(Status.PUBLISHED).sleeps(10 * DAY).does(RATE)
    late = case_in(Status.PUBLISHED).sleeps(10 * DAY + timedelta.resolution).does(RATE)
    assert [case.complaint.rating for case in (in_time, late)] == ["satisfied", "satisfied"]
    assert ["rating_lapsed" in case.complaint.moments for case in (in_time, late)] == [False, True]
    assert late.complaint.status is Status.CLOSED
    assert late.refuses(RATE).kind == "already_rated"


def test_a_question_about_a_closed_case_opens_it_as_its_answer_was_given_and_its_answer_closes_it_again() -> None:
    for given, status in ((PUBLISH, Status.PUBLISHED), (WITHHOLD, Status.WITHHELD)):
        case = case_in(Status.APPROVED).does(given).does(RATE)
        assert case.complaint.status is Status.CLOSED
        assert case.does(QUESTION).complaint.status is status
        assert [limit.id for limit in case.complaint.running_limits] == ["answer"]
        assert case.does(ANSWER).complaint.status is Status.CLOSED
        assert not case.complaint.running_limits


def test_a_rating_does_not_end_a_case_whose_reporter_waits_for_an_answer() -> None:
    case = case_in(Status.PUBLISHED).does(QUESTION).does(RATE)
    assert (case.complaint.status, case.complaint.rating) == (Status.PUBLISHED, "satisfied")
    assert case.does(ANSWER).complaint.status is Status.CLOSED


def test_a_closed_case_that_nobody_rated_waits_for_a_rating_again_after_an_answer() -> None:
    case = case_in(Status.PUBLISHED).waits(11 * DAY).does(QUESTION).does(ANSWER)
    assert [limit.id for limit in case.complaint.running_limits] == ["rating"]
    assert case.waits(11 * DAY).complaint.status is Status.CLOSED


@pytest.mark.parametrize(("channel", "may"), [("portal", False), ("app", False), ("hotline", True), ("email", True)])
def test_the_centre_rates_for_a_reporter_who_cannot_and_for_no_other(channel: str, may: bool) -> None:
    case = case_in(Status.PUBLISHED)
    case = case.copied(replace(case.complaint, channel=channel))
    if may:
        assert case.does(RATE, OPERATOR).complaint.rating == "satisfied"
    else:
        assert case.refuses(RATE, OPERATOR).kind == "reporters_own_rating"
    assert case.copied(replace(case_in(Status.PUBLISHED).complaint, channel=channel)).does(RATE).complaint.rating


@pytest.mark.parametrize("status", [Status.PUBLISHED, Status.WITHHELD, Status.CLOSED])
@pytest.mark.parametrize(("channel", "may"), [("portal", False), ("app", False), ("hotline", True), ("email", True)])
def test_the_centre_asks_for_a_reporter_who_cannot_and_for_no_other(channel: str, may: bool, status: Status) -> None:
    case = case_in(status)
    case = case.copied(replace(case.complaint, channel=channel))
    if may:
        assert case.does(QUESTION, OPERATOR).complaint.has_open_question
    else:
        assert case.refuses(QUESTION, OPERATOR).kind == "reporters_own_question"
    assert case.copied(replace(case_in(status).complaint, channel=channel)).does(QUESTION).complaint.has_open_question


MAY_WITHDRAW = [Status(status) for status in (
    "submitted", "awaiting_supplement", "verified", "dispatched", "returned", "processing",
)]  # fmt: skip


@pytest.mark.parametrize("status", MAY_WITHDRAW)
def test_a_reporter_withdraws_before_there_is_a_result_and_nothing_runs_on(status: Status) -> None:
    case = case_in(status).sleeps(HOUR).does(WITHDRAW)
    assert case.complaint.status is Status.WITHDRAWN
    assert not case.complaint.running_limits


def test_a_delay_can_be_explained_again_and_again_and_changes_no_limit() -> None:
    case = case_in(Status.PROCESSING).waits(5 * DAY)
    limits = case.complaint.limits
    assert case.does(EXPLAIN).does(EXPLAIN).since(-2) == ["delay_explained"] * 2
    assert case.complaint.limits == limits
    assert case.complaint.status is Status.PROCESSING


def test_agencies_named_twice_co_ordinate_once() -> None:
    case = Case(FILE, Dispatch(lead=NHA_TRANG, co_ordinating=(TRANSPORT, TRANSPORT)))
    assert case.complaint.co_ordinating == (TRANSPORT,)


def test_every_act_has_a_sample() -> None:
    assert set(SAMPLES) == {rule.act for rule in PROCEDURE.acts}
