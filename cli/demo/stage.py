"""Runs the cases of `hientruong demo`: weeks of working days in seconds, on real servers."""

from __future__ import annotations

import asyncio
import os
import secrets
import sys
import uuid
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from rich.console import Console
from temporalio.client import WorkflowHandle
from temporalio.testing import WorkflowEnvironment

from calendars import official_book, official_decisions, working_calendar
from calendars.filling import scheduled
from cli.demo.timeline import timeline
from domain.actors import Actor, sign
from domain.acts import Act, File, digest
from domain.complaint import Complaint, apply_all
from domain.decide import decide
from domain.procedure import Procedure
from domain.refusals import Refusal
from procedures.situations import Situation, Step, moved
from records.cases.rows import Identity, Report, Submission
from records.engine import connect as connect_records
from records.migrations import upgrade
from records.record import Record
from settings import TASK_QUEUE, KeyPurpose, ProvinceSettings, derive_key, read
from stack.errors import StackError
from stack.postgres import run_postgres
from stack.time_skipping import skip_to, start_time_skipping
from workflows.connection import data_converter
from workflows.contract import ActRequest
from workflows.gateway import Gateway
from workflows.search_attributes import SEARCH_ATTRIBUTES

_IDENTITY = Identity(name="Người dùng thử", address="Việt Nam", phone="0900000000", email=None)
_A_WEEK = timedelta(weeks=1)
_PATIENCE = timedelta(seconds=30)
_START = timedelta(minutes=1)


async def show(console: Console, situations: tuple[Situation, ...]) -> None:
    """Run the cases, all at once, and print what happened to each."""
    console.print("Đang khởi động PostgreSQL, Temporal (tua thời gian) và bộ xử lý …")
    async with _stage([situation.procedure for situation in situations]) as stage:
        ended = await _all_of(stage, situations)
        for situation, case in zip(situations, ended, strict=True):
            console.print()
            console.rule(situation.procedure.authority.name, align="left", style="dim")
            title, entries = f"{situation.title} · {case.code}", stage.record.cases.entries(case.code)
            console.print(timeline(title, situation.procedure, entries))
    console.print("\nMỗi hồ sơ là một workflow Temporal, mỗi hạn là một bộ hẹn giờ bền vững. Chạy thật: make up")


@dataclass(frozen=True)
class _Ended:
    """A case that was performed to its end, and when its last step was."""

    code: str
    at: datetime


async def _all_of(stage: _Stage, situations: Iterable[Situation]) -> list[_Ended]:
    """Perform all at once. One that goes on with a closed case waits for the one before it, which is that case."""
    running: list[asyncio.Task[_Ended]] = []
    for situation in situations:
        first = running[-1] if running and isinstance(act := situation.steps[0].act, File) and act.continues else None
        running.append(asyncio.create_task(stage.perform(situation, first)))
    return await asyncio.gather(*running)


