"""An authority's office as data: its agencies, places, routing rules and staff."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from domain.offices.places import Place
from domain.offices.routing import RoutingRule
from domain.offices.validity import Dated
from domain.time.amounts import Amount
from domain.words import Role, Urgency


@dataclass(frozen=True)
class Agency(Dated):
    """An agency that handles cases under one authority, within a limit of its own where it has one (`own_limit`). `symbol` stands
    at the end of its letters' numbers, as `SXD` in `07/TB-SXD`; empty where none is known.

    An agency that is no longer `active` gets no new cases and keeps those it has. One that ended, on the day `ended_on`, has
    none: its heirs go on with its work. `valid_to` is not used: an agency ends by a succession alone.

    From the day `renamed_on` on it is called `next_name`, with `next_symbol` where that is not empty. Both are entered ahead.
    """

    id: str
    authority: str
    name: str
    active: bool = True
    own_limit: Amount | None = None
    symbol: str = ""
    ended_on: date | None = None
    next_name: str = ""
    next_symbol: str = ""
    renamed_on: date | None = None

    def on(self, day: date) -> Agency:
        """Return the agency as it is called on a day."""
        if self.renamed_on is None or day < self.renamed_on:
            return self
        symbol = self.next_symbol or self.symbol
        return replace(self, name=self.next_name, symbol=symbol, next_name="", next_symbol="", renamed_on=None)

    @property
    def in_use(self) -> bool:
        """True if cases can be sent to it."""
        return self.active and self.holds and self.ended_on is None


@dataclass(frozen=True)
class OwnField(Dated):
    """A field of work that the regulation leaves to the authority. A field that is no longer `active` is not offered for reports.

    Where a limit is for certain fields only, it has the limits of the field named by `like`.
    """

    id: str
    name: str
    urgency: Urgency
    source: str
    active: bool = True
    like: str | None = None

    @property
    def in_use(self) -> bool:
        """True if reports may be of this field today."""
        return self.active and self.holds


@dataclass(frozen=True)
class Post:
    """A member of staff: a role, in one agency where the role belongs to an agency. `email` and `phone` are the office's."""

    username: str
    role: Role
    agency: str | None
    display_name: str
    email: str | None = None
    phone: str | None = None


@dataclass(frozen=True)
class Office:
    """The office of one authority. `staff` are made-up people for trying the system."""

    authority: str
    agencies: tuple[Agency, ...]
    places: tuple[Place, ...]
    routing: tuple[RoutingRule, ...]
    staff: tuple[Post, ...]
