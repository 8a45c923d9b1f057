"""A reorganisation as one plan: what an official decision changes in an authority from a day on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from domain.offices.succession import Heir


@dataclass(frozen=True)
class Ending:
    """An agency that ends, and who goes on with its work."""

    agency: str
    heir: str
    by_part: tuple[Heir, ...] = ()


@dataclass(frozen=True)
class Renaming:
    """The name that an agency has from the day on."""

    agency: str
    name: str


@dataclass(frozen=True)
class Reorganisation:
    """The changes in an authority on `day`, by the act `decision` of `decided_by`.

    `into` is the authority whose text takes over the open cases: the same one where its text is replaced, another one that this
    authority joins, None where neither changes. `total` counts the cases that had to go over when the day had come, None before.
    """

    id: str
    authority: str
    day: date
    decision: str
    decided_by: str
    into: str | None = None
    ends: tuple[Ending, ...] = ()
    renames: tuple[Renaming, ...] = ()
    entered_by: str | None = None
    entered_at: datetime | None = None
    withdrawn_at: datetime | None = None
    total: int | None = None
    carried_out_at: datetime | None = None

    @property
    def stands(self) -> bool:
        """True unless it was withdrawn."""
        return self.withdrawn_at is None

    @property
    def joins(self) -> str | None:
        """The other authority that this one joins, None where it goes on."""
        return self.into if self.into != self.authority else None

    @property
    def act(self) -> str:
        """The official act, with who decided."""
        return f"{self.decision} của {self.decided_by}"

    def has_come(self, today: date) -> bool:
        """Tell whether the reorganisation holds on this day."""
        return self.stands and self.day <= today

    def takes_over(self, authority: str, valid_from: date) -> bool:
        """Tell whether a case of this authority, under a text that holds from this day, goes over to another text."""
        if self.into is None or authority != self.authority:
            return False
        return self.joins is not None or valid_from < self.day
