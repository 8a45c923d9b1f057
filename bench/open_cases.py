"""Measures a system in which many cases are open: `python -m bench.open_cases [N] [--due 1000] [--keep]`.

It starts PostgreSQL, Temporal, the worker of cases and the front, and opens N cases (20,000 by default), each with its
workflow and its timers. `200 --due 50` is a short run. It prints:

- the memory of each process at several numbers of open cases, and how it grows with a thousand more;
- alarms: the last cases (`--due` of them) have a limit that ends at one and the same instant. How late was each alarm
  recorded? The bench fails where an alarm is missing, came early or came twice;
- restarts: Temporal is killed, then the worker. How long until each is ready, and until a case of the first hour takes an act?
- the processor time that it all takes while nothing happens.

`--keep` writes the figures to docs/benchmarks/open-cases.json and shows them on docs/benchmarks.md.
"""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from statistics import linear_regression
from typing import Annotated

import typer
from rich.console import Console
from sqlalchemy import text

from bench import page
from bench.support import machine
from bench.support.filing import file_now
from bench.support.parts import PATIENCE, RealParts, at_once, real_parts
from bench.support.results import Figures, centiles, keep
from bench.support.straight import STRAIGHT
from domain.actors import sign
from domain.acts import digest
from domain.complaint import Complaint, apply_all
from domain.events import Event, LimitOpened
from domain.limits import next_alarm
from stack.server import Server
from workflows.contract import ActRequest
from workflows.errors import WorkflowsUnavailable

_AT_ONCE = 40
_STEPS = 4
"""The number of times that memory is measured while the cases are opened."""

_SETTLE_SECONDS = 5.0
_IDLE_SECONDS = 20.0
_LATEST = timedelta(minutes=10)
"""An alarm later than this counts as missing."""

_BOUNDS = (0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 120.0, 300.0, 600.0)
"""The upper bounds of the lateness histogram, in seconds."""

_NOT_BEGUN = "ExecutionStatus = 'Running' AND BuildIds IS NULL"
_PASSED = """
SELECT code, count(*), min(extract(epoch FROM recorded_at - (body ->> 'due')::timestamptz))
FROM events WHERE kind = 'limit_passed' GROUP BY code
"""


async def _open(parts: RealParts, filed: Callable[[], tuple[Complaint, tuple[Event, ...]]]) -> str:
    complaint = await asyncio.to_thread(lambda: parts.take_in(filed()))
    await parts.gateway.start(complaint, patience=PATIENCE)
    return complaint.code


async def open_many(
    parts: RealParts, count: int, filed: Callable[[], tuple[Complaint, tuple[Event, ...]]] | None = None
) -> list[str]:
    """Open this many cases. Return their codes in no order."""
    codes: list[str] = []

    async def one() -> None:
        codes.append(await _open(parts, filed or (lambda: file_now(parts.new_code()))))

    await at_once(_AT_ONCE, *(one() for _ in range(count)))
    return codes


def due_at(code: str, instant: datetime) -> tuple[Complaint, tuple[Event, ...]]:
    """File a case whose nearest limit ends at this instant, without a reminder before it."""
    complaint, events = file_now(code)
    alarm = next_alarm(complaint)
    if alarm is None:
        raise TypeError("the bench's own report runs no limit")
    moved = tuple(_ending(event, instant) if _opens(event, alarm.limit) else event for event in events)
    return apply_all(Complaint(code, complaint.procedure), moved), moved


def _opens(event: Event, limit_id: str) -> bool:
    return isinstance(event, LimitOpened) and event.limit == limit_id


def _ending(event: Event, instant: datetime) -> Event:
    if not isinstance(event, LimitOpened) or event.schedule is None:
        raise TypeError("a limit without due dates")
    rungs = tuple(instant + timedelta(days=number) for number, _ in enumerate(event.schedule.rungs, start=1))
    return replace(event, schedule=replace(event.schedule, remind_at=instant, due=instant, rungs=rungs))


async def _memory(parts: RealParts, pids: dict[str, int], count: int) -> Figures:
    await asyncio.sleep(_SETTLE_SECONDS)
    return {
        "open": count,
        "mib": {name: machine.memory_mib(pid) for name, pid in pids.items()},
        "disk_mib": {
            "temporal": sum(file.stat().st_size for file in parts.folder.glob("temporal.db*")) / machine.MIB,
            "postgres": machine.folder_mib(parts.folder / "postgres"),
        },
    }


def slopes(measured: list[Figures], of: str) -> dict[str, float]:
    """Return how many MiB a thousand more open cases take of each process, by the line that fits best.

    The first measurement, before any case, is left out: processes that did nothing yet lack what every later one has.
    """
    counts = [each["open"] / 1000 for each in measured[1:]]
    return {
        name: linear_regression(counts, [each[of][name] for each in measured[1:]]).slope for name in measured[0][of]
    }


async def _idle(pids: dict[str, int]) -> dict[str, float]:
    """Return how much of a core each part takes while nothing happens."""
    before = machine.cpu_by_part(pids)
    await asyncio.sleep(_IDLE_SECONDS)
    return {name: (spent - before[name]) / _IDLE_SECONDS for name, spent in machine.cpu_by_part(pids).items()}


async def begun(parts: RealParts) -> None:
    """Return when the worker has taken up every workflow. Cases can be filed faster than that, and what is begun later waits
    behind them."""
    while (await parts.client.count_workflows(_NOT_BEGUN)).count:  # noqa: ASYNC110 - another process takes them up
        await asyncio.sleep(2)


