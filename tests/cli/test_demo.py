"""`hientruong demo`: its output, and its error for a procedure without a demo case."""

from __future__ import annotations

import pytest

from cli.demo.casebook import cases
from language.labels import EVENT
from tests.support.cli import type_in


@pytest.mark.slow
def test_the_demo_shows_every_case_to_its_end() -> None:
    shown = type_in("demo")
    assert shown.exit_code == 0, shown.output
    for case in cases():
        assert f"{case.title} · {case.procedure.authority.code_prefix}-" in shown.output
    assert EVENT["limit_passed"] in shown.output


def test_a_procedure_without_a_case_is_named_with_those_that_have_one() -> None:
    refused = type_in("demo", "tinh-moi")
    assert refused.exit_code == 2
    said = " ".join(refused.output.replace("│", " ").split())
    assert "không có hồ sơ nào của “tinh-moi”; có: " in said
    assert all(case.procedure.id in said for case in cases())
