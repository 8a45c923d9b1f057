"""Walking a procedure finds how a case can really come to stand, and agrees with the core about it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest

from domain.limit_rules import LimitKind
from domain.procedure import Procedure
from domain.words import ActKind, Status, Urgency
from procedures.checks.course import Transition, limits_in, standings, walk
from procedures.checks.standings import Standing, Standings
from tests.support.procedures.files import khanh_hoa
from tests.support.procedures.provinces import song_huong
from tests.support.procedures.random_cases import courses

INSTANT, ORDINARY, URGENT = Urgency.INSTANT, Urgency.ORDINARY, Urgency.URGENT
PROCEDURES: dict[str, Callable[[], Procedure]] = {"Khánh Hòa": khanh_hoa, "Sông Hương": song_huong}


@cache
def steps(name: str) -> tuple[Transition, ...]:
    return walk(PROCEDURES[name]())


@cache
def known(name: str) -> frozenset[Standing]:
    return frozenset(standings(steps(name)))


def waits(name: str) -> set[tuple[Status, Urgency, frozenset[str]]]:
    return {(standing.status, standing.urgency, standing.running) for standing in known(name)}


RUNNING = [
    ("Khánh Hòa", Status.SUBMITTED, ORDINARY, {"case", "verify_and_dispatch"}),
    ("Khánh Hòa", Status.SUBMITTED, INSTANT, {"case", "verify_instant"}),
    ("Khánh Hòa", Status.AWAITING_SUPPLEMENT, ORDINARY, {"case", "supplement", "verify_and_dispatch"}),
    ("Khánh Hòa", Status.VERIFIED, INSTANT, {"case", "dispatch_instant"}),
    ("Khánh Hòa", Status.DISPATCHED, ORDINARY, {"case", "accept"}),
    ("Khánh Hòa", Status.DISPATCHED, INSTANT, {"case", "accept_instant"}),
    ("Khánh Hòa", Status.RETURNED, ORDINARY, {"case", "dispatch_again"}),
    ("Khánh Hòa", Status.PROCESSING, INSTANT, {"case", "process", "fix_temporarily"}),
    ("Khánh Hòa", Status.APPROVED, ORDINARY, {"case", "approve_and_publish"}),
    ("Khánh Hòa", Status.WITHHELD, ORDINARY, {"rating"}),
    ("Khánh Hòa", Status.PUBLISHED, ORDINARY, {"answer"}),
    ("Sông Hương", Status.VERIFIED, URGENT, {"case", "dispatch"}),
    ("Sông Hương", Status.AWAITING_DIRECTION, ORDINARY, {"case", "dispatch"}),
    ("Sông Hương", Status.DISPATCHED, ORDINARY, {"case", "accept", "return"}),
    ("Sông Hương", Status.DISPATCHED, ORDINARY, {"case", "accept"}),
    ("Sông Hương", Status.WITH_FOCAL_POINT, ORDINARY, {"case", "forward"}),
    ("Sông Hương", Status.PROCESSING, URGENT, {"case", "process_urgent"}),
    ("Sông Hương", Status.PROCESSING, ORDINARY, {"case", "process", "reach_site"}),
    ("Sông Hương", Status.PROCESSING, ORDINARY, {"case", "promised"}),
    ("Sông Hương", Status.PUBLISHED, ORDINARY, {"answer"}),
]


@pytest.mark.parametrize(("name", "status", "urgency", "limits"), RUNNING)
def test_a_case_can_come_to_wait_with_exactly_these_limits(name, status, urgency, limits):
    assert (status, urgency, frozenset(limits)) in waits(name)


NEVER = [
    ("Sông Hương", Status.PROCESSING, ORDINARY, {"case", "process", "return"}),  # accepted, it is no longer returned
    ("Sông Hương", Status.PROCESSING, URGENT, {"case", "process"}),
    ("Sông Hương", Status.PROCESSING, INSTANT, {"case", "process", "reach_site"}),  # no field of both
    ("Khánh Hòa", Status.PUBLISHED, ORDINARY, {"answer", "rating"}),
]


@pytest.mark.parametrize(("name", "status", "urgency", "limits"), NEVER)
def test_a_case_never_comes_to_wait_with_these(name, status, urgency, limits):
    assert (status, urgency, frozenset(limits)) not in waits(name)


@pytest.mark.parametrize("name", PROCEDURES)
def test_wherever_random_acts_bring_a_case_the_walk_has_been(name):
    ours, been = Standings(PROCEDURES[name]()), set()
    for case in courses(PROCEDURES[name](), cases=300, acts_each=25):
        standing = ours.of(case)
        assert standing in known(name), f"{standing} after {list(case.moments)}"
        been.add(standing.status)
    assert been == {standing.status for standing in known(name)}


@pytest.mark.parametrize("name", PROCEDURES)
def test_a_case_made_for_a_standing_stands_so(name):
    ours = Standings(PROCEDURES[name]())
    for standing in known(name):
        if not standing.status.is_final:
            assert ours.of(ours.case_in(standing)) == standing


@pytest.mark.parametrize("name", PROCEDURES)
def test_every_act_of_the_file_is_done_somewhere_and_every_status_it_names_is_reached(name):
    procedure: Procedure = PROCEDURES[name]()
    assert {step.act for step in steps(name)} == {None, *(rule.act for rule in procedure.acts)}
    named = {status for rule in procedure.acts for status in (*rule.when, rule.to, *rule.leads.values()) if status}
    assert {standing.status for standing in known(name)} == named


def test_nothing_follows_the_end_but_what_keeps_a_case_from_view():
    after_it = [step for step in steps("Sông Hương") if step.before.status.is_final]
    assert {(step.act, step.before.status, step.after.status) for step in after_it} == {
        (ActKind.HIDE, Status.CLOSED, Status.CLOSED), (ActKind.UNHIDE, Status.CLOSED, Status.CLOSED),
    }  # fmt: skip


def after(name: str, act: ActKind | None, **standing: object) -> set[Standing]:
    """Return the standings to which the act, or time, leads from all standings with these values."""
    return {
        step.after
        for step in steps(name)
        if step.act is act and all(getattr(step.before, key) == value for key, value in standing.items())
    }


def test_correcting_the_field_replaces_the_limits_of_one_course_by_those_of_the_other():
    verified = after("Khánh Hòa", ActKind.VERIFY, running=frozenset({"case", "verify_and_dispatch"}))
    assert {(one.urgency, one.running) for one in verified} == {
        (ORDINARY, frozenset({"case", "verify_and_dispatch"})),
        (INSTANT, frozenset({"case", "dispatch_instant"})),
    }


def test_a_course_chosen_by_hand_is_one_of_those_that_verifying_may_lead_to():
    verified = after("Sông Hương", ActKind.VERIFY, urgency=ORDINARY)
    assert {one.urgency for one in verified} == {ORDINARY, INSTANT, URGENT}


def test_routing_may_dispatch_at_once_what_is_filed():
    filed = after("Sông Hương", ActKind.FILE)
    assert {(one.status, one.led) for one in filed} == {(Status.SUBMITTED, False), (Status.DISPATCHED, True)}


def test_a_rating_that_reopens_does_so_as_long_as_contesting_is_left():
    first = after("Sông Hương", ActKind.RATE, status=Status.PUBLISHED, spent=frozenset(), asked=False)
    assert {one.status for one in first} == {Status.CLOSED, Status.PROCESSING}
    assert all("reopened" in one.spent for one in first if one.status is Status.PROCESSING)
    second = after("Sông Hương", ActKind.RATE, status=Status.PUBLISHED, spent=frozenset({"reopened"}), asked=False)
    assert {one.status for one in second} == {Status.CLOSED}


def test_a_rating_leaves_a_case_open_whose_question_waits_for_an_answer():
    waiting = after("Sông Hương", ActKind.RATE, status=Status.PUBLISHED, spent=frozenset({"reopened"}), asked=True)
    assert {one.status for one in waiting} == {Status.PUBLISHED}


def test_an_option_passes_and_leaves_the_rest_as_it_was():
    passed = after("Sông Hương", None, status=Status.DISPATCHED, urgency=ORDINARY, field="khac")
    assert {one.running for one in passed} == {frozenset({"case", "accept"})}


def test_what_the_focal_point_handles_itself_has_no_lead_and_goes_on_all_the_same():
    taken = after("Sông Hương", ActKind.TAKE_ON)
    assert {(one.status, one.led) for one in taken} == {(Status.PROCESSING, False)}
    assert any(not step.before.led for step in steps("Sông Hương") if step.act is ActKind.SUBMIT_RESULT)
    assert all(step.before.led for step in steps("Sông Hương") if step.act is ActKind.EXTEND)


def test_direction_leads_back_only_from_waiting_for_it():
    directed = {step.before.status: step.after.status for step in steps("Sông Hương") if step.act is ActKind.DIRECT}
    assert directed[Status.AWAITING_DIRECTION] is Status.VERIFIED
    assert directed[Status.PROCESSING] is Status.PROCESSING


def test_reclassifying_changes_the_field_and_the_limits_that_come_with_it():
    from_lighting = after("Sông Hương", ActKind.RECLASSIFY, field="chieu-sang", urgency=INSTANT)
    others = {one.field for one in from_lighting} - {"chieu-sang"}
    assert others == {"ve-sinh", "hien-ke"}  # the next one of each course; to the others it comes from there
    assert "khac" in {one.field for one in after("Sông Hương", ActKind.RECLASSIFY, field="ve-sinh")}
    assert {one.urgency for one in from_lighting if one.field in others} == {ORDINARY}


def test_fields_of_work_alike_in_course_and_limits_are_walked_as_one():
    assert {standing.field for standing in known("Sông Hương")} == {None, "chieu-sang", "ve-sinh", "khac", "hien-ke"}
    assert {standing.field for standing in known("Khánh Hòa")} == {None, "su-co-dien", "giao-thong"}


def test_while_the_clocks_stand_still_only_the_window_passes():
    running = {"case", "supplement", "verify_and_dispatch"}
    assert [rule.id for rule in limits_in(khanh_hoa(), Status.AWAITING_SUPPLEMENT, running)] == ["supplement"]
    assert [rule.id for rule in limits_in(khanh_hoa(), Status.SUBMITTED, running)] == [
        "verify_and_dispatch",
        "supplement",
    ]


def test_every_kind_of_limit_but_an_agencys_part_is_among_those_walked():
    """A part is one agency's own, and no status of the case tells of it."""
    ran = {limit for standing in known("Sông Hương") for limit in standing.running}
    assert {song_huong().limit(limit).kind for limit in ran} == set(LimitKind) - {LimitKind.PART}
