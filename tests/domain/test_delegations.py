"""Tests who may stand in for a leader who is away, and when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from domain.actors import Actor
from domain.offices.delegations import Delegation, can_stand_in, on_behalf_of
from domain.words import Role

MONDAY = datetime(2026, 11, 23, 1, tzinfo=UTC)
FRIDAY = MONDAY + timedelta(days=4)


def somebody(role: Role, agency: str | None = None, authority: str = "khanh-hoa", account: str = "delegate") -> Actor:
    return Actor(role, authority, agency, account)


def leader(role: Role, agency: str | None = None) -> Actor:
    return somebody(role, agency, account="leader")


@pytest.mark.parametrize(
    ("revoked", "at", "holds"),
    [
        (None, MONDAY - timedelta(seconds=1), False),
        (None, MONDAY, True),
        (None, FRIDAY - timedelta(seconds=1), True),
        (None, FRIDAY, False),
        (MONDAY + timedelta(hours=1), MONDAY, True),
        (MONDAY + timedelta(hours=1), MONDAY + timedelta(hours=1), False),
    ],
)
def test_a_delegation_holds_from_its_beginning_up_to_its_end(
    revoked: datetime | None, at: datetime, holds: bool
) -> None:
    delegation = Delegation("1", "khanh-hoa", "leader", "delegate", MONDAY, FRIDAY, "Đi công tác", "leader", revoked)
    assert delegation.is_in_force(at) is holds


@pytest.mark.parametrize(
    ("absent", "delegate", "may"),
    [
        (leader(Role.AGENCY_LEADER, "so-gtvt"), somebody(Role.AGENCY_OFFICER, "so-gtvt"), True),
        (leader(Role.AGENCY_LEADER, "so-gtvt"), somebody(Role.AGENCY_LEADER, "so-gtvt"), True),
        (leader(Role.AGENCY_LEADER, "so-gtvt"), somebody(Role.AGENCY_OFFICER, "dien-luc"), False),
        (leader(Role.AGENCY_LEADER, "so-gtvt"), somebody(Role.CENTRE_OPERATOR), False),
        (leader(Role.CENTRE_LEADER), somebody(Role.CENTRE_OPERATOR), True),
        (leader(Role.CENTRE_LEADER), somebody(Role.AGENCY_LEADER, "so-gtvt"), False),
        (leader(Role.CENTRE_LEADER), somebody(Role.CENTRE_OPERATOR, authority="lai-chau"), False),
        (leader(Role.AUTHORITY_LEADER), somebody(Role.CENTRE_LEADER), True),
        (leader(Role.AUTHORITY_LEADER), somebody(Role.ADMIN), False),
        (leader(Role.AUTHORITY_LEADER), somebody(Role.AUDITOR), False),
        (leader(Role.CENTRE_LEADER), leader(Role.CENTRE_LEADER), False),
        (leader(Role.CENTRE_OPERATOR), somebody(Role.CENTRE_OPERATOR), False),
        (leader(Role.AGENCY_OFFICER, "so-gtvt"), somebody(Role.AGENCY_OFFICER, "so-gtvt"), False),
        (leader(Role.ADMIN), somebody(Role.CENTRE_LEADER), False),
    ],
)
def test_who_may_stand_in_for_whom(absent: Actor, delegate: Actor, may: bool) -> None:
    assert can_stand_in(delegate, absent) is may


def test_a_delegate_acts_with_the_leaders_role_and_the_record_names_both() -> None:
    acting = on_behalf_of(somebody(Role.AGENCY_OFFICER, "so-gtvt"), leader(Role.AGENCY_LEADER, "so-gtvt"))
    assert acting == Actor(Role.AGENCY_LEADER, "khanh-hoa", "so-gtvt", "delegate", on_behalf_of="leader")
