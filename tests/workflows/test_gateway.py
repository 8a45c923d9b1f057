"""The gateway in unusual states: Temporal down, a case started before, a case that ended while an act was in flight."""

from __future__ import annotations

import asyncio
import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
from temporalio.client import WorkflowFailureError

from domain.actors import REPORTER
from domain.acts import Dispatch, Withdraw
from domain.complaint import Complaint, apply_all
from domain.words import Status
from stack.ports import LOOPBACK, free_port
from tests.support.workflows.driver import NHA_TRANG, OPERATOR
from tests.support.workflows.regulations import digest_of
from tests.workflows.conftest import SEALING_KEY
from workflows.complaint import ONE_ACT
from workflows.connection import connect
from workflows.contract import ActRequest
from workflows.errors import ActRefused, AnotherFilingRuns, CaseNotRunning, WorkflowsUnavailable
from workflows.gateway import Gateway


async def test_a_temporal_that_was_never_there_is_away_and_not_an_error_of_ours(khanh_hoa):
    client = await connect(f"{LOOPBACK}:{free_port()}", "default", [SEALING_KEY], lazy=True)
    gateway, patience = Gateway(client, "nobody", digest_of), timedelta(seconds=2)
    request = ActRequest(act_id=str(uuid.uuid4()), by=REPORTER, act=Withdraw(), signature="")
    with pytest.raises(WorkflowsUnavailable):
        await gateway.start(Complaint(code="KH-2026-000001", procedure=khanh_hoa), patience=patience)
    with pytest.raises(WorkflowsUnavailable):
        await gateway.act("KH-2026-000001", request, patience=patience)
    assert not await gateway.is_reachable()


@pytest.mark.slow
async def test_a_case_that_ended_is_not_started_again(file):
    case = await file()
    await case.does(REPORTER, Withdraw())
    await case.handle.result()
    await case.gateway.start(case.complaint)
    with pytest.raises(CaseNotRunning):
        await case.does(OPERATOR, Dispatch(lead=NHA_TRANG))


def filed_again(case, ledger) -> Complaint:
    """Give the case's code to another filing in the record, as one does that was put back to an older day."""
    first, *rest = ledger.stored[case.code]
    moved = replace(first.event, at=first.event.at + timedelta(seconds=1))
    ledger.take_in(
        apply_all(
            Complaint(code=case.code, procedure=case.complaint.procedure), (moved, *(each.event for each in rest))
        ),
        (moved, *(each.event for each in rest)),
    )
    return case.complaint


@pytest.mark.slow
async def test_the_workflow_of_another_filing_is_not_adopted_and_gets_no_act(file, ledger):
    case = await file()
    other = filed_again(case, ledger)
    with pytest.raises(AnotherFilingRuns):
        await case.gateway.start(other)
    request = ActRequest(act_id="a", by=OPERATOR, act=Dispatch(lead=NHA_TRANG), signature="", filing=other.filing)
    with pytest.raises(AnotherFilingRuns):
        await case.gateway.act(case.code, request)
    with pytest.raises(AnotherFilingRuns):
        await case.gateway.catch_up(case.code, 99, filing=other.filing)
    await case.gateway.start_in_place(other)
    await case.gateway.start(other)
    await case.does(OPERATOR, Dispatch(lead=NHA_TRANG))
    assert case.kinds.count("dispatched") == 1


@pytest.mark.slow
async def test_the_workflow_of_another_filing_rings_nothing_in_the_record_and_fails(file, ledger):
    case = await file()
    due = case.complaint.running("verify_and_dispatch").schedule.due
    filed_again(case, ledger)
    before = list(case.kinds)
    await case.at(due + timedelta(minutes=1))
    with pytest.raises(WorkflowFailureError):
        await case.handle.result()
    assert case.kinds == before


@pytest.mark.slow
async def test_a_case_that_ended_runs_once_more_for_one_act_and_for_none_that_may_not_be(file):
    case = await file()
    await case.does(REPORTER, Withdraw())
    await case.runs_once_more()
    with pytest.raises(ActRefused):
        await case.does(OPERATOR, Dispatch(lead=NHA_TRANG))
    await case.at(await case.now() + 2 * ONE_ACT)
    assert await case.handle.result() == Status.WITHDRAWN
    assert case.kinds.count("dispatched") == 0


@pytest.mark.slow
async def test_an_act_in_flight_when_its_case_is_taken_away_finds_no_case_running(file, ledger):
    case = await file()
    ledger.failures = 1_000
    try:
        act = asyncio.create_task(case.does(OPERATOR, Dispatch(lead=NHA_TRANG)))
        while ledger.failures == 1_000:  # noqa: ASYNC110 - the worker's thread counts
            await asyncio.sleep(0.05)
        await case.handle.terminate("taken away")
        with pytest.raises(CaseNotRunning):
            await act
    finally:
        ledger.failures = 0
