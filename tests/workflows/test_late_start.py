"""Tests that a case whose workflow starts after its alarms rings them late with the reason, by anybody's hand it starts."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from domain.acts import Dispatch
from domain.events import Escalated, LimitPassed, Reminded
from tests.support.workflows.driver import NHA_TRANG, OPERATOR

pytestmark = pytest.mark.slow

ALARMS = Reminded | LimitPassed | Escalated


async def alarms_of(case) -> list[ALARMS]:
    while "limit_passed" not in case.kinds:  # noqa: ASYNC110 - the worker's thread records
        await asyncio.sleep(0.05)
    return [event for event in case.ledger.events(case.code) if isinstance(event, ALARMS)]


async def test_a_case_that_an_act_starts_long_after_its_limit_rings_with_the_reason_and_only_then_does_the_act(file):
    case = await file(filed_at=datetime.now(UTC) - timedelta(days=30))
    due = case.complaint.limits[0].schedule.due
    await case.does(OPERATOR, Dispatch(lead=NHA_TRANG))
    alarms = [alarm for alarm in await alarms_of(case) if alarm.limit == case.complaint.limits[0].id]
    assert {type(alarm) for alarm in alarms} == {LimitPassed, Escalated}
    [passed] = [alarm for alarm in alarms if isinstance(alarm, LimitPassed)]
    assert passed.outage
    assert passed.outage.covers(due)
    assert [alarm for alarm in alarms if alarm.outage != passed.outage] == []
    assert case.kinds.index("limit_passed") < case.kinds.index("dispatched")


async def test_a_case_that_starts_in_time_rings_without_a_reason(file):
    case = await file()
    await case.at(case.complaint.limits[0].schedule.due + timedelta(minutes=1))
    alarms = await alarms_of(case)
    assert alarms
    assert [alarm for alarm in alarms if alarm.outage] == []
