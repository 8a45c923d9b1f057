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


@pytest.mark.parametrize("procedure", all_procedures())
def test_every_procedure_has_at_least_eight_rulings(procedure: str) -> None:
    assert sum(f"/{procedure}/" in file for file in FILES if file.startswith("tests/rulings/")) >= 8
