"""Measures whole cases per second, compared with a bare workflow of the same shape.

Run it with `python -m bench.lifecycle [--output FILE]`.

Three kinds of cases take turns on one real Temporal server that keeps its state in a file. Each kind has a worker process:

- `case`: as in production, from the commit of the intake to the rating, with every act recorded in a real PostgreSQL.
  Messages and letters have workflows of their own; they are left waiting;
- `unrecorded`: the same workflow with its record in the worker's memory; this shows what the workflow alone costs;
- `bare`: as many updates, activities and timers without content, on the same runner and connection.

It prints two tables: cases per second, the median and 95th percentile of an act and the ratio to `bare`, at 1, 20 and
100 cases at once; and the events in the histories of both workflows side by side. Then it prints all figures as JSON.
`--output` also writes the JSON to a file. Progress goes to standard error.
"""

from __future__ import annotations

import asyncio
import json
import os
import secrets
import statistics
import sys
import time
import uuid
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import typer
from rich.console import Console
from rich.table import Table
from temporalio.api.enums.v1 import EventType
from temporalio.client import Client, WorkflowHandle, WorkflowHistory

from bench import bare, forgetful
from bench.filing import file_now
from calendars import official_decisions
from domain.actors import REPORTER, Actor, sign
from domain.acts import Accept, Act, Approve, Dispatch, Publish, Rate, Sealed, SubmitResult, digest
from domain.complaint import Complaint
from domain.words import Role
from procedures import all_procedures
from records.cases.rows import Identity, Report, Submission
from records.engine import connect as connect_records
from records.migrations import upgrade
from records.record import Record
from settings import TASK_QUEUE, KeyPurpose, derive_key
from stack.data_folder import temporary_folder
from stack.postgres import run_postgres
from stack.temporal import TemporalPlan, run_temporal
from workflows.connection import connect
from workflows.contract import ActRequest
from workflows.gateway import Gateway
from workflows.search_attributes import SEARCH_ATTRIBUTES

ROUNDS = 3
CASES_OF = {1: 10, 20: 80, 100: 150}
"""The number of cases that each round runs, by concurrency."""

PATIENCE = timedelta(seconds=60)
"""Longer than a person waits in production: here a slow act is to be measured, not given up."""

KINDS = {"KEYWORD": "Keyword", "BOOL": "Bool", "DATETIME": "Datetime"}
LEAD = "ubnd-nha-trang"


def _staff(role: Role, agency: str | None = None) -> Actor:
    return Actor(role, "khanh-hoa", agency, account=str(role))


STRAIGHT: tuple[tuple[Actor, Act], ...] = (
    (_staff(Role.CENTRE_OPERATOR), Dispatch(lead=LEAD)),
    (_staff(Role.AGENCY_OFFICER, LEAD), Accept()),
    (_staff(Role.AGENCY_OFFICER, LEAD), SubmitResult(result=Sealed("Đã xử lý xong, có hình ảnh kèm theo."))),
    (_staff(Role.AGENCY_LEADER, LEAD), Approve()),
    (_staff(Role.AGENCY_LEADER, LEAD), Publish()),
    (REPORTER, Rate(rating="satisfied")),
)

Run = Callable[[list[float]], Awaitable[WorkflowHandle[Any, Any]]]


@dataclass(frozen=True)
class Measured:
    """The figures of one kind at one concurrency: medians over the rounds, and milliseconds for an act."""

    kind: str
    concurrency: int
    cases_per_second: float
    act_p50_ms: float
    act_p95_ms: float


