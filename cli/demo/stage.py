"""What `hientruong demo` shows: cases that go through weeks of working days in seconds, on real servers."""

from __future__ import annotations

import asyncio
import os
import secrets
import sys
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from rich.console import Console
from temporalio.testing import WorkflowEnvironment

from calendars import official_book, official_decisions, working_calendar
from calendars.filling import scheduled
from cli.demo.timeline import timeline
from domain import keys
from domain.actors import REPORTER, Actor, sign
from domain.acts import (
    Accept,
    Act,
    Approve,
    Dispatch,
    File,
    Publish,
    Rate,
    Return,
    Sealed,
    SendBack,
    SubmitResult,
    digest,
)
from domain.complaint import Complaint, apply
from domain.decide import decide
from domain.procedure import Procedure
from domain.refusals import Refusal
from domain.words import Role
from procedures import all_procedures
from records.engine import connect as connect_records
from records.migrations import upgrade
from records.reading import Reader
from records.rows import Identity, Report, Submission
from records.writing import Records
from settings import TASK_QUEUE
from stack.errors import StackError
from stack.postgres import run_postgres
from stack.time_skipping import start_time_skipping
from workflows.connection import data_converter
from workflows.gateway import Gateway
from workflows.messages import ActRequest
from workflows.search_attributes import SEARCH_ATTRIBUTES

_REPORT = Report(
    content="Rác thải sinh hoạt chất đống trên vỉa hè nhiều ngày chưa được thu gom, bốc mùi hôi.",
    place="Trước số 12 đường Trần Phú, phường Lộc Thọ, thành phố Nha Trang",
    occurred_at="từ sáng thứ Hai",
)
_IDENTITY = Identity(name="Người dùng thử", address="Nha Trang", phone="0900000000", email=None)
_WORDS = Sealed("Đã kiểm tra tại hiện trường, thu gom và nhắc nhở đơn vị thu gom rác.")


async def show(console: Console) -> None:
    """Run each course on a stage of its own and print what happened."""
    console.print("Đang khởi động PostgreSQL, Temporal (tua thời gian) và bộ xử lý …")
    async with _stage() as stage:
        for title, course in _COURSES:
            console.print()
            case = await stage.file()
            await course(case)
            console.print(timeline(f"{title} · {case.code}", stage.procedure, stage.reader.entries(case.code)))
    console.print("\nMỗi hồ sơ là một workflow Temporal, mỗi hạn là một bộ hẹn giờ bền vững. Chạy thật: make up")


@dataclass(frozen=True)
class _Stage:
    """The running parts, and what it takes to file a case on them."""

    env: WorkflowEnvironment
    records: Records
    reader: Reader
    gateway: Gateway
    procedure: Procedure
    actors_key: bytes

    async def file(self) -> _Case:
        filed_at = _opening_of_a_plain_week(self.procedure)
        blank = Complaint(self.records.allocate_code(self.procedure, filed_at.date()), self.procedure)
        holds = tuple(need.id for need in self.procedure.requirements)
        act = File(channel="portal", field="moi-truong", secret=False, holds=holds)
        events = decide(blank, act, by=REPORTER, at=filed_at)
        if isinstance(events, Refusal):
            raise TypeError(f"the demo's own report was refused: {events}")
        events = scheduled(blank, events, official_book())
        complaint = blank
        for event in events:
            complaint = apply(complaint, event)
        submission = Submission(uuid.uuid4().hex, blank.code, secrets.token_hex(), _REPORT, _IDENTITY)
        self.records.take_in(submission, complaint, events=events, by=REPORTER, act_id=uuid.uuid4().hex)
        await self.gateway.start(complaint)
        case = _Case(self, complaint.code, filed_at)
        await case.wait_until(filed_at)
        return case


@dataclass
class _Case:
    """One case and the clock it lives by."""

    stage: _Stage
    code: str
    now: datetime

    async def after(self, time: timedelta) -> None:
        await self.wait_until(self.now + time)

    async def wait_until(self, instant: datetime) -> None:
        """Let the server's clock jump."""
        handle = self.stage.env.client.get_workflow_handle(self.code)
        info = await self.stage.env.get_time_skipping_info(handle)
        ahead = instant - (info.current_time.ToDatetime(UTC) if info else datetime.now(UTC))
        if ahead > timedelta(0):
            await self.stage.env.fast_forward(handle, ahead)
        self.now = instant

    async def does(self, by: Actor, act: Act) -> None:
        act_id = uuid.uuid4().hex
        signature = sign(self.stage.actors_key, code=self.code, act_id=act_id, act=digest(act), actor=by)
        await self.stage.gateway.act(self.code, ActRequest(act_id=act_id, by=by, act=act, signature=signature))


def _opening_of_a_plain_week(procedure: Procedure) -> datetime:
    """When the offices open next Monday, or the first Monday after it whose week has no day off: people rest on those."""
    calendar = working_calendar(procedure.office_hours)
    now = datetime.now(UTC)
    monday = (now + timedelta(days=7 - now.weekday())).replace(hour=0, minute=0, second=0, microsecond=0)
    while len(calendar.explain(monday, monday + timedelta(days=7))) > len(("Saturday", "Sunday")):
        monday += timedelta(days=7)
    return calendar.next_opening(monday)


