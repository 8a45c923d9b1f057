"""Tests which acts nobody could do, and which roles nobody would hold, after somebody leaves, in each province."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.offices.duties import Holder, can_act, left_undone, undone, unheld
from domain.words import ActKind, Role
from procedures import all_procedures

KH = all_procedures()["khanh-hoa"]
CENTRE = (Holder(Role.CENTRE_OPERATOR), Holder(Role.CENTRE_LEADER), Holder(Role.AUTHORITY_LEADER))
AGENCY = (Holder(Role.AGENCY_OFFICER, "so-gtvt"), Holder(Role.AGENCY_LEADER, "so-gtvt"))
STAFF = CENTRE + AGENCY


def without(*gone: Holder) -> list[Holder]:
    return [each for each in STAFF if each not in gone]


def kinds(*gone: Holder, agency: str | None) -> set[ActKind]:
    return {rule.act for rule in undone(KH, STAFF, without(*gone), agency)}


def test_of_two_who_can_do_an_act_either_may_leave_and_not_both() -> None:
    assert ActKind.DISPATCH not in kinds(CENTRE[0], agency=None)
    assert ActKind.DISPATCH in kinds(*CENTRE[:2], agency=None)


def test_the_only_leader_of_an_agency_leaves_approval_undone_there_alone() -> None:
    assert ActKind.APPROVE in kinds(AGENCY[1], agency="so-gtvt")
    assert kinds(AGENCY[1], agency="dien-luc") == set()
    assert ActKind.ACCEPT not in kinds(AGENCY[1], agency="so-gtvt")
    twice = (*STAFF, AGENCY[1])
    assert undone(KH, twice, STAFF, "so-gtvt") == ()


def test_what_nobody_could_do_before_is_no_loss() -> None:
    assert undone(KH, CENTRE, CENTRE[1:], "so-gtvt") == ()
    assert undone(KH, (), (), None) == ()


def test_an_act_that_the_reporter_or_a_technician_does_needs_no_office() -> None:
    kept = undone(KH, STAFF, (), None)
    assert not {Role.REPORTER, Role.TECHNICIAN} & {role for rule in kept for role in rule.by}


@pytest.mark.parametrize("province", sorted(all_procedures()))
def test_the_last_one_whom_missed_limits_are_reported_to_is_missed(province: str) -> None:
    procedure = all_procedures()[province]
    everybody = [Holder(role) for role in Role if not role.of_agency]
    assert set(unheld(procedure, everybody, [])) >= {Role.AUTHORITY_LEADER}
    assert unheld(procedure, everybody, everybody) == ()
    assert unheld(procedure, [], []) == ()


@pytest.mark.parametrize(("holders", "can"), [(AGENCY[:1], True), (AGENCY[1:], True), (CENTRE, False), ((), False)])
def test_an_agency_can_act_with_anybody_of_its_own(holders: tuple[Holder, ...], can: bool) -> None:
    assert can_act(KH, holders, "so-gtvt") is can
    assert not can_act(KH, holders, "dien-luc")


def test_an_act_that_nobody_may_do_under_a_new_text_is_found_unless_the_others_may() -> None:
    old = all_procedures()["khanh-hoa"]
    by_leaders = tuple(
        replace(rule, by=(Role.CENTRE_LEADER,)) if rule.act is ActKind.DISPATCH else rule for rule in old.acts
    )
    new = replace(old, acts=by_leaders)
    operator, leader = Holder(Role.CENTRE_OPERATOR), Holder(Role.CENTRE_LEADER)
    assert left_undone(old, [operator], old, []) == ()
    assert {rule.act for rule in left_undone(old, [operator], new, [])} == {ActKind.DISPATCH}
    assert left_undone(old, [operator], new, [leader]) == ()
