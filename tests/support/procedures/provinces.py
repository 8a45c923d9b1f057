"""Procedures that are nobody's: the invented province of the guide, put together as the guide says."""

from __future__ import annotations

import re
import shutil
from functools import cache
from pathlib import Path

from domain.procedure import Procedure
from procedures.reading import read_procedure
from templates.letters import FOLDER, Form

GUIDE = Path(__file__).parents[3] / "docs" / "a-new-province.md"


@cache
def part_of_guide(which: str = "") -> str:
    """The TOML of the guide that is marked so, block after block; that of the procedure's file has no mark."""
    return blocks_of_guide(f"toml {which}".strip())


def blocks_of_guide(fence: str) -> str:
    """The blocks of the guide that begin so, one after the other."""
    return "\n".join(re.findall(rf"^```{fence}\n(.*?)^```$", GUIDE.read_text("utf-8"), re.DOTALL | re.MULTILINE))


def song_huong_text() -> str:
    """The file of Sông Hương."""
    return part_of_guide()


@cache
def song_huong() -> Procedure:
    """The invented procedure, which uses every key that a file can have."""
    return read_procedure(song_huong_text(), file="procedure.toml", forms={"result", "plain_guidance", "plain_matter"})


def make_song_huong(folder: Path) -> Path:
    """Put the folder of Sông Hương together as the guide says; give its path."""
    province = folder / "song-huong"
    for inner in ("demo", "letters"):
        (province / inner).mkdir(parents=True)
    (province / "procedure.toml").write_text(song_huong_text(), "utf-8")
    (province / "office.toml").write_text(part_of_guide("office"), "utf-8")
    (province / "demo" / "1_returned.toml").write_text(part_of_guide("ruling"), "utf-8")
    (province / "letters" / "result.typ").write_text(blocks_of_guide("typst"), "utf-8")
    shutil.copy(Form(FOLDER, "plain_result").docx, province / "letters" / "result.docx")
    return province
