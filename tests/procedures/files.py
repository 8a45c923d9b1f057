"""What the tests of procedures share: the shipped file, and copies of it with something changed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import procedures
from domain.procedure import Procedure
from procedures import ProcedureFault, procedure_in_force
from procedures.reading import read_procedure

KHANH_HOA = Path(procedures.__file__).parent / "khanh_hoa.toml"
A_DAY = date(2026, 11, 23)


def khanh_hoa() -> Procedure:
    """The procedure as it ships."""
    return procedure_in_force("khanh-hoa", A_DAY)


def section(header: str) -> str:
    """One table of the shipped file, from its header to the next blank line."""
    text = KHANH_HOA.read_text("utf-8")
    start = text.index(f"{header}\n")
    return text[start : text.index("\n\n", start)]


def changed(*changes: tuple[str, str]) -> str:
    """The shipped file's text with each first text, which must stand in it, replaced by the second."""
    text = KHANH_HOA.read_text("utf-8")
    for old, new in changes:
        assert old in text, f"the shipped file no longer says {old!r}"
        text = text.replace(old, new, 1)
    return text


def within(header: str, old: str, new: str) -> tuple[str, str]:
    """A change inside one table of the shipped file."""
    before = section(header)
    assert old in before, f"{header} no longer says {old!r}"
    return before, before.replace(old, new, 1)


def without(header: str) -> tuple[str, str]:
    """One table less."""
    return section(header), ""


def faults_of(text: str) -> list[tuple[str, str]]:
    """The faults of a file as key and reason; none for a good one."""
    try:
        read_procedure(text, file="tinh-moi.toml")
    except ProcedureFault as fault:
        return [(each.key, each.reason) for each in fault.faults]
    return []
