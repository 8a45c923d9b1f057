"""Runs every ruling through the workflow on a time-skipping server. It must go exactly as in the core."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from api.office.rehearsal import running
from tests.support.rulings.in_workflow import Town, town
from tests.support.rulings.judging import FILES, compare, judge, read

pytestmark = pytest.mark.slow


@pytest.fixture(scope="session")
async def the_town() -> AsyncIterator[Town]:
    async with town() as running:
        yield running


@pytest.mark.parametrize("file", FILES)
async def test_the_workflow_rules_as_written(file: str, the_town: Town) -> None:
    situation, expected = read(file)
    in_the_core = running.run(situation, code=file)
    course = await the_town.run(situation, in_the_core)
    judge(situation, expected, course)
    compare(situation, in_the_core, course)
