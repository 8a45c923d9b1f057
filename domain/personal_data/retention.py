"""The time for which an authority keeps who reported, after a case has ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

UNREGULATED = "không quy định"
"""Stands in a province's file for the years that no text states: the identity is then kept without end."""


@dataclass(frozen=True)
class Retention:
    """The rule of one authority. `years` is None where no text says how long; `source` cites the text, or says what it leaves
    open."""

    years: int | None
    source: str
    ours: bool = False

    def ended_before(self, at: datetime) -> datetime | None:
        """Return the instant such that the identity of a case that ended before it is no longer kept at `at`. None: all are kept.

        `at` is in the authority's time zone, because years are counted there.
        """
        return None if self.years is None else _years_before(at, self.years)


def _years_before(at: datetime, years: int) -> datetime:
    try:
        return at.replace(year=at.year - years)
    except ValueError:  # on 29 February, and that year has none
        return at.replace(year=at.year - years, day=28)
