"""Tests that a case leaves public view in every province: whenever a ground is found or the reporter asks, also after its end."""

from __future__ import annotations

import pytest

from domain.procedure import Procedure
from domain.words import ActKind, Role, Status
from procedures import all_procedures
from procedures.checks.outlook import acts_ahead

PROVINCES = sorted(all_procedures().values(), key=lambda each: each.id)
of_each = pytest.mark.parametrize("procedure", PROVINCES, ids=lambda each: each.id)


def until_an_answer(procedure: Procedure) -> set[Status]:
    """The statuses of a filed case from which a result may still be published, and those in which one is."""
    ahead = acts_ahead(procedure)
    may_publish = {status for status in Status if ActKind.PUBLISH in ahead[status] and not status.is_final}
    return (may_publish - {Status.UNFILED}) | set(procedure.visibility.public)


@of_each
def test_a_ground_that_forbids_publication_may_be_named_as_long_as_anybody_may_see_the_case(
    procedure: Procedure,
) -> None:
    restrict = procedure.act(ActKind.RESTRICT)
    assert restrict is not None
    reached = {status for rule in procedure.acts for status in (*rule.when, rule.to, *rule.leads.values()) if status}
    may_wait = until_an_answer(procedure) & reached - {Status.WITHHELD, Status.MERGED, Status.AWAITING_DIRECTION}
    assert may_wait <= set(restrict.when)
    assert {Role.CENTRE_OPERATOR, Role.CENTRE_LEADER} <= set(restrict.by)


@of_each
def test_every_ground_that_does_not_rest_on_the_reporters_wish_may_be_found_at_any_time(procedure: Procedure) -> None:
    assert [ground.id for ground in procedure.withhold_grounds if ground.from_start is ground.on_request] == []
    assert "state_secret" in {ground.id for ground in procedure.withhold_grounds}


@of_each
def test_a_reporter_may_ask_for_secrecy_at_any_time_and_the_centre_may_write_it_down(procedure: Procedure) -> None:
    ask = procedure.act(ActKind.ASK_SECRECY)
    assert ask is not None
    reached = {status for rule in procedure.acts for status in (*rule.when, rule.to, *rule.leads.values()) if status}
    assert until_an_answer(procedure) & reached <= set(ask.when)
    assert Status.MERGED in ask.when
    assert set(ask.by) == {Role.REPORTER, Role.CENTRE_OPERATOR}
    assert any(ground.on_request for ground in procedure.withhold_grounds)