@asynccontextmanager
async def _stage() -> AsyncIterator[_Stage]:
    secret = secrets.token_hex()
    procedure = all_procedures()["khanh-hoa"]
    async with (
        run_postgres() as database_url,
        await start_time_skipping(
            search_attributes=list(SEARCH_ATTRIBUTES),
            data_converter=data_converter([keys.derive(secret.encode(), keys.SEALED_WORDS)]),
        ) as env,
    ):
        upgrade(database_url)
        engine = connect_records(database_url)
        records = Records(engine)
        records.save_procedure(procedure)
        records.seed_calendar(official_decisions(), at=datetime.now(UTC))
        async with _worker(database_url, env, secret):
            yield _Stage(
                env=env,
                records=records,
                reader=Reader(engine),
                gateway=Gateway(env.client, TASK_QUEUE),
                procedure=procedure,
                actors_key=keys.derive(secret.encode(), keys.ACTORS),
            )
        engine.dispose()


@asynccontextmanager
async def _worker(database_url: str, env: WorkflowEnvironment, secret: str) -> AsyncIterator[None]:
    """The real worker, in its own process."""
    settings = {
        "DATABASE_URL": database_url,
        "TEMPORAL_ADDRESS": env.client.service_client.config.target_host,
        "HIENTRUONG_SECRET": secret,
        "HIENTRUONG_LOG_LEVEL": "ERROR",
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "worker",
        stdout=asyncio.subprocess.PIPE, env=os.environ | settings, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    try:
        if process.stdout is None or not await process.stdout.readline():
            raise StackError("Bộ xử lý không khởi động được; xem thông báo ở trên.")
        yield
    finally:
        if process.returncode is None:
            process.terminate()
        await process.communicate()


_NHA_TRANG, _SO_TNMT = "ubnd-nha-trang", "so-tnmt"


def _staff(role: Role, agency: str | None = None) -> Actor:
    return Actor(role, "khanh-hoa", agency, account=f"{role}")


_OPERATOR = _staff(Role.CENTRE_OPERATOR)
_OFFICER = _staff(Role.AGENCY_OFFICER, _NHA_TRANG)
_LEADER = _staff(Role.AGENCY_LEADER, _NHA_TRANG)


async def _straight(case: _Case) -> None:
    await case.after(timedelta(hours=1))
    await case.does(_OPERATOR, Dispatch(lead=_NHA_TRANG))
    await case.after(timedelta(hours=1))
    await case.does(_OFFICER, Accept())
    await case.after(timedelta(days=2))
    await case.does(_OFFICER, SubmitResult(result=_WORDS))
    await case.after(timedelta(hours=1))
    await case.does(_LEADER, Approve())
    await case.does(_LEADER, Publish())
    await case.after(timedelta(days=1))
    await case.does(REPORTER, Rate(rating="very_satisfied"))


async def _returned(case: _Case) -> None:
    await case.after(timedelta(minutes=30))
    await case.does(_OPERATOR, Dispatch(lead=_SO_TNMT))
    await case.after(timedelta(hours=1))
    await case.does(
        _staff(Role.AGENCY_OFFICER, _SO_TNMT), Return(reason=Sealed("Thu gom rác thuộc thẩm quyền UBND thành phố."))
    )
    await case.after(timedelta(minutes=45))
    await case.does(_OPERATOR, Dispatch(lead=_NHA_TRANG))
    await case.after(timedelta(hours=6))
    await case.does(_OFFICER, Accept())
    await case.after(timedelta(days=1))
    await case.does(_OFFICER, SubmitResult(result=_WORDS))
    await case.does(_LEADER, SendBack(reason=Sealed("Bổ sung hình ảnh sau khi dọn.")))
    await case.after(timedelta(hours=2))
    await case.does(_OFFICER, SubmitResult(result=_WORDS))
    await case.does(_LEADER, Approve())
    await case.does(_OPERATOR, Publish())
    await case.after(timedelta(days=30))


async def _missed(case: _Case) -> None:
    for by, act in (
        (_OPERATOR, Dispatch(lead=_NHA_TRANG, co_ordinating=(_SO_TNMT,))),
        (_OFFICER, Accept()),
        (_OFFICER, SubmitResult(result=_WORDS)),
        (_LEADER, Approve()),
        (_LEADER, Publish()),
    ):
        await case.after(timedelta(days=14))
        await case.does(by, act)
    await case.does(REPORTER, Rate(rating="unsatisfied"))


_COURSES: tuple[tuple[str, Callable[[_Case], Awaitable[None]]], ...] = (
    ("Thuận lợi từ gửi đến đánh giá", _straight),
    ("Bị trả lại, phân phối lại, kết quả bị chuyển lại", _returned),
    ("Trễ mọi hạn, leo hết các bậc", _missed),
)
