"""Procedures that are nobody's: the invented province of the guide, put together as the guide says."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from domain.procedure import Procedure
from procedures.reading import read_procedure

GUIDE = Path(__file__).parents[2] / "docs" / "a-new-province.md"


@cache
def song_huong_text() -> str:
    """The file of Sông Hương: every TOML block of the guide that is a part of it, in their order."""
    return "\n".join(re.findall(r"^```toml\n(.*?)^```$", GUIDE.read_text("utf-8"), re.DOTALL | re.MULTILINE))


@cache
def song_huong() -> Procedure:
    """The invented procedure, which uses every key that a file can have."""
    return read_procedure(song_huong_text(), file="song_huong.toml")
