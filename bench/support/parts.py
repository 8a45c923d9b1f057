"""The real parts that benches start: PostgreSQL, Temporal, workers, the front, each a process that can be measured and killed."""

from __future__ import annotations

import asyncio
import os
import secrets
import sys
import uuid
from collections.abc import AsyncIterator, Awaitable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine
from temporalio.client import Client

from bench.support.filing import file_now
from bench.support.straight import PROCEDURE
from calendars import official_decisions
from cli.up.parts import kinds_of_search_attributes
from domain.actors import REPORTER
from domain.complaint import Complaint
from domain.events import Event
from procedures import all_procedures, provinces
from records.cases.rows import Identity, Report, Submission
from records.engine import connect as connect_records
from records.migrations import upgrade
from records.record import Record
from settings import TASK_QUEUE, KeyPurpose, derive_key
from stack.children import Child, Probe
from stack.data_folder import temporary_folder
from stack.namespace import prepare_namespace
from stack.ports import LOOPBACK, free_port
from stack.postgres import postgres_server
from stack.probes import answers_http, says
from stack.server import Server
from stack.temporal import TemporalPlan, temporal_server
from stack.temporal import connect as connect_embedded
from workflows.connection import connect
from workflows.gateway import Gateway

PATIENCE = timedelta(seconds=60)
"""Longer than a person waits in production: here a slow act is to be measured, not given up."""


@dataclass(frozen=True, kw_only=True)
class RealParts:
    """A running PostgreSQL and a running Temporal, and what is needed to work with them."""

    folder: Path
    postgres: Server
    temporal: Server
    secret: str
    engine: Engine
    record: Record
    client: Client
    gateway: Gateway

    @property
    def actors_key(self) -> bytes:
        """The key that signs who acts."""
        return derive_key(self.secret.encode(), KeyPurpose.ACTORS)

    @property
    def programs(self) -> tuple[str, str]:
        """The servers with their versions."""
        return self.postgres.child.title.partition(" (")[0], self.temporal.child.title

    @property
    def pids(self) -> dict[str, int]:
        """The process ids of both servers, by the names under which figures are given."""
        return {"temporal": self.temporal.pid, "postgres": self.postgres.pid}

    def take_in(self, filed: tuple[Complaint, tuple[Event, ...]] | None = None) -> Complaint:
        """Take in a report as the front does. Return the case."""
        complaint, events = filed or file_now(self.new_code())
        submission = Submission(
            uuid.uuid4().hex,
            "",
            secrets.token_hex(),
            Report("Rác chất đống nhiều ngày trên vỉa hè.", "12 Trần Phú, Nha Trang", "sáng nay"),
            Identity("Người đo", "Nha Trang", "0900000000", None),
        )
        self.record.intake.take_in(submission, complaint, events=events, by=REPORTER, act_id=uuid.uuid4().hex)
        return complaint

    def new_code(self) -> str:
        """Return the code of the next case."""
        return self.record.intake.allocate_code(all_procedures()[PROCEDURE], datetime.now(UTC).date())

    @asynccontextmanager
    async def worker(self, module: str = "worker") -> AsyncIterator[Server]:
        """Run a worker of our own; `bench.support.casework` leaves out messages and letters."""
        async with self._process("worker", module, says("worker ready"), {}) as server:
            yield server

    @asynccontextmanager
    async def bare_worker(self) -> AsyncIterator[Server]:
        """Run the worker of the bare workflow."""
        async with self._process(
            "bare", "bench.support.bare", says("worker ready"), {}, self.temporal.address
        ) as server:
            yield server

    @asynccontextmanager
    async def front(self) -> AsyncIterator[Server]:
        """Run a front that lets one address send any number of reports. Its address is a URL."""
        port = free_port()
        env = {
            "HIENTRUONG_FRONT_PORT": str(port),
            "HIENTRUONG_REPORTS_PER_ADDRESS": "0",
            "HIENTRUONG_READS_PER_ADDRESS": "0",
            "HIENTRUONG_EXPORTS_PER_ADDRESS": "0",
        }
        async with self._process("front", "api", answers_http(LOOPBACK, port, "/api/v1/health"), env) as server:
            server.address = f"http://{LOOPBACK}:{port}"
            yield server

    @asynccontextmanager
    async def _process(
        self, name: str, module: str, healthy: Probe, env: Mapping[str, str], *given: str
    ) -> AsyncIterator[Server]:
        ours = {name: None for name in os.environ if name.startswith(("HIENTRUONG_", "TEMPORAL_"))}
        child = Child(
            name=name,
            title=name,
            argv=(sys.executable, "-m", module, *given),
            healthy=healthy,
            env={
                **ours,
                "DATABASE_URL": self.engine.url.render_as_string(hide_password=False),
                "TEMPORAL_ADDRESS": self.temporal.address,
                "HIENTRUONG_SECRET": self.secret,
                "HIENTRUONG_DATA_DIR": str(self.folder),
                "HIENTRUONG_LOG_LEVEL": "WARNING",
                **env,
            },
            start_limit=300,
        )
        async with Server(child, name, self.folder / "logs") as server:
            yield server


@asynccontextmanager
async def real_parts(**dynamic_config: str) -> AsyncIterator[RealParts]:
    """Run PostgreSQL and Temporal that keep their state on disk, with the offices, the calendar and the regulation loaded."""
    secret = secrets.token_hex()
    plan = TemporalPlan(search_attributes=kinds_of_search_attributes(), dynamic_config=dynamic_config)
    with temporary_folder() as folder:
        async with await postgres_server(folder) as postgres, await temporal_server(folder, plan=plan) as temporal:
            await prepare_namespace(await connect_embedded(temporal.address, plan.namespace), plan.search_attributes)
            await asyncio.to_thread(upgrade, postgres.address)
            engine = connect_records(postgres.address)
            record = Record(engine)
            await asyncio.to_thread(_load, record)
            client = await connect(
                temporal.address, plan.namespace, [derive_key(secret.encode(), KeyPurpose.SEALED_WORDS)]
            )
            yield RealParts(
                folder=folder,
                postgres=postgres,
                temporal=temporal,
                secret=secret,
                engine=engine,
                record=record,
                client=client,
                gateway=Gateway(client, TASK_QUEUE, record.regulations.digest_of),
            )
            engine.dispose()


def _load(record: Record) -> None:
    now = datetime.now(UTC)
    for procedure in all_procedures().values():
        record.intake.keep_procedure(procedure)
    record.calendar.seed(official_decisions(), at=now)
    for office in provinces().offices:
        record.offices.load(office, at=now)


async def at_once(count: int, *works: Awaitable[None]) -> None:
    """Do all works, at most `count` of them at the same time."""
    turns = asyncio.Semaphore(count)

    async def one(work: Awaitable[None]) -> None:
        async with turns:
            await work

    await asyncio.gather(*map(one, works))
