"""The letter with the table of overdue shares, as Điện Biên's letter of April 2024 has it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from documents.letters.letter import Letter, printable
from domain.accounts.letters import OverdueLetterRule
from domain.accounts.period import Period
from domain.accounts.shares import OverdueShare, OverdueTable


@dataclass(frozen=True, kw_only=True)
class OverdueLetter(Letter):
    """A letter about a period, with a line for each place or agency. `name` gives the name of a line's unit."""

    period: Period
    table: OverdueTable
    name: Callable[[str | None], str]

    def as_data(self) -> dict[str, Any]:
        """Return what the forms are filled with."""
        lines = [
            {"number": str(number), "name": printable(self.name(line.id)), **_cells(line)}
            for number, line in enumerate(self.table.lines, 1)
        ]
        return super().as_data() | {
            "period": self.period.in_vietnamese,
            "lines": lines,
            "sum": _cells(self.table.total),
        }


def overdue_letter(
    rule: OverdueLetterRule,
    *,
    issuer: str,
    number: str,
    dated: date,
    code: str,
    period: Period,
    table: OverdueTable,
    name: Callable[[str | None], str],
    body: str = "",
    replaces: str | None = None,
) -> OverdueLetter:
    """Return the letter as a province words it. `body` are words that the office adds before the end."""
    return OverdueLetter(
        title=rule.title,
        superior="",
        issuer=issuer,
        number=number,
        about=rule.about,
        place=rule.place,
        dated=dated,
        addressee=None,
        body=body,
        signer_title=rule.signer_title,
        signer="",
        recipients=rule.recipients,
        code=code,
        replaces=replaces,
        period=period,
        table=table,
        name=name,
    )


def _cells(line: OverdueShare) -> dict[str, str]:
    return {
        "total": _count(line.total),
        "resolved": _count(line.resolved),
        "open": _count(line.open),
        "overdue": _count(line.overdue),
        "resolved_share": per_cent(line.resolved_share),
        "open_share": per_cent(line.open_share),
        "share": per_cent(line.share),
    }


def _count(number: int) -> str:
    """Return a number as official letters write it: at least two digits, so that none can be put before it."""
    return f"{number:02}" if number else "0"


def per_cent(share: float) -> str:
    """Return a share in per cent as Vietnamese write it: `96,6%`, `100%`."""
    return f"{100 * share:.1f}".removesuffix(".0").replace(".", ",") + "%"
