"""Compares a course with its ruling, and shows in full where they differ."""

from __future__ import annotations

from difflib import unified_diff
from pathlib import Path

import pytest

from procedures.situations import Expectation, Passage, Situation, departures, expectations, read_situation
from procedures.situations.course import shown, timeline
from procedures.situations.expectations import Departure

_REPOSITORY = Path(__file__).parents[3]
FILES = [
    str(path.relative_to(_REPOSITORY))
    for path in (
        *sorted((_REPOSITORY / "tests" / "rulings").rglob("*.toml")),
        *sorted((_REPOSITORY / "provinces").glob("*/demo/*.toml")),
    )
]
"""Every ruling, from the repository's root. What the demo shows must be so too."""


def read(file: str) -> tuple[Situation, list[tuple[Expectation, ...]]]:
    """Read a ruling and its expectations for each step. Raise SituationFault before anything runs."""
    situation = read_situation(_REPOSITORY / file, name=file)
    return situation, expectations(situation)


def judge(situation: Situation, expected: list[tuple[Expectation, ...]], course: list[Passage]) -> None:
    """Fail with every expectation that was not met and the course so far."""
    broken = [_line(situation, each) for each in departures(expected, course)]
    if broken:
        told = "\n".join(broken)
        pytest.fail(
            f"{situation.written.file}: {situation.title}\n{told}\n\nWhat happened:\n{timeline(situation, course)}",
            pytrace=False,
        )


def compare(situation: Situation, core: list[Passage], workflow: list[Passage]) -> None:
    """Fail with both courses side by side if the workflow did not go exactly as the core."""
    in_core, in_workflow = (timeline(situation, course).splitlines() for course in (core, workflow))
    if in_core != in_workflow:
        told = "\n".join(unified_diff(in_core, in_workflow, "core", "workflow", lineterm=""))
        pytest.fail(f"{situation.written.file}: {situation.title}\n{told}", pytrace=False)


def _line(situation: Situation, departure: Departure) -> str:
    step = departure.passage.step
    return (
        f"\n{step.key}, {shown(step.at, situation)}: {departure.what}\n"
        f"    expected  {shown(departure.expected, situation)}\n"
        f"    was       {shown(departure.found, situation)}"
    )
