"""A periodic report as an official document: words, then tables, under the same heading as a letter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from documents.letters.letter import paragraphs, printable


@dataclass(frozen=True)
class Section:
    """A table of a report. Texts of `numbers` columns stand to the right. `widths` are those of the columns in parts."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    numbers: tuple[bool, ...]
    widths: tuple[float, ...]


@dataclass(frozen=True)
class Bar:
    """A line of the plot: a name, and how many of its cases are of each of `BAR_PARTS`."""

    name: str
    parts: tuple[int, ...]


BAR_PARTS = ("Đã giải quyết đúng hạn", "Đã giải quyết, có hạn bị trễ", "Đang xử lý, trong hạn", "Đang xử lý, quá hạn")
_MOST_BARS = 15


@dataclass(frozen=True, kw_only=True)
class PeriodicReportPaper:
    """A report with its words and tables. `number` is that of the register, with the symbol. `bars` tell at a glance what the
    tables tell of each agency."""

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
    bars: Sequence[Bar] = ()

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
                    "widths": list(section.widths),
                }
                for section in self.sections
            ],
            "plot": _plot(self.bars),
            "signer_title": printable(self.signer_title),
            "signer": printable(self.signer),
            "recipients": [printable(each) for each in self.recipients],
            "code": printable(self.code),
            "body": [],
        }


def shown_bars(bars: Sequence[Bar]) -> list[Bar]:
    """Return the largest bars, the largest first. One bar alone says nothing, and is not shown."""
    largest = sorted((bar for bar in bars if any(bar.parts)), key=lambda bar: (-sum(bar.parts), bar.name))[:_MOST_BARS]
    return largest if len(largest) > 1 else []


def _plot(bars: Sequence[Bar]) -> dict[str, Any]:
    """Return the bars that are shown, and the same in words for those who do not see them."""
    shown = shown_bars(bars)
    words = "; ".join(
        f"{bar.name}: " + ", ".join(f"{count} {part.lower()}" for count, part in zip(bar.parts, BAR_PARTS, strict=True))
        for bar in shown
    )
    return {
        "bars": [{"name": printable(bar.name), "parts": list(bar.parts)} for bar in shown],
        "keys": list(BAR_PARTS),
        "words": printable(words),
    }
