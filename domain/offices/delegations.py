"""Delegations: somebody acts with the role of an absent leader."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.actors import Actor
from domain.words import Role

LEADERS = frozenset({Role.CENTRE_LEADER, Role.AGENCY_LEADER, Role.AUTHORITY_LEADER})
STAND_IN_FOR_NOBODY = frozenset({Role.REPORTER, Role.TECHNICIAN, Role.AUDITOR, Role.ADMIN})


@dataclass(frozen=True)
class Delegation:
    """The right of `to_account` to act with the role of `from_account`, from `starts_at` up to `ends_at`, unless
    revoked before."""

    id: str
    authority: str
    from_account: str
    to_account: str
    starts_at: datetime
    ends_at: datetime
    reason: str
    by_account: str
    revoked_at: datetime | None = None

    def is_in_force(self, at: datetime) -> bool:
        """Tell whether the delegation holds at an instant."""
        return self.starts_at <= at < self.ends_at and (self.revoked_at is None or at < self.revoked_at)


def can_stand_in(delegate: Actor, leader: Actor) -> bool:
    """Tell whether the delegate may act for the leader, whose cases the delegate may see anyway: both of one authority.

    An agency's leader is replaced within the agency. Other leaders are replaced by somebody outside all agencies.
    """
    return (
        leader.role in LEADERS
        and delegate.role not in STAND_IN_FOR_NOBODY
        and delegate.account != leader.account
        and delegate.authority == leader.authority
        and delegate.agency == leader.agency
    )


def on_behalf_of(delegate: Actor, leader: Actor) -> Actor:
    """Return the delegate, acting with the leader's role."""
    return Actor(
        leader.role,
        authority=leader.authority,
        agency=leader.agency,
        account=delegate.account,
        on_behalf_of=leader.account,
    )
