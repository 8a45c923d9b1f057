"""The cases that the demo shows, from the files beside this one."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from procedures.situations import Situation, read_situation

CASES = Path(__file__).parent / "cases"


@lru_cache(maxsize=1)
def cases() -> tuple[Situation, ...]:
    """Every case, by procedure and name of the file. Raises SituationFault."""
    return tuple(read_situation(path, name=str(path.relative_to(CASES))) for path in sorted(CASES.rglob("*.toml")))
