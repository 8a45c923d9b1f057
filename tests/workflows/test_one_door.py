"""Tests that one lock serialises acts and alarms: late, repeated, racing, unsigned, on a closed case, or while the
database is down."""

from __future__ import annotations

import asyncio
import base64
import re
import uuid
from datetime import timedelta

import pytest

from domain.actors import REPORTER
from domain.acts import Accept, Approve, Dispatch, Publish, Rate, Sealed, SubmitResult, Withdraw
from domain.complaint import Outcome
from domain.events import LimitClosed
from domain.refusals import RefusalKind
from domain.words import Status
from tests.support.workflows.driver import ACTORS_KEY, LEADER, NHA_TRANG, OFFICER, OPERATOR, Case
from tests.support.workflows.ledger import MemoryLedger
from tests.support.workflows.regulations import digest_of
from tests.support.workflows.sandbox import sandbox
from tests.workflows.conftest import start_server
from worker import build_worker
from workflows.contract import ActRequest
from workflows.errors import ActNotRecorded, ActRefused, CaseNotRunning
from workflows.search_attributes import AGENCY, ENDED, OVERDUE

pytestmark = pytest.mark.slow

DISPATCH = Dispatch(lead=NHA_TRANG)


async def event_types(case: Case) -> list[int]:
    return [event.event_type for event in (await case.handle.fetch_history()).events]


async def test_an_act_that_may_not_be_is_refused_before_it_enters_history(file):
    case = await file()
    before = await event_types(case)
    with pytest.raises(ActRefused) as refused:
        await case.does(OFFICER, Accept())
    assert refused.value.refusal.kind is RefusalKind.WRONG_AGENCY
    assert [kind for kind in await event_types(case) if kind == 41] == [kind for kind in before if kind == 41]


async def test_an_act_on_a_closed_case_finds_no_case_running(file):
    case = await file()
    await case.does(REPORTER, Withdraw())
    await case.handle.result()
    with pytest.raises(CaseNotRunning):
        await case.does(OPERATOR, DISPATCH)


async def test_the_same_act_sent_twice_is_done_once(file):
    case = await file()
    act_id = str(uuid.uuid4())
    await case.does(OPERATOR, DISPATCH, act_id)
    await case.does(OPERATOR, DISPATCH, act_id)
    assert case.kinds.count("dispatched") == 1


async def test_the_same_act_sent_twice_at_once_is_done_once(file):
    case = await file()
    act_id = str(uuid.uuid4())
    await asyncio.gather(*(case.does(OPERATOR, DISPATCH, act_id) for _ in range(5)))
    assert case.kinds.count("dispatched") == 1


async def test_of_two_people_who_dispatch_at_once_one_is_refused(file):
    case = await file()
    answers = await asyncio.gather(
        case.does(OPERATOR, DISPATCH), case.does(OPERATOR, Dispatch(lead="so-tnmt")), return_exceptions=True
    )
    assert [type(answer) for answer in answers].count(ActRefused) == 1
    assert case.kinds.count("dispatched") == 1


async def test_a_late_act_is_done_and_its_limit_is_late(file):
    case = await file()
    await case.at(case.filed_at + timedelta(days=1))
    await case.does(OPERATOR, DISPATCH)
    closed = [event for event in case.ledger.events(case.code) if isinstance(event, LimitClosed)]
    assert [(event.limit, event.outcome) for event in closed] == [("verify_and_dispatch", Outcome.LATE)]


async def test_an_act_that_races_its_limit_leaves_one_order_of_events(file):
    case = await file()
    due = case.complaint.running("verify_and_dispatch").schedule.due
    await case.at(due - timedelta(milliseconds=5))
    await asyncio.gather(case.at(due + timedelta(milliseconds=5)), case.does(OPERATOR, DISPATCH))
    kinds = case.kinds
    assert kinds.count("dispatched") == 1
    assert kinds.count("limit_passed") <= 1
    if "limit_passed" in kinds:
        assert kinds.index("limit_passed") < kinds.index("dispatched")


