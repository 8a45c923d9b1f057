"""A worker that is killed after the record's commit and before the end of its workflow task, on real servers: afterwards record
and workflow tell one story, and each act and each alarm is in it once."""

from __future__ import annotations

import asyncio
import os
import secrets
import sys
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine
from temporalio.api.sdk.v1 import WorkflowMetadata
from temporalio.client import Client

from calendars import official_book
from calendars.filling import scheduled
from cli.up.parts import kinds_of_search_attributes
from domain.actors import REPORTER, Actor, sign
from domain.acts import Accept, Act, Dispatch, File, digest
from domain.complaint import Complaint, apply_all
from domain.decide import decide
from domain.events import LimitOpened
from domain.refusals import Refusal
from procedures import all_procedures
from records.cases.rows import Identity, Report, Submission
from records.record import Record
from settings import KeyPurpose, derive_key
from stack.server import Server
from stack.temporal import TemporalPlan, temporal_server
from tests.support.waiting import until
from tests.support.workflows.driver import HOLDS, NHA_TRANG, OFFICER, OPERATOR
from workflows.connection import connect
from workflows.contract import ActRequest
from workflows.gateway import Gateway
from workflows.web_ui_texts import current_details

pytestmark = pytest.mark.slow

SECRET = secrets.token_hex()
QUEUE = "mortal"
PATIENCE = timedelta(seconds=90)
MODULE = "tests.support.workflows.mortal_worker"
DISPATCH = Dispatch(lead=NHA_TRANG)


@dataclass
class Stack:
    """A record, a Temporal server, and the front's way to both."""

    record: Record
    server: Server
    client: Client
    gateway: Gateway
    env: dict[str, str]

    def files(self, *, due_in: timedelta) -> Complaint:
        """File a report whose first limits are due soon, the reminder two seconds before."""
        procedure, now = all_procedures()["khanh-hoa"], datetime.now(UTC)
        code = self.record.intake.allocate_code(procedure, now.date())
        blank = Complaint(code=code, procedure=procedure)
        act = File(channel="portal", field="moi-truong", secret=False, holds=HOLDS)
        events = decide(blank, act, by=REPORTER, at=now)
        assert not isinstance(events, Refusal)
        due = now + due_in
        soon = tuple(
            replace(event, schedule=replace(event.schedule, remind_at=due - timedelta(seconds=2), due=due))
            if isinstance(event, LimitOpened) and event.schedule and event.limit == "verify_and_dispatch"
            else event
            for event in scheduled(blank, events, official_book())
        )
        complaint = apply_all(blank, soon)
        sent = Submission(uuid.uuid4().hex, "", "", Report("Rác", "Nha Trang", "nay"), Identity("A", "B", "1", None))
        self.record.intake.take_in(sent, complaint, soon, by=REPORTER, act_id=uuid.uuid4().hex)
        return complaint

    async def does(self, code: str, by: Actor, act: Act, *, seen: int = 0) -> None:
        act_id = uuid.uuid4().hex
        key = derive_key(SECRET.encode(), KeyPurpose.ACTORS)
        signature = sign(key, code=code, act_id=act_id, act=digest(act), actor=by)
        request = ActRequest(act_id=act_id, by=by, act=act, signature=signature, seen=seen)
        await self.gateway.act(code, request, patience=PATIENCE)

    @asynccontextmanager
    async def worker(self, commits: int) -> AsyncIterator[asyncio.subprocess.Process]:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", MODULE, str(commits), stdout=asyncio.subprocess.PIPE, env=os.environ | self.env
        )
        try:
            assert process.stdout
            assert await process.stdout.readline()
            yield process
        finally:
            with suppress(ProcessLookupError):
                process.kill()
            await process.communicate()

    def kinds(self, code: str) -> list[str]:
        return [entry.event.kind for entry in self.record.cases.entries(code)]

    async def tells_one_story(self, code: str) -> bool:
        """Return whether the workflow shows what the record holds."""
        handle = self.client.get_workflow_handle(code)
        shown = await handle.query("__temporal_workflow_metadata", result_type=WorkflowMetadata)
        complaint = self.record.cases.complaint(code)
        return complaint is not None and shown.current_details == current_details(complaint)

    async def soon_tells_one_story(self, code: str) -> None:
        await until(lambda: self.tells_one_story(code), PATIENCE)


