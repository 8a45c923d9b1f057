"""Walking a procedure finds the situations a case can really come into, and agrees with the core about them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from domain.words import Status, Urgency
from procedures.course import limits_in, standings, walk
from procedures.standings import Standing
from tests.domain.random_acts import cases
from tests.procedures.files import khanh_hoa

_KNOWN = set(standings(walk(khanh_hoa())))
INSTANT, ORDINARY = Urgency.INSTANT, Urgency.ORDINARY

RUNNING = [
    (Status.SUBMITTED, ORDINARY, {"case", "verify_and_dispatch"}),
    (Status.SUBMITTED, INSTANT, {"case", "verify_instant"}),
    (Status.AWAITING_SUPPLEMENT, ORDINARY, {"case", "supplement", "verify_and_dispatch"}),
    (Status.VERIFIED, INSTANT, {"case", "dispatch_instant"}),
    (Status.DISPATCHED, ORDINARY, {"case", "accept"}),
    (Status.DISPATCHED, INSTANT, {"case", "accept_instant"}),
    (Status.RETURNED, ORDINARY, {"case", "dispatch_again"}),
    (Status.PROCESSING, INSTANT, {"case", "process", "fix_temporarily"}),
    (Status.APPROVED, ORDINARY, {"case", "approve_and_publish"}),
    (Status.WITHHELD, ORDINARY, {"rating"}),
    (Status.CLOSED, ORDINARY, set()),
]


@pytest.mark.parametrize(("status", "urgency", "limits"), RUNNING)
def test_a_case_can_come_to_wait_with_exactly_these_limits(status, urgency, limits):
    assert Standing(status, urgency, frozenset(limits)) in _KNOWN


@settings(max_examples=80, deadline=None)
@given(cases())
def test_wherever_random_acts_bring_a_case_the_walk_has_been(case):
    complaint = case.complaint
    running = frozenset(limit.id for limit in complaint.running_limits)
    assert Standing(complaint.status, complaint.urgency, running, complaint.temporarily_fixed) in _KNOWN


def test_every_status_can_be_reached():
    assert {situation.status for situation in standings(walk(khanh_hoa()))} == set(Status)


def test_nothing_follows_the_end():
    assert not any(step.before.status.is_final for step in walk(khanh_hoa()))


def test_correcting_the_field_replaces_the_limits_of_one_course_by_those_of_the_other():
    before = Standing(Status.SUBMITTED, ORDINARY, frozenset({"case", "verify_and_dispatch"}))
    after = {step.after for step in walk(khanh_hoa()) if step.before == before and step.event == "verified"}
    assert Standing(Status.VERIFIED, INSTANT, frozenset({"case", "dispatch_instant"})) in after


def test_while_the_clocks_stand_still_only_the_window_passes():
    running = {"case", "supplement", "verify_and_dispatch"}
    assert [rule.id for rule in limits_in(khanh_hoa(), Status.AWAITING_SUPPLEMENT, running)] == ["supplement"]
    assert [rule.id for rule in limits_in(khanh_hoa(), Status.SUBMITTED, running)] == [
        "verify_and_dispatch",
        "supplement",
    ]
