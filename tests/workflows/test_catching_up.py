"""Tests that a workflow which does not know all that the record holds applies it, and then decides again: record and workflow
tell one story, each act once."""

from __future__ import annotations

import asyncio
import uuid
from datetime import timedelta

import pytest

from domain.actors import REPORTER
from domain.acts import Accept, Dispatch, Sealed, SubmitResult, Withdraw
from domain.refusals import RefusalKind
from domain.words import Status
from tests.support.workflows.driver import ACTORS_KEY, NHA_TRANG, OFFICER, OPERATOR, Case
from tests.support.workflows.ledger import MemoryLedger
from tests.support.workflows.regulations import digest_of
from tests.support.workflows.sandbox import sandbox
from tests.workflows.conftest import start_server
from worker import build_worker
from workflows.errors import ActRefused, CaseNotRunning

pytestmark = pytest.mark.slow

DISPATCH = Dispatch(lead=NHA_TRANG)
ACCEPTED, COMPLETED = 41, 43
"""The types of event with which an update enters the history and leaves it."""


async def history_of(case: Case) -> list[int]:
    return [event.event_type for event in (await case.handle.fetch_history()).events]


async def test_an_act_whose_answer_was_lost_with_the_commit_is_done_once(file, ledger):
    case = await file()
    ledger.lost_answers = 1
    await case.does(OPERATOR, DISPATCH)
    await case.does(OFFICER, Accept())
    assert (case.kinds.count("dispatched"), case.kinds.count("accepted")) == (1, 1)


async def test_an_act_recorded_unseen_is_answered_when_it_comes_again_and_when_it_comes_late(file):
    case, act_id = await file(), str(uuid.uuid4())
    await case.records_unseen(OPERATOR, DISPATCH, act_id)
    await case.does(OPERATOR, DISPATCH, act_id)
    await case.does(OFFICER, Accept())
    await case.does(OPERATOR, DISPATCH, act_id)
    assert (case.kinds.count("dispatched"), case.kinds.count("accepted")) == (1, 1)


async def test_an_act_on_what_its_front_saw_in_the_record_is_let_through_to_a_workflow_that_is_behind(file):
    case = await file()
    await case.records_unseen(OPERATOR, DISPATCH)
    with pytest.raises(ActRefused) as refused:
        await case.does(OFFICER, Accept())
    assert refused.value.refusal.kind is RefusalKind.WRONG_AGENCY
    await case.does(OFFICER, Accept(), seen=case.complaint.number)
    assert case.complaint.status is Status.PROCESSING


async def test_an_act_that_may_not_be_is_refused_after_catching_up(file):
    case = await file()
    await case.records_unseen(OPERATOR, DISPATCH)
    with pytest.raises(ActRefused) as refused:
        await case.does(OFFICER, SubmitResult(result=Sealed("Xong.")), seen=case.complaint.number)
    assert refused.value.refusal.kind is RefusalKind.WRONG_STATUS
    assert case.kinds.count("result_submitted") == 0


async def test_of_two_acts_the_one_that_was_decided_on_an_older_state_is_decided_again(file):
    case = await file()
    await case.records_unseen(OPERATOR, DISPATCH)
    with pytest.raises(ActRefused):
        await case.does(OPERATOR, Dispatch(lead="so-tnmt"))
    assert case.kinds.count("dispatched") == 1
    assert case.complaint.lead == NHA_TRANG
    await case.does(OFFICER, Accept())


async def test_an_alarm_of_an_older_state_rings_nothing_and_the_limits_since_ring(file):
    case = await file()
    old = case.complaint.running("verify_and_dispatch").schedule
    await case.at(case.filed_at + timedelta(hours=1))
    await case.records_unseen(OPERATOR, DISPATCH)
    await case.at(old.due + timedelta(minutes=1))
    assert "limit_passed" not in case.kinds
    due = case.complaint.running("accept").schedule.due
    await case.at(due + timedelta(minutes=1))
    passed = [event.limit for event in case.ledger.events(case.code) if event.kind == "limit_passed"]
    assert passed == ["accept"]