@dataclass(frozen=True)
class Parts:
    """The parts that a case is run with."""

    record: Record
    gateway: Gateway
    client: Client
    actors_key: bytes

    async def case(self, latencies: list[float]) -> WorkflowHandle[Any, Any]:
        """Run one straight case, from intake to rating."""
        return await self._walk(await asyncio.to_thread(self.take_in), self.gateway, latencies)

    async def unrecorded(self, latencies: list[float]) -> WorkflowHandle[Any, Any]:
        """Run the same case with the record in the worker's memory."""
        complaint, _ = file_now(uuid.uuid4().hex)
        return await self._walk(
            complaint, Gateway(self.client, forgetful.TASK_QUEUE, self.record.regulations.digest_of), latencies
        )

    async def _walk(self, complaint: Complaint, gateway: Gateway, latencies: list[float]) -> WorkflowHandle[Any, Any]:
        await gateway.start(complaint, patience=PATIENCE)
        for by, act in STRAIGHT:
            act_id = uuid.uuid4().hex
            signature = sign(self.actors_key, code=complaint.code, act_id=act_id, act=digest(act), actor=by)
            request = ActRequest(act_id=act_id, by=by, act=act, signature=signature)
            await _timed(gateway.act(complaint.code, request, patience=PATIENCE), latencies)
        handle = self.client.get_workflow_handle(complaint.code)
        await handle.result()
        return handle

    def take_in(self) -> Complaint:
        """Take in a report as the front does."""
        code = self.record.intake.allocate_code(all_procedures()["khanh-hoa"], datetime.now(UTC).date())
        complaint, events = file_now(code)
        submission = Submission(
            uuid.uuid4().hex,
            "",
            secrets.token_hex(),
            Report("Rác chất đống nhiều ngày trên vỉa hè.", "12 Trần Phú, Nha Trang", "sáng nay"),
            Identity("Người đo", "Nha Trang", "0900000000", None),
        )
        self.record.intake.take_in(submission, complaint, events=events, by=REPORTER, act_id=uuid.uuid4().hex)
        return complaint


async def bare_case(client: Client, latencies: list[float]) -> WorkflowHandle[Any, Any]:
    """Run one bare workflow with as many updates."""
    handle = await client.start_workflow(bare.Bare.run, id=uuid.uuid4().hex, task_queue=bare.TASK_QUEUE)
    for _ in range(bare.UPDATES):
        await _timed(handle.execute_update(bare.Bare.act), latencies)
    await handle.result()
    return handle


async def _timed(call: Awaitable[object], latencies: list[float]) -> None:
    began = time.perf_counter()
    await call
    latencies.append((time.perf_counter() - began) * 1000)


async def _round(run: Run, cases: int, concurrency: int, latencies: list[float]) -> float:
    """Run one round and return cases per second."""
    turns = asyncio.Semaphore(concurrency)

    async def one() -> None:
        async with turns:
            await run(latencies)

    began = time.perf_counter()
    await asyncio.gather(*(one() for _ in range(cases)))
    return cases / (time.perf_counter() - began)


async def _measure(runs: dict[str, Run], console: Console) -> list[Measured]:
    measured = []
    for concurrency, cases in CASES_OF.items():
        rates: dict[str, list[float]] = {kind: [] for kind in runs}
        latencies: dict[str, list[float]] = {kind: [] for kind in runs}
        for turn in range(ROUNDS):
            for kind, run in runs.items():
                console.print(f"concurrency {concurrency}, round {turn + 1}/{ROUNDS}: {kind} …")
                rates[kind].append(await _round(run, cases, concurrency, latencies[kind]))
        for kind in runs:
            centiles = statistics.quantiles(latencies[kind], n=20)
            measured.append(Measured(kind, concurrency, statistics.median(rates[kind]), centiles[9], centiles[18]))
    return measured


@asynccontextmanager
async def running(*argv: str, env: dict[str, str]) -> AsyncIterator[None]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", *argv, stdout=asyncio.subprocess.PIPE, env=os.environ | env
    )
    try:
        if process.stdout is None or not await process.stdout.readline():
            raise RuntimeError(f"{argv[0]} did not start")
        yield
    finally:
        process.terminate()
        await process.communicate()


