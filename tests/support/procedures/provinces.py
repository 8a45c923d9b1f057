"""Procedures that are nobody's: the invented province of the guide, put together as the guide says."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from domain.procedure import Procedure
from procedures.reading import read_procedure

GUIDE = Path(__file__).parents[3] / "docs" / "a-new-province.md"


@cache
def part_of_guide(which: str = "") -> str:
    """The TOML of the guide that is marked so, block after block; that of the procedure's file has no mark."""
    fence = f"toml {which}".strip()
    return "\n".join(re.findall(rf"^```{fence}\n(.*?)^```$", GUIDE.read_text("utf-8"), re.DOTALL | re.MULTILINE))


def song_huong_text() -> str:
    """The file of Sông Hương."""
    return part_of_guide()


@cache
def song_huong() -> Procedure:
    """The invented procedure, which uses every key that a file can have."""
    return read_procedure(song_huong_text(), file="procedure.toml")
