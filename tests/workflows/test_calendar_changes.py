"""The calendar changes while cases run: each case is notified once, moves its running limits, and goes on with them."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date, timedelta

import pytest
from temporalio.testing import WorkflowEnvironment

from domain.actors import REPORTER
from domain.acts import Accept, AskSupplement, Dispatch, Sealed, Supplement, Withdraw
from domain.events import LimitRescheduled, OverdueLifted
from domain.procedure import Procedure
from tests.support.workflows.driver import ACTORS_KEY, NHA_TRANG, OFFICER, OPERATOR, Case
from tests.support.workflows.ledger import MemoryLedger
from tests.support.workflows.regulations import digest_of
from tests.support.workflows.sandbox import sandbox
from tests.workflows.conftest import TASK_QUEUE, start_server
from worker import build_worker
from workflows.contract import ChangeProgress, change_id
from workflows.errors import CaseNotRunning
from workflows.gateway import Gateway
from workflows.search_attributes import OVERDUE

pytestmark = pytest.mark.slow


def day(case: Case, number: int) -> date:
    """Return the day this many days after the case's Monday."""
    return (case.filed_at + timedelta(days=number, hours=7)).date()


def due(case: Case, limit: str):
    return case.complaint.running(limit).schedule.due


async def in_processing(case: Case) -> None:
    await case.does(OPERATOR, Dispatch(lead=NHA_TRANG))
    await case.does(OFFICER, Accept())


async def test_a_day_off_moves_what_is_due_after_it_and_the_timer_and_the_list_know(file):
    case = await file()
    await in_processing(case)
    before = due(case, "process")
    revision = case.decides(day(case, 2), since=case.filed_at)
    assert await case.hears(revision) == 2
    events = [event for event in case.ledger.events(case.code) if isinstance(event, LimitRescheduled)]
    process = next(event for event in events if event.limit == "process")
    assert (process.previous_due, process.schedule.due, process.decided_by) == (
        before,
        due(case, "process"),
        "25/CĐ-TTg",
    )
    assert due(case, "process") > before
    await case.at(before + timedelta(minutes=1))
    assert "limit_passed" not in case.kinds
    await case.at(due(case, "process") + timedelta(minutes=1))
    assert case.kinds.count("limit_passed") == 1


async def test_a_reminder_that_was_given_is_not_given_again(file):
    case = await file()
    await in_processing(case)
    await case.at(case.complaint.running("process").schedule.remind_at + timedelta(minutes=1))
    assert case.kinds.count("reminded") == 1
    await case.hears(case.decides(day(case, 4), since=await case.now()))
    await case.at(due(case, "process") - timedelta(minutes=1))
    reminded = [event.limit for event in case.ledger.events(case.code) if event.kind == "reminded"]
    assert reminded.count("process") == 1


async def test_a_case_that_passed_its_limit_before_it_heard_is_overdue_no_longer(file):
    case = await file()
    decided_at = case.filed_at + timedelta(minutes=30)
    passes = due(case, "verify_and_dispatch")
    await case.at(passes + timedelta(minutes=1))
    assert case.complaint.overdue_limits
    await case.hears(case.decides(day(case, 0), since=decided_at))
    assert [event.decided_by for event in case.ledger.events(case.code) if isinstance(event, OverdueLifted)] == [
        "25/CĐ-TTg"
    ]
    assert not case.complaint.overdue_limits
    assert (await case.handle.describe()).typed_search_attributes[OVERDUE] is False
    rungs = case.kinds.count("escalated")
    await case.at(due(case, "verify_and_dispatch") + timedelta(minutes=1))
    assert case.kinds.count("limit_passed") == 2
    assert case.kinds.count("escalated") == rungs


@pytest.mark.parametrize("hears", ["while it waits", "when it runs again", "never"])
async def test_a_case_that_waited_for_its_reporter_is_overdue_no_longer_when_it_runs_on(file, hears):
    case = await file()
    passes = due(case, "verify_and_dispatch")
    await case.at(passes + timedelta(minutes=1))
    revision = case.decides(day(case, 0), since=case.filed_at + timedelta(minutes=30))
    await case.does(OPERATOR, AskSupplement(wanted=Sealed("ảnh chụp")))
    if hears == "while it waits":
        await case.hears(revision)
    assert case.complaint.overdue_limits
    await case.at(passes + timedelta(hours=2))
    await case.does(REPORTER, Supplement(text=Sealed("đã bổ sung")))
    if hears == "when it runs again":
        await case.hears(revision)
    await case.at(passes + timedelta(hours=2, minutes=5))
    lifted = [event for event in case.ledger.events(case.code) if isinstance(event, OverdueLifted)]
    assert [(event.limit, event.due, event.decided_by) for event in lifted] == [
        ("verify_and_dispatch", due(case, "verify_and_dispatch"), "25/CĐ-TTg")
    ]
    assert not case.complaint.overdue_limits
    assert (await case.handle.describe()).typed_search_attributes[OVERDUE] is False
    await case.at(due(case, "verify_and_dispatch") + timedelta(minutes=1))
    assert case.kinds.count("limit_passed") == 2
    assert case.kinds.count("escalated") == 1


async def test_told_again_nothing_moves(file):
    case = await file()
    revision = case.decides(day(case, 2), since=case.filed_at)
    assert await case.hears(revision) == await case.hears(revision) == 1
    assert case.kinds.count("limit_rescheduled") == 1


