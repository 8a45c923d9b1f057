"""Runs every ruling through the pure core. The files beside this module are the tests; README.md says how to write one."""

from __future__ import annotations

import pytest

from api.office.rehearsal.running import run
from procedures import all_procedures
from tests.support.rulings.judging import FILES, judge, read


@pytest.mark.parametrize("file", FILES)
def test_the_core_rules_as_written(file: str) -> None:
    situation, expected = read(file)
    judge(situation, expected, run(situation, code="CASE"))


@pytest.mark.parametrize("file", FILES)
def test_nobody_acts_at_the_very_instant_at_which_a_limit_ends(file: str) -> None:
    """Such an act is in time, but on a server's clock the limit's alarm may ring first."""
    situation, _ = read(file)
    for passage in run(situation, code="CASE"):
        ends = {limit.schedule.due for limit in passage.before.running_limits if limit.schedule}
        assert passage.step.act is None or passage.step.at not in ends


@pytest.mark.parametrize("procedure", all_procedures())
def test_every_procedure_has_at_least_eight_rulings(procedure: str) -> None:
    assert sum(f"/{procedure}/" in file for file in FILES if file.startswith("tests/rulings/")) >= 8