async def test_an_alarm_whose_answer_was_lost_rings_once(file, ledger):
    case = await file()
    due = case.complaint.running("verify_and_dispatch").schedule.due
    await case.at(due - timedelta(minutes=1))
    ledger.lost_answers = 1
    await case.at(due + timedelta(minutes=1))
    await case.does(OPERATOR, DISPATCH)
    assert case.kinds.count("limit_passed") == 1


async def test_a_calendar_change_moves_the_limits_of_a_case_that_was_behind(file):
    case = await file()
    await case.does(OPERATOR, DISPATCH)
    await case.records_unseen(OFFICER, Accept())
    second_day = (case.filed_at + timedelta(days=2, hours=7)).date()
    before = case.complaint.running("process").schedule.due
    assert await case.hears(case.decides(second_day, since=case.filed_at)) == 2
    assert case.complaint.running("process").schedule.due > before
    await case.does(OFFICER, SubmitResult(result=Sealed("Xong.")))


async def test_a_case_that_lacks_nothing_refuses_to_catch_up_before_its_history(file):
    case = await file()
    await case.does(OPERATOR, DISPATCH)
    before = await history_of(case)
    assert await case.gateway.catch_up(case.code, case.complaint.number) is False
    assert await history_of(case) == before


async def test_a_case_that_is_asked_catches_up(file):
    case = await file()
    await case.records_unseen(OPERATOR, DISPATCH)
    assert await case.gateway.catch_up(case.code, case.complaint.number) is True
    assert await case.gateway.catch_up(case.code, case.complaint.number) is False
    await case.does(OFFICER, Accept())


async def test_a_case_that_ended_unseen_ends_when_it_is_asked(file):
    case = await file()
    await case.records_unseen(REPORTER, Withdraw())
    assert await case.gateway.catch_up(case.code, case.complaint.number) is True
    assert await case.handle.result() == Status.WITHDRAWN
    with pytest.raises(CaseNotRunning):
        await case.gateway.catch_up(case.code, case.complaint.number)


async def test_while_the_record_is_away_an_act_waits_on_the_server_and_holds_no_task(file, ledger):
    case = await file()
    ledger.failures = 1_000
    try:
        act = asyncio.create_task(case.does(OPERATOR, DISPATCH))
        while ledger.failures > 1_000 - 4:  # noqa: ASYNC110 - the worker's thread counts
            await asyncio.sleep(0.05)
        described = await case.handle.describe()
        assert [pending.activity_type.name for pending in described.raw_description.pending_activities] == ["record"]
        assert not described.raw_description.HasField("pending_workflow_task")
        length = described.history_length
        await asyncio.sleep(1)
        assert (await case.handle.describe()).history_length == length
    finally:
        ledger.failures = 0
    await act
    assert case.kinds.count("dispatched") == 1


async def test_what_was_recorded_unseen_is_done_in_the_next_run_too(khanh_hoa):
    ledger, act_id = MemoryLedger(), str(uuid.uuid4())
    async with (
        await start_server("limit.historyCount.suggestContinueAsNew=12") as env,
        build_worker(
            env.client,
            ledger,
            ledger.calendar,
            task_queue="unseen",
            actors_key=ACTORS_KEY,
            digest_of=digest_of,
            runner=sandbox(),
        ),
    ):
        case = await Case.file(env, ledger, khanh_hoa, "unseen")
        first_run = (await case.handle.describe()).run_id
        await case.records_unseen(OPERATOR, DISPATCH, act_id)
        await case.gateway.catch_up(case.code, case.complaint.number)
        await case.does(OFFICER, Accept())
        assert (await case.handle.describe()).run_id != first_run
        await case.does(OPERATOR, DISPATCH, act_id)
        assert case.kinds.count("dispatched") == 1
