"""The letter that urges offices to handle what is overdue, as a province's file words it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class OverdueLetterRule:
    """The words of the letter beside its table: its title and subject line, the place before its date, the symbol after its
    number, who signs it, and who receives it. Its body and its addressees are in the province's form. `series` is the series of
    periodic reports whose document it is, None for none."""

    title: str
    about: str
    place: str
    symbol: str
    signer_title: str
    recipients: tuple[str, ...]
    source: str
    series: str | None = None
