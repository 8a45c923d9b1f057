"""Rulings on the marks that a comparison leaves in the record and in Temporal."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from domain.pairing import Pairing
from workflows.pairing import Pair


@dataclass
class Sides:
    """A record and a Temporal, and what was written to them, in order."""

    number: int = 0
    noted: str | None = None
    written: list[str] = field(default_factory=list)

    def round(self) -> int:
        return self.number

    def begin_round(self, number: int) -> None:
        self.number = number
        self.written.append("record")

    async def note(self) -> str | None:
        return self.noted

    async def write(self, note: str) -> None:
        self.noted = note
        self.written.append("Temporal")


async def test_a_comparison_marks_both_the_record_first():
    sides = Sides()
    pair = Pair(sides, sides, "here")
    assert await pair.look() is Pairing.EMPTY
    await pair.renew()
    assert await pair.look() is Pairing.TOGETHER
    assert sides.written == ["record", "Temporal"]


@pytest.mark.parametrize("note", ["", "written by hand", "7", '{"round": 3}'])
async def test_a_schedule_without_a_mark_is_of_an_earlier_release(note: str):
    sides = Sides(noted=note)
    assert await Pair(sides, sides, "here").look() is Pairing.TOGETHER


async def test_whichever_side_is_put_back_is_found_and_the_next_number_is_beyond_both():
    sides = Sides()
    pair = Pair(sides, sides, "here")
    for _ in range(3):
        await pair.renew()
    old = sides.noted
    await pair.renew()
    sides.number = 2
    assert await pair.look() is Pairing.RECORD_OLDER
    await pair.renew()
    assert (sides.number, await pair.look()) == (5, Pairing.TOGETHER)
    sides.noted = old
    assert await pair.look() is Pairing.TEMPORAL_OLDER


async def test_the_temporal_of_another_system_is_told_apart():
    sides = Sides()
    await Pair(sides, sides, "there").renew()
    assert await Pair(sides, sides, "here").look() is Pairing.FOREIGN