@pytest.fixture
async def stack(engine: Engine, database_url: str, tmp_path) -> AsyncIterator[Stack]:
    plan = TemporalPlan(search_attributes=kinds_of_search_attributes())
    async with await temporal_server(tmp_path, plan=plan) as server:
        record = Record(engine)
        client = await connect(server.address, "default", [derive_key(SECRET.encode(), KeyPurpose.SEALED_WORDS)])
        env = {
            "DATABASE_URL": database_url,
            "TEMPORAL_ADDRESS": server.address,
            "HIENTRUONG_SECRET": SECRET,
            "HIENTRUONG_TASK_QUEUE": QUEUE,
        }
        yield Stack(record, server, client, Gateway(client, QUEUE, record.regulations.digest_of), env)


@pytest.mark.fault("a worker is killed with acts in flight")
async def test_another_worker_takes_over_the_act_and_the_alarm_that_were_recorded(stack: Stack):
    async with stack.worker(commits=2) as mortal:
        acted, alarmed = stack.files(due_in=timedelta(seconds=15)), stack.files(due_in=timedelta(seconds=6))
        await stack.gateway.start(acted)
        act = asyncio.create_task(stack.does(acted.code, OPERATOR, DISPATCH))
        await stack.gateway.start(alarmed)
        await until(lambda: mortal.returncode is not None, PATIENCE)
    assert "dispatched" in stack.kinds(acted.code)
    assert stack.kinds(alarmed.code)[-1] == "reminded"
    # The alarm that the workflow still waits for rings before it hears of the act.
    await until(lambda: datetime.now(UTC) > acted.running("verify_and_dispatch").schedule.due, PATIENCE)
    async with stack.worker(commits=0):
        await act
        await stack.does(acted.code, OFFICER, Accept())
        await until(lambda: "limit_passed" in stack.kinds(alarmed.code), PATIENCE)
        for complaint in (acted, alarmed):
            await stack.soon_tells_one_story(complaint.code)
    kinds = stack.kinds(acted.code)
    assert (kinds.count("dispatched"), kinds.count("accepted"), kinds.count("limit_passed")) == (1, 1, 0)
    assert (stack.kinds(alarmed.code).count("reminded"), stack.kinds(alarmed.code).count("limit_passed")) == (1, 1)


@pytest.mark.fault("a worker is killed with acts in flight")
@pytest.mark.fault("Temporal is killed with open cases")
async def test_where_front_and_server_died_too_the_next_act_or_the_sweep_brings_the_workflow_up_to_date(stack: Stack):
    async with stack.worker(commits=2) as mortal:
        followed, forgotten = (stack.files(due_in=timedelta(hours=1)) for _ in range(2))
        acts = []
        for complaint in (followed, forgotten):
            await stack.gateway.start(complaint)
            acts.append(asyncio.create_task(stack.does(complaint.code, OPERATOR, DISPATCH)))
        await until(lambda: mortal.returncode is not None, PATIENCE)
    for act in acts:
        act.cancel()
    await asyncio.gather(*acts, return_exceptions=True)
    await stack.server.kill()
    await stack.server.start()
    async with stack.worker(commits=0):
        seen = stack.record.cases.complaint(followed.code)
        assert seen
        await stack.does(followed.code, OFFICER, Accept(), seen=seen.number)
        for complaint in (followed, forgotten):
            await stack.soon_tells_one_story(complaint.code)
    assert stack.kinds(followed.code).count("dispatched") == 1
    assert stack.kinds(followed.code).count("accepted") == 1
    assert stack.kinds(forgotten.code).count("dispatched") == 1
