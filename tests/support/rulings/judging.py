"""Holds a course against its ruling, and says in full where they part."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import unified_diff
from pathlib import Path

import pytest

from cli.demo.casebook import CASES as DEMO_CASES
from domain.events import Event
from procedures.situations import Situation, read_situation
from tests.support.rulings.course import Passage, shown, timeline
from tests.support.rulings.expectations import Expectation, expectations

_REPOSITORY = Path(__file__).parents[3]
FILES = [
    str(path.relative_to(_REPOSITORY))
    for folder in (_REPOSITORY / "tests" / "rulings", DEMO_CASES)
    for path in sorted(folder.rglob("*.toml"))
]
"""Every ruling, from the repository's root. What the demo shows must be so too."""


def read(file: str) -> tuple[Situation, list[tuple[Expectation, ...]]]:
    """A ruling and what it expects after each step. Raises SituationFault before anything runs."""
    situation = read_situation(_REPOSITORY / file, name=file)
    return situation, [expectations(situation, step) for step in situation.steps]


def judge(situation: Situation, expected: list[tuple[Expectation, ...]], course: list[Passage]) -> None:
    """Fails, with everything expected that was not so and the course up to there."""
    broken = list(_broken(situation, expected, course))
    if broken:
        told = "\n".join(broken)
        pytest.fail(
            f"{situation.written.file}: {situation.title}\n{told}\n\nWhat happened:\n{timeline(situation, course)}",
            pytrace=False,
        )


def compare(situation: Situation, core: list[Passage], workflow: list[Passage]) -> None:
    """Fails, with both courses side by side, unless the workflow went exactly as the core."""
    in_core, in_workflow = (timeline(situation, course).splitlines() for course in (core, workflow))
    if in_core != in_workflow:
        told = "\n".join(unified_diff(in_core, in_workflow, "core", "workflow", lineterm=""))
        pytest.fail(f"{situation.written.file}: {situation.title}\n{told}", pytrace=False)


def _broken(situation: Situation, expected: list[tuple[Expectation, ...]], course: list[Passage]) -> Iterator[str]:
    so_far: tuple[Event, ...] = ()
    for passage, wanted in zip(course, expected, strict=False):
        so_far += passage.events
        step = passage.step
        if not passage.is_as_ruled:
            yield _line(situation, passage, "refused", step.refused, passage.refusal and passage.refusal.kind)
        for each in wanted:
            found = each.found(passage, so_far)
            if not each.holds(each.expected, found):
                yield _line(situation, passage, each.key.removeprefix(f"{step.key}.expect."), each.expected, found)


def _line(situation: Situation, passage: Passage, what: str, expected: object, found: object) -> str:
    return (
        f"\n{passage.step.key}, {shown(passage.step.at, situation)}: {what}\n"
        f"    expected  {shown(expected, situation)}\n"
        f"    was       {shown(found, situation)}"
    )
