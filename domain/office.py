"""An authority's office as data: who handles cases, where, by which rules, and who works there."""

from __future__ import annotations

from dataclasses import dataclass

from domain.amounts import Amount
from domain.places import Place
from domain.routing import RoutingRule
from domain.words import Role, Urgency


@dataclass(frozen=True)
class Agency:
    """An agency that handles cases under one authority, within a limit of its own where it has one (`own_limit`).

    No case goes to one that is no longer `active`; those it has, stay.
    """

    id: str
    authority: str
    name: str
    active: bool = True
    own_limit: Amount | None = None


@dataclass(frozen=True)
class OwnField:
    """A field of work that the regulation leaves to the authority. One that is no longer `active` is offered for no report.

    Where limits are those of single fields, it has those of the field `like` which it is.
    """

    id: str
    name: str
    urgency: Urgency
    source: str
    active: bool = True
    like: str | None = None


@dataclass(frozen=True)
class Post:
    """Somebody who works there: a role, in one agency where the role is an agency's. `email` and `phone` are the office's."""

    username: str
    role: Role
    agency: str | None
    display_name: str
    email: str | None = None
    phone: str | None = None


@dataclass(frozen=True)
class Office:
    """One authority's office. `staff` are people to try the system with."""

    authority: str
    agencies: tuple[Agency, ...]
    places: tuple[Place, ...]
    routing: tuple[RoutingRule, ...]
    staff: tuple[Post, ...]
