"""The cases of the demo run to their end by acts of people alone."""

from __future__ import annotations

import pytest

from api.office.rehearsal.running import run
from cli.demo.casebook import cases
from procedures import all_procedures
from procedures.situations import Situation


@pytest.mark.parametrize("situation", cases(), ids=[case.written.file for case in cases()])
def test_a_case_of_the_demo_goes_on_to_its_end(situation: Situation) -> None:
    course = run(situation, code="CASE")
    assert course[-1].after.status.is_final
    assert not any(step.refused or step.decided for step in situation.steps)


def test_every_procedure_has_a_case_in_the_demo() -> None:
    assert {case.procedure.id for case in cases()} == set(all_procedures())
