"""Tests that the list of faults and the tests that try them know each other, and that the table tells no untruth."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.faults.listing import Fault, faults, marked
from tests.faults.table import Outcomes, Result


def test_there_are_thirty_faults_and_no_two_have_a_name_or_title_in_common():
    assert len(faults()) == 30
    for words in ([fault.name for fault in faults()], [fault.title for fault in faults()]):
        assert [word for word, times in Counter(words).items() if times > 1] == []


def test_every_fault_that_a_test_names_is_in_the_list():
    known = {fault.name for fault in faults()}
    assert {name: places for name, places in marked().items() if name not in known} == {}


def test_every_fault_is_tried_by_a_test_unless_the_list_admits_that_it_is_not():
    assert [fault.name for fault in faults() if not fault.untried and fault.name not in marked()] == []


@pytest.mark.parametrize(
    ("said", "result"),
    [
        ([], Result.NOT_TRIED),
        (["passed"], Result.HELD),
        (["passed", "passed"], Result.HELD),
        (["passed", "failed"], Result.FAILED),
        (["skipped"], Result.NOT_TRIED),
        (["passed", "skipped"], Result.NOT_TRIED),
        (["skipped", "failed"], Result.FAILED),
    ],
)
def test_a_fault_held_only_if_all_its_tests_ran_and_passed(said: list[str], result: Result):
    outcomes = Outcomes()
    for each in said:
        outcomes.add(["a fault"], each)
    assert outcomes.of(Fault("a fault", "sự cố", "điều phải giữ")) is result
