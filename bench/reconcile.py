"""Measures the comparison of open cases with their workflows: `python -m bench.reconcile [N] [--no-worker]`.

It starts PostgreSQL, Temporal and the worker of cases, and writes N open cases (100,000 by default) straight into the record.
Temporal knows none of them, as after its storage was lost. Then it compares twice:

- the first comparison starts every workflow again: how many a second?
- the second one waits until the worker has done its first work for each case. It finds all of them running: how long does it
  take to list, to compare, and to look at the doubtful and a sample?

`2000` is a short run. `--no-worker` leaves the worker out, which starts more workflows in the same time; then nobody answers when
the sample is asked.
"""

from __future__ import annotations

import asyncio
import time
from contextlib import nullcontext
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from activities.reconciling import Reconciler, Report, Stage
from bench.support import machine
from bench.support.many_cases import fill, prepare
from bench.support.parts import RealParts, real_parts
from cli.reconcile.printing import Bars
from settings import TASK_QUEUE
from workflows.pairing import Pair
from workflows.reconciliation_schedule import ReconciliationSchedule
from workflows.roll_call import RollCall

_BATCH = 20_000
_GOAL_STARTED, _GOAL_COMPARED = 50.0, 60.0


class Watch:
    """Notes how long each stage takes, from the end of the one before it."""

    def __init__(self, bars: Bars) -> None:
        self.seconds: dict[Stage, float] = {}
        self._bars = bars
        self._stage: Stage | None = None
        self._since = time.perf_counter()

    def show(self, stage: Stage, done: int, total: int | None) -> None:
        """Show the progress, and note the time."""
        now = time.perf_counter()
        self.seconds[stage] = self.seconds.get(stage, 0.0) + now - self._since
        self._since = now
        self._bars.show(stage, done, total)


async def _compare(parts: RealParts, console: Console) -> tuple[Report, dict[Stage, float], float]:
    calls = RollCall(parts.client, TASK_QUEUE, parts.record.regulations.digest_of)
    schedule = ReconciliationSchedule(parts.client, f"{TASK_QUEUE}-reconciliation")
    pair = Pair(parts.record.reconciliation, schedule, "bench")
    began = time.perf_counter()
    with Bars(console) as bars:
        watch = Watch(bars)
        report = await Reconciler(parts.record.reconciliation, calls, pair, "bench", watch.show).reconcile()
    return report, watch.seconds, time.perf_counter() - began


async def bench(count: int, console: Console, *, worker: bool) -> None:
    """Run the bench and print its figures."""
    async with real_parts() as parts:
        console.print(machine.describe(parts.programs))
        await asyncio.to_thread(prepare, parts.engine)
        for first in range(1, count + 1, _BATCH):
            last = min(first + _BATCH - 1, count)
            await asyncio.to_thread(fill, parts.engine, first, last, ended=False, officer="officer")
        async with parts.worker("bench.support.casework") if worker else nullcontext():
            lost, lost_seconds, _ = await _compare(parts, console)
            assert len(lost.started) == count, f"{len(lost.started)} of {count} were started, {len(lost.failed)} failed"
            while not await asyncio.to_thread(machine.idle):
                pass
            well, well_seconds, took = await _compare(parts, console)
        assert well.compared == count
        assert well.started == ()
    rate = count / lost_seconds[Stage.STARTING]
    table = Table("", "measured", "goal")
    table.add_row("started again, a second", f"{rate:.0f}", f"{_GOAL_STARTED:.0f}")
    for stage in (Stage.LISTING, Stage.COMPARING, Stage.LOOKING):
        table.add_row(f"{stage}, seconds", f"{well_seconds.get(stage, 0.0):.1f}", "")
    table.add_row(f"compared {count:,}, seconds", f"{took:.1f}", f"{_GOAL_COMPARED:.0f} of 100,000")
    table.add_row("load after", f"{machine.load()}", "")
    Console().print(table)


def main(
    count: Annotated[int, typer.Argument(help="Open cases.")] = 100_000,
    worker: Annotated[bool, typer.Option(help="Let a worker run the cases that are started.")] = True,
) -> None:
    """Run the bench."""
    asyncio.run(bench(count, Console(stderr=True, highlight=False), worker=worker))


if __name__ == "__main__":
    typer.run(main)
