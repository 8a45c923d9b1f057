"""Tests that a record and a Temporal of different days are brought together.

No filing is run by another one's workflow, and a case that Temporal forgot goes on where it stood.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import Engine

from domain.acts import Accept, Dispatch
from domain.events import Event
from domain.pairing import Pairing
from domain.reconciling import FindingKind
from tests.support.faulty_stack import STEP, FaultyStack, take_in
from tests.support.workflows.driver import NHA_TRANG, OFFICER, OPERATOR
from workflows.errors import AnotherFilingRuns

pytestmark = pytest.mark.slow

A_LONG_TIME = timedelta(hours=2)


def rung(events: list[Event]) -> Counter[tuple[str, int]]:
    """Return how often each alarm of the first step was recorded."""
    alarms = ("reminded", "limit_passed", "escalated")
    of_step = (event for event in events if event.kind in alarms and getattr(event, "limit", None) == STEP)
    return Counter((event.kind, getattr(event, "rung", 0)) for event in of_step)


@pytest.mark.fault("PostgreSQL is older than Temporal")
async def test_a_code_that_is_given_again_is_not_run_by_the_workflow_of_the_filing_that_was_lost(
    faulty: FaultyStack, engine: Engine
):
    kept = await faulty.files(due_in=A_LONG_TIME)
    await faulty.pair.renew()
    with faulty.database_put_back(engine):
        async with faulty.worker():
            lost, beyond = await faulty.files(due_in=A_LONG_TIME), await faulty.files(due_in=A_LONG_TIME)
            for case in (kept, lost):
                await faulty.does(case.code, OPERATOR, Dispatch(lead=NHA_TRANG))
        await faulty.pair.renew()
        await faulty.soon(partial(_listed, faulty, kept.code, lost.code, beyond.code))
    assert await faulty.pair.look() is Pairing.RECORD_OLDER
    async with faulty.worker():
        # No front takes anything in now. Where one did, as between two comparisons, the workflow is still not adopted.
        new = await asyncio.to_thread(take_in, faulty.record, A_LONG_TIME)
        assert new.code == lost.code
        assert new.filing != lost.filing
        with pytest.raises(AnotherFilingRuns):
            await faulty.gateway.start(new)
        with pytest.raises(AnotherFilingRuns):
            await faulty.does(new.code, OPERATOR, Dispatch(lead=NHA_TRANG))
        assert "dispatched" not in faulty.kinds(new.code)
        report = await faulty.reconciles()
        assert await faulty.pair.look() is Pairing.TOGETHER
        assert report.found == {"another": 1, "ahead": 1, "unknown": 1}
        assert report.started == (new.code,)
        assert await faulty.runs(new.code)
        await faulty.does(new.code, OPERATOR, Dispatch(lead=NHA_TRANG))
        assert faulty.kinds(new.code).count("dispatched") == 1
        record = await asyncio.to_thread(faulty.record.cases.find, kept.code)
        assert record
        assert record.frozen
        found = {
            each.difference.code: each.difference.kind for each in faulty.record.reconciliation.open_findings(None, 9)
        }
        assert found == {
            kept.code: FindingKind.AHEAD,
            new.code: FindingKind.ANOTHER,
            beyond.code: FindingKind.UNKNOWN,
        }
        later = await asyncio.to_thread(take_in, faulty.record, A_LONG_TIME)
        assert later.code > beyond.code


@pytest.mark.fault("Temporal is older than PostgreSQL")
async def test_a_case_that_temporal_forgot_goes_on_where_the_record_stands(faulty: FaultyStack):
    await faulty.pair.renew()
    acted, passing = await faulty.files(due_in=A_LONG_TIME), await faulty.files(due_in=timedelta(seconds=3))
    async with faulty.temporal_put_back(), faulty.worker():
        await faulty.does(acted.code, OPERATOR, Dispatch(lead=NHA_TRANG))
        filed_since = await faulty.files(due_in=A_LONG_TIME)
        await faulty.soon(lambda: "escalated" in faulty.kinds(passing.code))
        await faulty.pair.renew()
    before = rung(faulty.events(passing.code))
    assert await faulty.pair.look() is Pairing.TEMPORAL_OLDER
    async with faulty.worker():
        await faulty.does(acted.code, OFFICER, Accept())
        report = await faulty.reconciles()
        assert await faulty.pair.look() is Pairing.TOGETHER
        assert filed_since.code in report.started
        assert (report.failed, report.for_people) == ((), ())
        for case in (acted, passing, filed_since):
            await faulty.soon(partial(faulty.runs, case.code))
        assert (await faulty.reconciles(deep=True)).for_people == ()
    assert faulty.kinds(acted.code).count("dispatched") == faulty.kinds(acted.code).count("accepted") == 1
    after = rung(faulty.events(passing.code))
    assert set(after.values()) == {1}
    assert before <= after


async def _listed(stack: FaultyStack, *codes: str) -> bool:
    """Return whether Temporal's list, which lags behind, shows these cases."""
    return {code async for code, _ in stack.calls.running()} >= set(codes)
