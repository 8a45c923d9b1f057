"""A periodic report, under the same heading as a letter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from documents.letters.letter import printable


@dataclass(frozen=True, kw_only=True)
class Report:
    """A report with its counts and its cases. The signer adds number and signature."""

    title: str
    issuer: str
    addressee: str
    basis: str
    dated: date
    place: str
    counts: Sequence[tuple[str, int]]
    columns: Sequence[str]
    lines: Sequence[Sequence[str]]
    signer_title: str
    recipients: tuple[str, ...]
    code: str

    def as_data(self) -> dict[str, Any]:
        """Return what the form is filled with."""
        return {
            "title": printable(self.title),
            "superior": "",
            "issuer": printable(self.issuer),
            "number": "",
            "addressee": printable(self.addressee),
            "basis": printable(self.basis),
            "place": printable(self.place),
            "day": f"{self.dated:%d}",
            "month": f"{self.dated:%m}" if self.dated.month < 3 else str(self.dated.month),
            "year": str(self.dated.year),
            "counts": [[printable(label), str(count)] for label, count in self.counts],
            "columns": [printable(column) for column in self.columns],
            "lines": [[printable(cell) for cell in line] for line in self.lines],
            "signer_title": printable(self.signer_title),
            "signer": "",
            "recipients": [printable(each) for each in self.recipients],
            "code": printable(self.code),
            "body": [],
        }
