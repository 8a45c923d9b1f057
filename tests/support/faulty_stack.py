"""A record, a Temporal server and a worker of cases, of which a test may lose any part."""

from __future__ import annotations

import asyncio
import os
import secrets
import shutil
import sys
import time
import uuid
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine, create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError
from temporalio.client import Client

from activities.reconciling import Reconciler, Report
from calendars import official_book
from calendars.filling import scheduled
from cli.up.parts import kinds_of_search_attributes
from domain.actors import REPORTER, Actor, sign
from domain.acts import Act, File, digest
from domain.complaint import Complaint, apply_all
from domain.decide import decide
from domain.events import Event, LimitOpened
from domain.refusals import Refusal
from procedures import all_procedures
from records.cases.rows import Identity, Submission
from records.cases.rows import Report as Reported
from records.record import Record
from settings import KeyPurpose, derive_key, installation_of
from stack.server import Server
from stack.temporal import TemporalPlan, temporal_server
from tests.support.waiting import until
from tests.support.workflows.driver import HOLDS
from workflows.connection import connect
from workflows.contract import ActRequest
from workflows.gateway import Gateway
from workflows.pairing import Pair
from workflows.reconciliation_schedule import ReconciliationSchedule
from workflows.roll_call import RollCall

SECRET = secrets.token_hex()
QUEUE = "faulty"
PATIENCE = timedelta(seconds=120)
STEP = "verify_and_dispatch"
_WORKER = "tests.support.workflows.mortal_worker"


@dataclass
class FaultyStack:
    """The parts, the ways to them, and what is done to them."""

    record: Record
    server: Server
    folder: Path
    client: Client
    env: dict[str, str]

    @property
    def gateway(self) -> Gateway:
        return Gateway(self.client, QUEUE, self.record.regulations.digest_of)

    @property
    def calls(self) -> RollCall:
        return RollCall(self.client, QUEUE, self.record.regulations.digest_of)

    async def files(self, *, due_in: timedelta) -> Complaint:
        """File a report whose first limit is due soon, its reminder two seconds before and its ladder seconds after, and start
        its workflow."""
        complaint = await asyncio.to_thread(take_in, self.record, due_in)
        await self.gateway.start(complaint, patience=PATIENCE)
        await asyncio.to_thread(self.record.intake.mark_started, complaint.code)
        return complaint

    async def does(self, code: str, by: Actor, act: Act) -> None:
        act_id = uuid.uuid4().hex
        key = derive_key(SECRET.encode(), KeyPurpose.ACTORS)
        signature = sign(key, code=code, act_id=act_id, act=digest(act), actor=by)
        read = self.record.cases.complaint(code)
        assert read
        request = ActRequest(act_id=act_id, by=by, act=act, signature=signature, seen=read.number, filing=read.filing)
        await self.gateway.act(code, request, patience=PATIENCE)

    @property
    def pair(self) -> Pair:
        schedule = ReconciliationSchedule(self.client, f"{QUEUE}-reconciliation")
        return Pair(self.record.reconciliation, schedule, installation_of(SECRET.encode()))

    async def reconciles(self, *, deep: bool = False, name: str = "test") -> Report:
        kept = self.record.reconciliation
        return await Reconciler(kept, self.calls, self.pair, name, settled=timedelta(0)).reconcile(deep=deep)

    async def loses_its_storage(self) -> None:
        """Kill Temporal, delete all that it kept, and start it anew."""
        await self.server.kill()
        for file in self.folder.glob("temporal.db*"):
            file.unlink()
        await self.server.start()

    @asynccontextmanager
    async def temporal_put_back(self) -> AsyncIterator[None]:
        """Put Temporal back, at the end of the block, to where it stood at its begin."""
        saved = self.folder / "saved"
        await self.server.stop()
        saved.mkdir()
        for file in self.folder.glob("temporal.db*"):
            shutil.copy(file, saved)
        await self.server.start()
        yield
        await self.server.kill()
        for file in self.folder.glob("temporal.db*"):
            file.unlink()
        for file in saved.iterdir():
            shutil.copy(file, self.folder)
        await self.server.start()

    @contextmanager
    def database_put_back(self, engine: Engine) -> Iterator[None]:
        """Put PostgreSQL back, at the end of the block, to where it stood at its begin. No worker may run at either."""
        name = make_url(str(self.env["DATABASE_URL"])).database
        server = create_engine(engine.url.set(database="postgres"), isolation_level="AUTOCOMMIT")
        old = f"{name}_old"
        engine.dispose()
        _when_unused(server, f'CREATE DATABASE "{old}" TEMPLATE "{name}"')
        yield
        engine.dispose()
        _when_unused(server, f'DROP DATABASE "{name}"')
        _when_unused(server, f'ALTER DATABASE "{old}" RENAME TO "{name}"')
        server.dispose()

    @asynccontextmanager
    async def worker(self) -> AsyncIterator[None]:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", _WORKER, "0", stdout=asyncio.subprocess.PIPE, env=os.environ | self.env
        )
        try:
            assert process.stdout
            assert await process.stdout.readline()
            yield
        finally:
            with suppress(ProcessLookupError):
                process.kill()
            await process.communicate()

    def events(self, code: str) -> list[Event]:
        return [entry.event for entry in self.record.cases.entries(code)]

    def kinds(self, code: str) -> list[str]:
        return [event.kind for event in self.events(code)]

    async def runs(self, code: str) -> bool:
        """Return whether the workflow of a case runs and knows all that is recorded."""
        complaint = self.record.cases.complaint(code)
        seen = await self.calls.look_at(code, complaint)
        return complaint is not None and seen.same and seen.number == complaint.number

    async def soon(self, true: Callable[[], object]) -> None:
        await until(true, PATIENCE)


