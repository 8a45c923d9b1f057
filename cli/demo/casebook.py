"""The cases that the demo shows."""

from __future__ import annotations

from procedures import provinces
from procedures.situations import Situation, read_situation


def cases() -> tuple[Situation, ...]:
    """Read every case of every province, by procedure and name of the file. Raises SituationFault."""
    return tuple(
        read_situation(path, name=f"{province.id}/{path.name}")
        for province in provinces().by_id.values()
        for path in province.demo_files
    )
