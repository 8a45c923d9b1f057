"""Runs the cases of `hientruong demo`: weeks of working days in seconds, on real servers."""

from __future__ import annotations

import asyncio
import os
import secrets
import sys
import uuid
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
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
from domain.acts import Act, digest
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
        codes = await asyncio.gather(*(stage.perform(situation) for situation in situations))
        for situation, code in zip(situations, codes, strict=True):
            console.print()
            console.rule(situation.procedure.authority.name, align="left", style="dim")
            console.print(
                timeline(f"{situation.title} · {code}", situation.procedure, stage.record.cases.entries(code))
            )
    console.print("\nMỗi hồ sơ là một workflow Temporal, mỗi hạn là một bộ hẹn giờ bền vững. Chạy thật: make up")


@dataclass(frozen=True)
class _Stage:
    """The running parts, and what is needed to file a case on them."""

    env: WorkflowEnvironment
    record: Record
    gateway: Gateway
    actors_key: bytes

    async def perform(self, situation: Situation) -> str:
        """Run a situation in weeks to come, to its end, and return the case's code.

        Raises:
            StackError: the case did not end.
        """
        filing, *steps = _in_weeks_to_come(situation)
        code = await self._file(situation, filing)
        for step in steps:
            await skip_to(self.env, self._handle(code), step.at)
            if step.act and step.by and not step.refused:
                await self._does(code, step.by, step.act)
        try:
            await asyncio.wait_for(self._handle(code).result(), _PATIENCE.total_seconds())
        except TimeoutError:
            raise StackError(f"Hồ sơ {code} ({situation.title}) không kết thúc.") from None
        return code

    async def _file(self, situation: Situation, filing: Step) -> str:
        procedure = situation.procedure
        code = self.record.intake.allocate_code(procedure, filing.at.date())
        blank = Complaint(code, procedure)
        if filing.act is None or filing.by is None:
            raise TypeError(f"{situation.title}: nobody files the case")
        events = decide(blank, filing.act, by=filing.by, at=filing.at)
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


def _in_weeks_to_come(situation: Situation) -> tuple[Step, ...]:
    """Return the steps moved by whole weeks, so that the case is filed in a week to come of which no weekday is off."""
    calendar = working_calendar(situation.procedure.office_hours)
    filed, now = situation.steps[0].at, datetime.now(UTC)
    later = -((filed - now) // _A_WEEK) * _A_WEEK
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
