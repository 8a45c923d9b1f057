"""A periodic report as an official document: words, then tables, under the same heading as a letter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from documents.letters.letter import paragraphs, printable


@dataclass(frozen=True)
class Section:
    """A table of a report. `wide` where it has more columns than fit upright; texts of `numbers` columns stand to the right."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    numbers: tuple[bool, ...]


@dataclass(frozen=True, kw_only=True)
class PeriodicReportPaper:
    """A report with its words and tables. `number` is that of the register, with the symbol."""

    title: str
    days: str
    superior: str
    issuer: str
    number: str
    addressees: Sequence[str]
    basis: str
    dated: date
    place: str
    words: str
    correction: str
    sections: Sequence[Section]
    signer_title: str
    signer: str
    recipients: Sequence[str]
    code: str

    def as_data(self) -> dict[str, Any]:
        """Return what the form is filled with."""
        return {
            "title": printable(self.title),
            "days": printable(self.days),
            "superior": printable(self.superior),
            "issuer": printable(self.issuer),
            "number": printable(self.number),
            "addressees": [printable(each) for each in self.addressees],
            "basis": printable(self.basis),
            "place": printable(self.place),
            "day": f"{self.dated:%d}",
            "month": f"{self.dated:%m}" if self.dated.month < 3 else str(self.dated.month),
            "year": str(self.dated.year),
            "words": paragraphs(self.words),
            "correction": paragraphs(self.correction),
            "sections": [
                {
                    "title": printable(section.title),
                    "columns": [printable(column) for column in section.columns],
                    "rows": [[printable(cell) for cell in row] for row in section.rows],
                    "numbers": list(section.numbers),
                }
                for section in self.sections
            ],
            "signer_title": printable(self.signer_title),
            "signer": printable(self.signer),
            "recipients": [printable(each) for each in self.recipients],
            "code": printable(self.code),
            "body": [],
        }