async def test_a_case_in_which_nothing_moves_records_nothing(file):
    case = await file()
    before = case.kinds
    assert await case.hears(case.decides(day(case, 300), since=case.filed_at)) == 0
    assert case.kinds == before


async def test_a_limit_that_opens_after_the_act_is_due_by_it_though_the_case_never_heard(file):
    case = await file()
    revision = case.decides(day(case, 2), since=case.filed_at)
    await in_processing(case)
    assert case.complaint.running("process").schedule.calendar == revision
    assert await case.hears(revision) == 1  # the whole case's limit was older


async def test_a_case_hears_though_the_record_is_away_for_a_while(file, ledger):
    case = await file()
    ledger.failures = 2
    assert await case.hears(case.decides(day(case, 2), since=case.filed_at)) == 1
    assert case.kinds.count("limit_rescheduled") == 1


async def test_a_closed_case_is_told_nothing(file):
    case = await file()
    await case.does(REPORTER, Withdraw())
    await case.handle.result()
    with pytest.raises(CaseNotRunning):
        await case.hears(case.decides(day(case, 2), since=case.filed_at))


async def told(case: Case, revision: int) -> ChangeProgress:
    await case.gateway.tell_calendar_change(revision)
    handle = case.env.client.get_workflow_handle(change_id(revision), result_type=ChangeProgress)
    return await asyncio.wait_for(handle.result(), 60)


async def test_every_open_case_is_told_and_progress_says_so(file, ledger):
    ledger.cases.clear()
    cases = [await file() for _ in range(3)]
    closed = await file()
    await closed.does(REPORTER, Withdraw())
    await closed.handle.result()
    revision = cases[0].decides(day(cases[0], 2), since=cases[0].filed_at)
    assert await told(cases[0], revision) == ChangeProgress(revision, told=3, moved=3, total=3, finished=True)
    assert await cases[0].gateway.calendar_change(revision) == ChangeProgress(
        revision, told=3, moved=3, total=3, finished=True
    )
    assert [case.kinds.count("limit_rescheduled") for case in (*cases, closed)] == [1, 1, 1, 0]


async def test_run_again_the_telling_changes_nothing(file, ledger):
    ledger.cases.clear()
    case = await file()
    revision = case.decides(day(case, 2), since=case.filed_at)
    assert await told(case, revision) == await told(case, revision)
    assert case.kinds.count("limit_rescheduled") == 1


async def test_a_case_that_was_never_started_is_started_and_told(file, ledger, khanh_hoa, env):
    ledger.cases.clear()
    case = await file()
    unstarted = f"{case.code[:-1]}X"
    ledger.take_in(replace(case.complaint, code=unstarted), ledger.events(case.code))
    revision = case.decides(day(case, 2), since=case.filed_at)
    progress = await told(case, revision)
    assert (progress.told, progress.unreached) == (2, ())
    assert ledger.kinds(unstarted).count("limit_rescheduled") == 1
    await env.client.get_workflow_handle(unstarted).terminate("the test is over")


async def test_a_case_out_of_reach_is_named_and_tried_again_until_it_is_told(file, ledger):
    ledger.cases.clear()
    case, lost = await file(), await file()
    await lost.handle.terminate("an operator's mistake")
    revision = case.decides(day(case, 2), since=case.filed_at)
    await case.gateway.tell_calendar_change(revision)
    async with asyncio.timeout(60):
        while not (progress := await case.gateway.calendar_change(revision)).unreached:  # noqa: ASYNC110 - it is the server that waits
            await asyncio.sleep(0.1)
    assert (progress.told, progress.unreached, progress.finished) == (1, (lost.code,), False)
    await case.env.client.get_workflow_handle(change_id(revision)).terminate("the test is over")
    ledger.cases.pop(lost.code)


async def test_a_change_that_was_never_told_is_unknown(env: WorkflowEnvironment):
    assert await Gateway(env.client, TASK_QUEUE, digest_of).calendar_change(999) is None


async def test_a_telling_goes_on_where_a_dead_worker_left_it(khanh_hoa: Procedure):
    ledger = MemoryLedger()
    async with await start_server("limit.historyCount.suggestContinueAsNew=12") as env:
        async with build_worker(
            env.client,
            ledger,
            ledger.calendar,
            task_queue="mortal",
            actors_key=ACTORS_KEY,
            digest_of=digest_of,
            runner=sandbox(),
        ):
            cases = [await Case.file(env, ledger, khanh_hoa, "mortal") for _ in range(12)]
            revision = cases[0].decides(day(cases[0], 2), since=cases[0].filed_at)
            ledger.failures = 5
            await cases[0].gateway.tell_calendar_change(revision)
            await asyncio.sleep(0.2)
        async with build_worker(
            env.client,
            ledger,
            ledger.calendar,
            task_queue="mortal",
            actors_key=ACTORS_KEY,
            digest_of=digest_of,
            runner=sandbox(),
        ):
            handle = env.client.get_workflow_handle(change_id(revision), result_type=ChangeProgress)
            progress = await asyncio.wait_for(handle.result(), 120)
    assert (progress.told, progress.total, progress.unreached, progress.finished) == (12, 12, (), True)
    assert [case.kinds.count("limit_rescheduled") for case in cases] == [1] * 12