@dataclass(frozen=True)
class _Stage:
    """The running parts, and what is needed to file a case on them."""

    env: WorkflowEnvironment
    record: Record
    gateway: Gateway
    actors_key: bytes

    async def perform(self, situation: Situation, first: asyncio.Task[_Ended] | None = None) -> _Ended:
        """Run a situation in weeks to come, to its end. `first` is the case with which it goes on, if any.

        Raises:
            StackError: the case did not end.
        """
        before = await first if first else None
        filing, *steps = _in_weeks_to_come(situation, before.at if before else datetime.now(UTC))
        code = await self._file(situation, filing, continues=before.code if before else None)
        for step in steps:
            await skip_to(self.env, self._handle(code), step.at)
            if step.act and step.by and not step.refused:
                await self._does(code, step.by, step.act)
        try:
            await asyncio.wait_for(self._handle(code).result(), _PATIENCE.total_seconds())
        except TimeoutError:
            raise StackError(f"Hồ sơ {code} ({situation.title}) không kết thúc.") from None
        return _Ended(code, [filing, *steps][-1].at)

    async def _file(self, situation: Situation, filing: Step, *, continues: str | None) -> str:
        procedure = situation.procedure
        code = self.record.intake.allocate_code(procedure, filing.at.date())
        blank = Complaint(code, procedure)
        if not isinstance(filing.act, File) or filing.by is None:
            raise TypeError(f"{situation.title}: nobody files the case")
        events = decide(blank, replace(filing.act, continues=continues), by=filing.by, at=filing.at)
        if isinstance(events, Refusal):
            raise TypeError(f"the demo's own report was refused: {events}")
        events = scheduled(blank, events, official_book())
        complaint = apply_all(blank, events)
        report = Report(content=situation.title, place=procedure.authority.name, occurred_at="hôm nay")
        submission = Submission(uuid.uuid4().hex, code, secrets.token_hex(), report, _IDENTITY)
        self.record.intake.take_in(submission, complaint, events=events, by=filing.by, act_id=uuid.uuid4().hex)
        await self.gateway.start(complaint)
        return code

    async def _does(self, code: str, by: Actor, act: Act) -> None:
        act_id = uuid.uuid4().hex
        signature = sign(self.actors_key, code=code, act_id=act_id, act=digest(act), actor=by)
        await self.gateway.act(code, ActRequest(act_id=act_id, by=by, act=act, signature=signature))

    def _handle(self, code: str) -> WorkflowHandle[Any, Any]:
        return self.env.client.get_workflow_handle(code)


def _in_weeks_to_come(situation: Situation, after: datetime) -> tuple[Step, ...]:
    """Return the steps moved by whole weeks, so that the case is filed after this instant, in a week of which no weekday is
    off."""
    calendar = working_calendar(situation.procedure.office_hours)
    filed = situation.steps[0].at
    later = -((filed - after) // _A_WEEK) * _A_WEEK
    while len(calendar.explain(filed + later, filed + later + _A_WEEK)) > len(("Saturday", "Sunday")):
        later += _A_WEEK
    return moved(situation.steps, later)


@asynccontextmanager
async def _stage(procedures: Iterable[Procedure]) -> AsyncIterator[_Stage]:
    secret = secrets.token_hex()
    async with (
        run_postgres() as database_url,
        await start_time_skipping(
            search_attributes=list(SEARCH_ATTRIBUTES),
            data_converter=data_converter([derive_key(secret.encode(), KeyPurpose.SEALED_WORDS)]),
        ) as env,
    ):
        upgrade(database_url)
        engine = connect_records(database_url)
        record = Record(engine)
        for procedure in procedures:
            record.intake.keep_procedure(procedure)
        record.calendar.seed(official_decisions(), at=datetime.now(UTC))
        async with _worker(database_url, env, secret):
            yield _Stage(
                env=env,
                record=record,
                gateway=Gateway(env.client, TASK_QUEUE, record.regulations.digest_of),
                actors_key=derive_key(secret.encode(), KeyPurpose.ACTORS),
            )
        engine.dispose()


@asynccontextmanager
async def _worker(database_url: str, env: WorkflowEnvironment, secret: str) -> AsyncIterator[None]:
    """Run the real worker, in its own process."""
    settings = {
        "DATABASE_URL": database_url,
        "TEMPORAL_ADDRESS": env.client.service_client.config.target_host,
        "HIENTRUONG_SECRET": secret,
        "HIENTRUONG_LOG_LEVEL": "ERROR",
        "HIENTRUONG_PROVINCES": os.pathsep.join(map(str, read(ProvinceSettings).provinces)),
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "worker",
        stdout=asyncio.subprocess.PIPE, env=os.environ | settings, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    try:
        if process.stdout is None or not await asyncio.wait_for(process.stdout.readline(), _START.total_seconds()):
            raise StackError("Bộ xử lý không khởi động được; xem thông báo ở trên.")
        yield
    finally:
        await _stop(process)


async def _stop(process: asyncio.subprocess.Process) -> None:
    """Stop the worker. What it may still be doing needs no end, since all is thrown away after the demo."""
    if process.returncode is None:
        process.terminate()
    try:
        await asyncio.wait_for(process.communicate(), _PATIENCE.total_seconds())
    except TimeoutError:
        process.kill()
        await process.communicate()
