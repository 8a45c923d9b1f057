"""Tests whose letters of a case are, and when: before the answer nobody's, a state secret's never."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.actors import Actor
from domain.complaint import Complaint
from domain.results import is_given, is_kept_from_reporter
from domain.visibility import opens_letter
from domain.words import Role
from procedures import all_procedures
from tests.support.domain.people import AUDITOR, CENTRE_LEADER, KH, LEADER, NHA_TRANG, OFFICER, PROCEDURE
from tests.support.fronts.desk import MONDAY_8

LATER = MONDAY_8 + timedelta(hours=1)
CASE = Complaint("KH-2026-000001", PROCEDURE, lead=NHA_TRANG)
PROVINCES = all_procedures()


@pytest.mark.parametrize(
    ("by", "opens"),
    [
        (CENTRE_LEADER, True),
        (LEADER, True),
        (OFFICER, False),
        (Actor(Role.AGENCY_LEADER, KH, "so-gtvt", "other"), False),
        (Actor(Role.AGENCY_OFFICER, KH, NHA_TRANG, "signed"), True),
        (Actor(Role.CENTRE_OPERATOR, KH, None, "sent"), True),
        (AUDITOR, False),
        (Actor(Role.AUDITOR), False),
    ],
    ids=[
        "the centre",
        "its leader",
        "an officer",
        "another leader",
        "signed it",
        "sent it",
        "an auditor",
        "no account",
    ],
)
def test_a_letter_opens_for_those_whose_it_is(by: Actor, *, opens: bool) -> None:
    assert opens_letter(CASE, by, office=NHA_TRANG, hands=frozenset({"signed", "sent"})) is opens


def test_a_letter_to_another_office_opens_for_the_roles_there() -> None:
    leader = Actor(Role.AUTHORITY_LEADER, KH, account="9")
    assert opens_letter(CASE, leader, office=None, hands=frozenset(), to=(Role.AUTHORITY_LEADER,))
    assert not opens_letter(CASE, leader, office=None, hands=frozenset())


def test_a_letter_of_the_centre_is_no_agency_leaders() -> None:
    assert not opens_letter(CASE, Actor(Role.AGENCY_LEADER, KH, None, "nobody"), office=None, hands=frozenset())


@pytest.mark.parametrize(
    ("on", "moments", "given"),
    [
        ("published", {"published": MONDAY_8}, True),
        ("withheld", {"withheld": MONDAY_8}, True),
        ("commitment_kept", {"published": MONDAY_8 - timedelta(days=1), "commitment_kept": MONDAY_8}, True),
        ("approved", {"approved": MONDAY_8}, False),
        ("approved", {"approved": MONDAY_8, "published": LATER}, True),
        ("result_submitted", {}, False),
        ("refused", {"refused": MONDAY_8}, True),
    ],
)
def test_a_letter_of_a_result_is_given_with_the_answer_and_any_other_with_its_event(on, moments, given) -> None:
    assert is_given(replace(CASE, moments=moments), on, MONDAY_8) is given
    secret = replace(CASE, moments=moments, kept_on=("reporter_asked", "state_secret"))
    assert is_given(secret, on, MONDAY_8) is (on == "refused")


def test_each_ground_for_refusing_in_dien_bien_has_a_letter_whose_words_fit_it() -> None:
    procedure = PROVINCES["dien-bien"]
    rules = {ground.id: procedure.letter("refused", ground.id) for ground in procedure.refusal_grounds}
    assert {ground: rule.template for ground, rule in rules.items() if rule} == {
        "unclear": "supplement",
        "wrong_content": "wrong_content",
        "out_of_scope": "out_of_scope",
    }


@pytest.mark.parametrize("province", PROVINCES)
def test_a_letter_whose_form_speaks_of_a_ground_is_made_on_that_ground_alone(province: str) -> None:
    grounds = {
        "supplement": ("unclear",),
        "wrong_content": ("wrong_content",),
        "out_of_scope": ("out_of_scope",),
        "reputation": ("reputation",),
    }
    for rule in PROVINCES[province].letters:
        assert rule.grounds == grounds.get(rule.template, ())


@pytest.mark.parametrize("province", PROVINCES)
def test_no_regulation_makes_a_letter_of_words_that_may_still_change_and_a_state_secret_has_none(province: str) -> None:
    procedure = PROVINCES[province]
    beside = ("refused", "restricted", "commitment_kept", "direction_asked")
    letters = {rule.on: rule.signed_on for rule in procedure.letters if rule.on not in beside}
    assert set(letters) == {"published", "withheld"}
    assert set(letters.values()) <= {"approved", "result_submitted"}
    kept = {ground.id for ground in procedure.withhold_grounds if ground.keeps_result}
    assert kept == {ground.id for ground in procedure.withhold_grounds} & {"state_secret"}
    for ground in procedure.withhold_grounds:
        complaint = replace(CASE, procedure=procedure).kept_from_public_on(ground.id)
        assert is_kept_from_reporter(complaint) is (ground.id in kept)
