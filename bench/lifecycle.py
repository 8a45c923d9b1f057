"""Measures whole cases per second and what a case costs, compared with a bare workflow of the same shape.

Run it with `python -m bench.lifecycle [--keep]`. `--at-once 20 --cases 20 --rounds 1` is a short run.

Two kinds of cases take turns on one real Temporal server that keeps its state in a file. Each kind has a worker process:

- `case`: as in production, from the commit of the intake to the rating, with every act recorded in a real PostgreSQL.
  Messages and letters have workflows of their own; they are left waiting;
- `bare`: as many updates, regular activities and timers without content, on the same connection (`bench.support.bare`).

It prints two tables. The first has cases per second, the median and 95th percentile of an act, and the processor time of a
case by process; the client does what the front would do, without HTTP. The second has the events in both histories side by
side. `--keep` writes the figures to docs/benchmarks/lifecycle.json and shows them on docs/benchmarks.md.
"""

from __future__ import annotations

import asyncio
import os
import time
import uuid
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from statistics import median
from typing import Annotated, Any

import typer
from rich.console import Console
from temporalio.api.enums.v1 import EventType
from temporalio.client import Client, WorkflowHandle, WorkflowHistory

from bench import page
from bench.support import bare, machine
from bench.support.parts import PATIENCE, RealParts, at_once, real_parts
from bench.support.results import Figures, centiles, keep
from bench.support.straight import STRAIGHT
from domain.actors import sign
from domain.acts import digest
from workflows.contract import ActRequest

CASES_OF = {1: 10, 20: 80, 100: 150}
"""The number of cases that each round runs, by how many run at once."""

_SETTLE_SECONDS = 0.5
"""After each round, so that what the servers still do for it is not counted for the next one."""

Run = Callable[[list[float]], Awaitable[WorkflowHandle[Any, Any]]]


@dataclass
class Rounds:
    """The figures that the rounds of one kind at one concurrency gave so far."""

    cases: int = 0
    per_second: list[float] = field(default_factory=list)
    act_ms: list[float] = field(default_factory=list)
    cpu_seconds: Counter[str] = field(default_factory=Counter)

    def figures(self) -> Figures:
        """Return the median rate, the percentiles of an act, and the processor time of a case in milliseconds."""
        cpu = {name: seconds * 1000 / self.cases for name, seconds in self.cpu_seconds.items()}
        return {
            "cases_per_second": median(self.per_second),
            "act_ms": centiles(self.act_ms),
            "cpu_ms_of_a_case": {**cpu, "all": sum(cpu.values())},
        }


async def run_case(parts: RealParts, act_ms: list[float]) -> WorkflowHandle[Any, Any]:
    """Run one straight case, from intake to rating."""
    complaint = await asyncio.to_thread(parts.take_in)
    await parts.gateway.start(complaint, patience=PATIENCE)
    for by, act, _ in STRAIGHT:
        act_id = uuid.uuid4().hex
        signature = sign(parts.actors_key, code=complaint.code, act_id=act_id, act=digest(act), actor=by)
        request = ActRequest(act_id=act_id, by=by, act=act, signature=signature)
        await _timed(parts.gateway.act(complaint.code, request, patience=PATIENCE), act_ms)
    handle = parts.client.get_workflow_handle(complaint.code)
    await handle.result()
    return handle


async def run_bare(client: Client, act_ms: list[float]) -> WorkflowHandle[Any, Any]:
    """Run one bare workflow with as many updates."""
    handle = await client.start_workflow(bare.Bare.run, id=uuid.uuid4().hex, task_queue=bare.TASK_QUEUE)
    for _ in range(bare.UPDATES):
        await _timed(handle.execute_update(bare.Bare.act), act_ms)
    await handle.result()
    return handle


async def _timed(call: Awaitable[object], act_ms: list[float]) -> None:
    began = time.perf_counter()
    await call
    act_ms.append((time.perf_counter() - began) * 1000)


async def measure_round(run: Run, cases: int, concurrency: int, pids: dict[str, int], into: Rounds) -> None:
    """Run one round and add what it gave."""

    async def one() -> None:
        await run(into.act_ms)

    before, began = machine.cpu_by_part(pids), time.perf_counter()
    await at_once(concurrency, *(one() for _ in range(cases)))
    into.per_second.append(cases / (time.perf_counter() - began))
    await asyncio.sleep(_SETTLE_SECONDS)
    into.cpu_seconds.update({name: spent - before[name] for name, spent in machine.cpu_by_part(pids).items()})
    into.cases += cases


async def bench(cases_of: dict[int, int], rounds: int, console: Console) -> Figures:
    """Measure, and return all figures as plain data."""
    async with (
        real_parts() as parts,
        parts.worker("bench.support.casework") as worker,
        parts.bare_worker() as bare_worker,
    ):
        described = machine.describe(parts.programs)
        plain = await bare.connect(parts.temporal.address)
        runs: dict[str, Run] = {
            "case": lambda act_ms: run_case(parts, act_ms),
            "bare": lambda act_ms: run_bare(plain, act_ms),
        }
        common = {"client": os.getpid(), **parts.pids}
        pids = {"case": common | {"worker": worker.pid}, "bare": common | {"worker": bare_worker.pid}}
        for kind, run in runs.items():
            await measure_round(run, 5, 5, pids[kind], Rounds())
        at: Figures = {}
        for concurrency, cases in cases_of.items():
            measured = {kind: Rounds() for kind in runs}
            for turn in range(rounds):
                for kind, run in runs.items():
                    console.print(f"{concurrency} at once, round {turn + 1}/{rounds}: {kind} …")
                    await measure_round(run, cases, concurrency, pids[kind], measured[kind])
            at[str(concurrency)] = {kind: each.figures() for kind, each in measured.items()}
        histories = {kind: await (await run([])).fetch_history() for kind, run in runs.items()}
    return {
        "machine": described | {"load_after": machine.load()},
        "rounds": rounds,
        "cases_of_a_round": {str(concurrency): cases for concurrency, cases in cases_of.items()},
        "at_once": at,
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
    """Count the events of each type. They show which activities, timers and updates both workflows have."""
    types = (EventType.Name(event.event_type).removeprefix("EVENT_TYPE_").lower() for event in history.events)
    return dict(sorted(Counter(types).items()))


def main(
    at_once: Annotated[str, typer.Option(help="Cases that run at the same time, as numbers with commas.")] = "1,20,100",
    cases: Annotated[int, typer.Option(help="Cases of a round; 0 for enough to measure.")] = 0,
    rounds: Annotated[int, typer.Option(help="Rounds of each kind, which take turns.")] = 3,
    keep_figures: Annotated[bool, typer.Option("--keep", help="Keep the figures for docs/benchmarks.md.")] = False,
) -> None:
    """Run the bench and print the figures as tables."""
    cases_of = {count: cases or CASES_OF.get(count, max(10, 2 * count)) for count in map(int, at_once.split(","))}
    figures = asyncio.run(bench(cases_of, rounds, Console(stderr=True, highlight=False)))
    print(page.lifecycle(figures))
    if keep_figures:
        keep("lifecycle", figures)
        page.write()


if __name__ == "__main__":
    typer.run(main)