async def test_an_act_that_no_front_signed_is_never_recorded(file):
    case = await file()
    forged = ActRequest(act_id=str(uuid.uuid4()), by=OPERATOR, act=DISPATCH, signature="00")
    with pytest.raises(ActNotRecorded):
        await case.gateway.act(case.code, forged)
    assert "dispatched" not in case.kinds
    await case.does(OPERATOR, DISPATCH)
    assert "dispatched" in case.kinds


async def test_an_accepted_act_waits_for_a_record_that_is_away_and_is_done_once(file, ledger):
    case = await file()
    ledger.failures = 3
    await case.does(OPERATOR, DISPATCH)
    assert case.kinds.count("dispatched") == 1


async def test_the_search_attributes_say_who_has_the_case_whether_it_is_late_and_how_it_ended(file):
    case = await file()
    await case.at(case.filed_at + timedelta(days=1))
    assert (await case.handle.describe()).typed_search_attributes[OVERDUE] is True
    await case.does(OPERATOR, DISPATCH)
    shown = (await case.handle.describe()).typed_search_attributes
    assert (shown[AGENCY], shown[OVERDUE], shown.get(ENDED)) == (NHA_TRANG, False, None)
    await case.does(REPORTER, Withdraw())
    await case.handle.result()
    assert (await case.handle.describe()).typed_search_attributes[ENDED] == Status.WITHDRAWN


async def test_a_timer_names_the_limit_the_article_and_the_local_time(file):
    case = await file()
    await case.does(OPERATOR, DISPATCH)
    history = await case.handle.fetch_history()
    summaries = [event.user_metadata.summary.data.decode() for event in history.events if event.event_type == 17]
    assert "Nhắc trước hạn tiếp nhận hoặc trả lại · Điều 7 khoản 3 · " in summaries[-1]


async def test_words_that_a_person_wrote_lie_sealed_in_history(file):
    case = await file()
    words = "Đã dọn sạch rác trước số nhà 12"
    await case.does(OPERATOR, DISPATCH)
    await case.does(OFFICER, Accept())
    await case.does(OFFICER, SubmitResult(result=Sealed(words)))
    history = (await case.handle.fetch_history()).to_json()
    stored = b"".join(base64.b64decode(data) for data in re.findall(r'"data": "([^"]+)"', history))
    assert b"submit_result" in stored
    assert words.encode() not in stored
    assert words.encode("unicode_escape") not in stored


async def test_a_case_that_begins_a_new_run_keeps_its_state_its_acts_in_flight_and_the_ids_of_those_done(khanh_hoa):
    ledger = MemoryLedger()
    async with (
        await start_server("limit.historyCount.suggestContinueAsNew=20") as env,
        build_worker(
            env.client,
            ledger,
            ledger.calendar,
            task_queue="short-runs",
            actors_key=ACTORS_KEY,
            digest_of=digest_of,
            runner=sandbox(),
        ),
    ):
        case = await Case.file(env, ledger, khanh_hoa, "short-runs")
        first_run = (await case.handle.describe()).run_id
        dispatch_id = str(uuid.uuid4())
        await case.does(OPERATOR, DISPATCH, dispatch_id)
        await case.does(OFFICER, Accept())
        await case.does(OPERATOR, DISPATCH, dispatch_id)
        await asyncio.gather(
            case.does(OFFICER, SubmitResult(result=Sealed("Xong."))), case.does(OPERATOR, DISPATCH, dispatch_id)
        )
        assert (await case.handle.describe()).run_id != first_run
        assert case.kinds.count("dispatched") == 1
        assert case.complaint.status is Status.AWAITING_APPROVAL
        await case.does(LEADER, Approve())
        await case.does(LEADER, Publish())
        await case.does(REPORTER, Rate(rating="satisfied"))
        assert await case.handle.result() == Status.CLOSED
