"""A leader who is away, and who acts with the leader's role meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.actors import Actor
from domain.words import Role

LEADERS = frozenset({Role.CENTRE_LEADER, Role.AGENCY_LEADER, Role.AUTHORITY_LEADER})
STAND_IN_FOR_NOBODY = frozenset({Role.REPORTER, Role.TECHNICIAN, Role.AUDITOR, Role.ADMIN})


@dataclass(frozen=True)
class Delegation:
    """From `starts_at` up to `ends_at` the one account acts with the role of the other, unless it was revoked before."""

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
        """Whether it holds at an instant."""
        return self.starts_at <= at < self.ends_at and (self.revoked_at is None or at < self.revoked_at)


def can_stand_in(delegate: Actor, leader: Actor) -> bool:
    """Whether the one may act for the other: a leader, of the same authority, whose cases the delegate may know of anyway.

    An agency's leader is stood in for within the agency, the others by nobody of an agency.
    """
    return (
        leader.role in LEADERS
        and delegate.role not in STAND_IN_FOR_NOBODY
        and delegate.account != leader.account
        and delegate.authority == leader.authority
        and delegate.agency == leader.agency
    )


def on_behalf_of(delegate: Actor, leader: Actor) -> Actor:
    """The delegate, acting with the leader's role."""
    return Actor(
        leader.role,
        authority=leader.authority,
        agency=leader.agency,
        account=delegate.account,
        on_behalf_of=leader.account,
    )