async def _alarms(parts: RealParts, count: int, seconds_of_a_case: float, console: Console) -> Figures:
    """Let the limits of this many cases end at one instant. Return how late their alarms were recorded."""
    lead = timedelta(seconds=20 + 2 * count * seconds_of_a_case)  # to open them in
    instant = (datetime.now(UTC) + lead).replace(microsecond=0)
    codes = await open_many(parts, count, lambda: due_at(parts.new_code(), instant))
    await begun(parts)
    if datetime.now(UTC) >= instant:
        raise TimeoutError(f"{count} cases were not opened within {lead}")
    console.print(f"{count} limits end at {instant:%H:%M:%S} UTC …")
    told = 0
    while True:
        await asyncio.sleep(1)
        with parts.engine.connect() as connection:
            passed = connection.execute(text(_PASSED)).all()
        if len(passed) != told:
            told = len(passed)
            console.print(f"{told} recorded by {datetime.now(UTC):%H:%M:%S}")
        if len(passed) >= count or datetime.now(UTC) > instant + _LATEST:
            break
    late = [float(seconds) for code, _, seconds in passed]
    assert {code for code, _, _ in passed} == set(codes), f"{count} limits ended, {len(passed)} alarms are recorded"
    assert all(times == 1 for _, times, _ in passed), "an alarm was recorded twice"
    assert min(late) >= 0, f"an alarm came {-min(late):.3f} s early"
    return {"limits": count, "late_seconds": centiles(late), "histogram": histogram(late)}


def histogram(late: list[float]) -> list[Figures]:
    """Count the alarms up to each bound that lies within them, in seconds."""
    bounds = [0.0, *_BOUNDS]
    counted = [
        {"up_to_seconds": upper, "alarms": sum(lower < each <= upper or (lower == 0 == each) for each in late)}
        for lower, upper in pairwise(bounds)
    ]
    while counted and counted[-1]["alarms"] == 0:
        counted.pop()
    return counted


async def _restart(server: Server, act: Callable[[], Awaitable[None]]) -> Figures:
    """Kill a part and start it again. Return how long it took to be ready, and until a case took an act."""
    await server.kill()
    began = time.perf_counter()
    await server.start()
    ready = time.perf_counter() - began
    await act()
    return {"ready_seconds": ready, "first_act_seconds": time.perf_counter() - began}


async def _act(parts: RealParts, code: str) -> None:
    """Do the first act of a straight case. Send it again under the same id until it is answered."""
    by, act, _ = STRAIGHT[0]
    act_id = uuid.uuid4().hex
    signature = sign(parts.actors_key, code=code, act_id=act_id, act=digest(act), actor=by)
    request = ActRequest(act_id=act_id, by=by, act=act, signature=signature)
    while True:
        try:
            return await parts.gateway.act(code, request, patience=PATIENCE)
        except WorkflowsUnavailable:
            await asyncio.sleep(0.1)


async def bench(count: int, due: int, console: Console) -> Figures:
    """Measure, and return all figures as plain data."""
    async with real_parts() as parts, parts.worker("bench.support.casework") as worker, parts.front() as front:
        described = machine.describe(parts.programs)
        pids = parts.pids | {"worker": worker.pid, "front": front.pid}
        memory = [await _memory(parts, pids, 0)]
        first: list[str] = []
        opening = 0.0
        for step in range(_STEPS):
            more = (count - due) * (step + 1) // _STEPS - (count - due) * step // _STEPS
            began = time.perf_counter()
            codes = await open_many(parts, more)
            await begun(parts)
            opening += time.perf_counter() - began
            first = first or sorted(codes)[:2]
            memory.append(await _memory(parts, pids, memory[-1]["open"] + more))
            console.print(f"{memory[-1]['open']:,} cases opened in {opening:.0f} s")
        alarms = await _alarms(parts, due, opening / (count - due), console)
        memory.append(await _memory(parts, pids, count))
        idle = await _idle(pids)
        restarts = {
            "temporal": await _restart(parts.temporal, lambda: _act(parts, first[0])),
            "worker": await _restart(worker, lambda: _act(parts, first[1])),
        }
    return {
        "machine": described | {"load_after": machine.load()},
        "open_cases": count,
        "memory": memory,
        "mib_of_a_thousand_more": slopes(memory, "mib"),
        "disk_mib_of_a_thousand_more": slopes(memory, "disk_mib"),
        "idle_cores": idle,
        "alarms": alarms,
        "restarts": restarts,
    }


def main(
    count: Annotated[int, typer.Argument(help="Cases to open.")] = 20_000,
    due: Annotated[int, typer.Option(help="How many of them have a limit that ends at the same instant.")] = 1_000,
    keep_figures: Annotated[bool, typer.Option("--keep", help="Keep the figures for docs/benchmarks.md.")] = False,
) -> None:
    """Run the bench and print the figures as tables."""
    if count < due + 2 * _STEPS:
        raise typer.BadParameter("Cần nhiều hồ sơ mở hơn số hạn kết thúc cùng lúc.")
    figures = asyncio.run(bench(count, due, Console(stderr=True, highlight=False)))
    print(page.open_cases(figures))
    if keep_figures:
        keep("open-cases", figures)
        page.write()


if __name__ == "__main__":
    typer.run(main)