def _when_unused(server: Engine, statement: str) -> None:
    """Execute a statement on a whole database as soon as nobody uses it: sessions of a killed process end a while after it."""
    deadline = time.monotonic() + PATIENCE.total_seconds()
    with server.connect() as connection:
        while True:
            try:
                connection.execute(text(statement))
                break
            except OperationalError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.5)


def take_in(record: Record, due_in: timedelta) -> Complaint:
    """File a report whose first limit is due soon. Nobody starts its workflow yet."""
    procedure, now = all_procedures()["khanh-hoa"], datetime.now(UTC)
    code = record.intake.allocate_code(procedure, now.date())
    blank = Complaint(code=code, procedure=procedure)
    act = File(channel="portal", field="moi-truong", secret=False, holds=HOLDS)
    events = decide(blank, act, by=REPORTER, at=now)
    assert not isinstance(events, Refusal)
    soon = tuple(_ending(event, now + due_in) for event in scheduled(blank, events, official_book()))
    complaint = apply_all(blank, soon)
    sent = Submission(uuid.uuid4().hex, "", "", Reported("Rác", "Nha Trang", "nay"), Identity("A", "B", "1", None))
    record.intake.take_in(sent, complaint, soon, by=REPORTER, act_id=uuid.uuid4().hex)
    return complaint


def _ending(event: Event, due: datetime) -> Event:
    if not isinstance(event, LimitOpened) or event.schedule is None or event.limit != STEP:
        return event
    rungs = tuple(due + timedelta(seconds=2 * number) for number, _ in enumerate(event.schedule.rungs))
    schedule = replace(event.schedule, remind_at=due - timedelta(seconds=2), due=due, rungs=rungs)
    return replace(event, schedule=schedule)


@asynccontextmanager
async def faulty_stack(engine: Engine, database_url: str, folder: Path) -> AsyncIterator[FaultyStack]:
    """Run a Temporal server with its state in `folder`, beside a migrated database."""
    plan = TemporalPlan(search_attributes=kinds_of_search_attributes())
    async with await temporal_server(folder, plan=plan) as server:
        client = await connect(server.address, "default", [derive_key(SECRET.encode(), KeyPurpose.SEALED_WORDS)])
        env = {
            "DATABASE_URL": database_url,
            "TEMPORAL_ADDRESS": server.address,
            "HIENTRUONG_SECRET": SECRET,
            "HIENTRUONG_TASK_QUEUE": QUEUE,
        }
        yield FaultyStack(Record(engine), server, folder, client, env)
