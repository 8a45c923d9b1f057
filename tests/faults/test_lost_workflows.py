"""Tests that cases whose workflows are lost, ended or strange are found, and that every limit rings, once."""

from __future__ import annotations

import asyncio
import os
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import Engine

from activities.reconciling import Reconciler
from domain.acts import Dispatch
from domain.events import Escalated, LimitPassed, Reminded
from domain.reconciling import FindingKind
from records.offices.procedures import ProcedureStore
from records.reconciliation.repository import Reconciliation
from tests.support.faulty_stack import STEP, FaultyStack, take_in
from tests.support.workflows.driver import NHA_TRANG, OPERATOR
from workflows.contract import COMPLAINT_WORKFLOW

pytestmark = pytest.mark.slow

A_LONG_TIME = timedelta(hours=2)


def alarms(stack: FaultyStack, code: str) -> Counter[tuple[str, int]]:
    """Return how often each alarm of the first step was recorded: reminder, end, each rung."""
    return Counter(
        (event.kind, getattr(event, "rung", 0))
        for event in stack.events(code)
        if isinstance(event, Reminded | LimitPassed | Escalated) and event.limit == STEP
    )


async def hientruong(stack: FaultyStack, *arguments: str) -> tuple[int, str]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.support.run_cli",
        *arguments,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=os.environ | stack.env | {"COLUMNS": "200"},
    )
    out, err = await process.communicate()
    return process.returncode or 0, out.decode() + err.decode()


@pytest.mark.fault("Temporal's storage is lost")
async def test_with_all_of_temporals_storage_lost_each_limit_rings_once_with_the_reason(faulty: FaultyStack):
    async with faulty.worker():
        rung = await faulty.files(due_in=timedelta(seconds=1))
        await faulty.soon(lambda: "escalated" in faulty.kinds(rung.code))
        passing, later = await faulty.files(due_in=timedelta(seconds=25)), await faulty.files(due_in=A_LONG_TIME)
        handled = await faulty.files(due_in=A_LONG_TIME)
        await faulty.does(handled.code, OPERATOR, Dispatch(lead=NHA_TRANG))
    before = alarms(faulty, rung.code)
    await faulty.loses_its_storage()
    due = passing.running(STEP).schedule.due
    await faulty.soon(lambda: datetime.now(UTC) > due + timedelta(seconds=30))
    async with faulty.worker():
        codes = [case.code for case in (rung, passing, later, handled)]
        code, said = await hientruong(faulty, "reconcile", "--dry-run")
        assert (code, "không có quy trình" in said, "Chưa sửa gì" in said) == (3, True, True), said
        assert not await faulty.runs(later.code)
        code, said = await hientruong(faulty, "reconcile")
        assert (code, "Đã dựng lại 4 quy trình" in said) == (0, True), said
        for case in codes:
            await faulty.soon(partial(faulty.runs, case))
        await faulty.soon(lambda: "escalated" in faulty.kinds(passing.code))
        code, said = await hientruong(faulty, "reconcile", "--deep")
        assert (code, "khớp với sổ hồ sơ" in said) == (0, True), said
        await faulty.soon(lambda: faulty.runs(passing.code))
    assert set(alarms(faulty, passing.code).values()) == {1}
    [passed] = [event for event in faulty.events(passing.code) if isinstance(event, LimitPassed)]
    assert passed.outage
    assert passed.outage.covers(due)
    assert passed.at >= passed.outage.until
    assert all(count == 1 for count in alarms(faulty, rung.code).values())
    assert before <= alarms(faulty, rung.code)
    assert alarms(faulty, later.code) == {}
    assert faulty.kinds(handled.code).count("dispatched") == 1


@pytest.mark.fault("the workflow of one case is terminated")
async def test_a_workflow_that_somebody_terminated_is_started_again_where_it_stood(faulty: FaultyStack):
    async with faulty.worker():
        case, other = await faulty.files(due_in=timedelta(seconds=20)), await faulty.files(due_in=A_LONG_TIME)
        await faulty.client.get_workflow_handle(case.code).terminate("by hand")
        due = case.running(STEP).schedule.due
        await faulty.soon(lambda: datetime.now(UTC) > due + timedelta(seconds=3))
        report = await faulty.reconciles()
        assert (report.found, report.started) == ({"terminated": 1}, (case.code,))
        await faulty.soon(lambda: "escalated" in faulty.kinds(case.code))
        assert set(alarms(faulty, case.code).values()) == {1}
        [passed] = [event for event in faulty.events(case.code) if isinstance(event, LimitPassed)]
        assert passed.outage
        assert await faulty.runs(other.code)
        assert (await faulty.reconciles(deep=True)).differences == ()


@pytest.mark.fault("two reconcilers run at once")
async def test_two_comparisons_at_once_start_each_case_once_and_each_limit_rings_once(
    faulty: FaultyStack, engine: Engine
):
    cases = [await asyncio.to_thread(take_in, faulty.record, timedelta(seconds=1)) for _ in range(6)]
    await asyncio.sleep(4)
    async with faulty.worker():

        class Unheld(Reconciliation):
            """The record, in which every process believes that it alone compares."""

            def hold(self, by: str, during: timedelta) -> bool:
                return True

        records = [Unheld(engine, ProcedureStore()) for _ in range(2)]
        await asyncio.gather(
            *(Reconciler(each, faulty.calls, faulty.pair, "test", settled=timedelta(0)).reconcile() for each in records)
        )
        for case in cases:
            await faulty.soon(partial(_escalated, faulty, case.code))
            assert set(alarms(faulty, case.code).values()) == {1}


async def test_a_workflow_that_the_record_does_not_know_is_named_and_its_code_is_not_given_again(faulty: FaultyStack):
    async with faulty.worker():
        case = await faulty.files(due_in=A_LONG_TIME)
        prefix, year, number = case.code.split("-")
        stranger = f"{prefix}-{year}-{int(number) + 7:06}"
        described = await faulty.client.get_workflow_handle(case.code).fetch_history()
        start = described.events[0].workflow_execution_started_event_attributes.input.payloads
        values = await faulty.client.data_converter.decode(start)
        await faulty.client.start_workflow(COMPLAINT_WORKFLOW, values[0], id=stranger, task_queue="faulty")
        await faulty.soon(lambda: _found(faulty))
    [finding] = faulty.record.reconciliation.open_findings(None, 10)
    assert (finding.difference.code, finding.difference.kind) == (stranger, FindingKind.UNKNOWN)
    assert (
        await asyncio.to_thread(take_in, faulty.record, A_LONG_TIME)
    ).code == f"{prefix}-{year}-{int(number) + 8:06}"


def _escalated(stack: FaultyStack, code: str) -> bool:
    return "escalated" in stack.kinds(code)


async def _found(stack: FaultyStack) -> bool:
    """Compare until Temporal's list shows the workflow."""
    return bool((await stack.reconciles()).for_people)
