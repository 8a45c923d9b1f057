"""The file of a whole case as people read it, beside the data that programs read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from documents.letters.letter import printable

Facts = Sequence[tuple[str, str]]
Lines = Sequence[Sequence[str]]


@dataclass(frozen=True)
class CaseTable:
    """A table of a case's file. `widths` are the shares of its columns."""

    title: str
    columns: Sequence[str]
    widths: Sequence[int]
    lines: Lines = field(repr=False)
    empty: str

    def as_data(self) -> dict[str, Any]:
        """Return what the form is filled with."""
        return {
            "title": printable(self.title),
            "columns": [printable(each) for each in self.columns],
            "widths": list(self.widths),
            "lines": [[printable(cell) for cell in line] for line in self.lines],
            "empty": printable(self.empty),
        }


@dataclass(frozen=True, kw_only=True)
class CaseFile:
    """The file of a case: its facts, the report, tables of what happened, photos, and the proof.

    `pictures` are JPEG photos by file name, `captions` says of each what it is.
    """

    code: str
    issuer: str
    dated: date
    facts: Facts = field(repr=False)
    report: str = field(repr=False)
    result: str = field(repr=False)
    tables: Sequence[CaseTable] = field(repr=False)
    pictures: Mapping[str, bytes] = field(repr=False)
    captions: Mapping[str, str] = field(repr=False)
    proof: Facts
    notes: Sequence[str]

    def as_data(self) -> dict[str, Any]:
        """Return what the form is filled with."""
        return {
            "code": printable(self.code),
            "issuer": printable(self.issuer),
            "day": self.dated.day,
            "month": self.dated.month,
            "year": self.dated.year,
            "facts": [[printable(name), printable(value)] for name, value in self.facts],
            "report": [words for line in self.report.splitlines() if (words := printable(line))],
            "result": [words for line in self.result.splitlines() if (words := printable(line))],
            "tables": [table.as_data() for table in self.tables],
            "pictures": [{"name": name, "caption": printable(self.captions[name])} for name in self.pictures],
            "proof": [[printable(name), printable(value)] for name, value in self.proof],
            "notes": [printable(each) for each in self.notes],
        }