async def bench(console: Console) -> dict[str, object]:
    """Measure, and return all figures as plain data."""
    secret = secrets.token_hex()
    plan = TemporalPlan(search_attributes={key.name: KINDS[key.indexed_value_type.name] for key in SEARCH_ATTRIBUTES})
    with temporary_folder() as folder:
        async with run_postgres(folder / "postgres") as database_url, run_temporal(folder, plan=plan) as address:
            await asyncio.to_thread(upgrade, database_url)
            record = Record(connect_records(database_url))
            record.intake.keep_procedure(all_procedures()["khanh-hoa"])
            record.calendar.seed(official_decisions(), at=datetime.now(UTC))
            env = {"DATABASE_URL": database_url, "TEMPORAL_ADDRESS": address, "HIENTRUONG_SECRET": secret}
            async with (
                running("bench.casework", env=env),
                running("bench.forgetful", address, env=env),
                running("bench.bare", address, env={}),
            ):
                client = await connect(address, "default", [derive_key(secret.encode(), KeyPurpose.SEALED_WORDS)])
                plain = await bare.connect(address)
                gateway = Gateway(client, TASK_QUEUE, record.regulations.digest_of)
                parts = Parts(record, gateway, client, derive_key(secret.encode(), KeyPurpose.ACTORS))
                runs: dict[str, Run] = {
                    "case": parts.case,
                    "unrecorded": parts.unrecorded,
                    "bare": lambda latencies: bare_case(plain, latencies),
                }
                for run in runs.values():
                    await _round(run, 5, 5, [])
                measured = await _measure(runs, console)
                histories = {kind: await (await run([])).fetch_history() for kind, run in runs.items()}
    return {
        "measured": [asdict(one) for one in measured],
        "ratio_to_bare": {
            kind: {
                concurrency: _rate(measured, kind, concurrency) / _rate(measured, "bare", concurrency)
                for concurrency in CASES_OF
            }
            for kind in ("case", "unrecorded")
        },
        "histories": {
            kind: {
                "events": len(history.events),
                "bytes": sum(event.ByteSize() for event in history.events),
                "of_type": _counted(history),
            }
            for kind, history in histories.items()
        },
    }


def _counted(history: WorkflowHistory) -> dict[str, int]:
    """Count the events of each type. They show that the bare workflow has as many activities, timers and updates."""
    types = (EventType.Name(event.event_type).removeprefix("EVENT_TYPE_").lower() for event in history.events)
    return dict(sorted(Counter(types).items()))


def _rate(measured: list[Measured], kind: str, concurrency: int) -> float:
    return next(one.cases_per_second for one in measured if (one.kind, one.concurrency) == (kind, concurrency))


def _side_by_side(histories: Any) -> Table:
    """Return a table of the events in both histories."""
    table = Table("in a history", *histories)
    for what in ("events", "bytes"):
        table.add_row(what, *(str(history[what]) for history in histories.values()))
    for kind in sorted({kind for history in histories.values() for kind in history["of_type"]}):
        table.add_row(kind, *(str(history["of_type"].get(kind, 0)) for history in histories.values()))
    return table


def main(output: str = typer.Option("", help="Write the figures to this file as JSON.")) -> None:
    """Run the bench and print the figures as tables and as JSON."""
    console = Console(stderr=True, highlight=False)
    figures = asyncio.run(bench(console))
    table = Table("concurrency", "kind", "cases/s", "act p50 ms", "act p95 ms", "ratio")
    for one in figures["measured"]:  # type: ignore[attr-defined]
        ratio = figures["ratio_to_bare"].get(one["kind"], {}).get(one["concurrency"])  # type: ignore[attr-defined]
        table.add_row(
            str(one["concurrency"]),
            one["kind"],
            f"{one['cases_per_second']:.1f}",
            f"{one['act_p50_ms']:.0f}",
            f"{one['act_p95_ms']:.0f}",
            f"{ratio:.2f}" if ratio else "",
        )
    Console().print(table)
    Console().print(_side_by_side(figures["histories"]))
    written = json.dumps(figures, indent=1)
    print(written)
    if output:
        with open(output, "w") as file:
            file.write(written + "\n")


if __name__ == "__main__":
    typer.run(main)
