"""Measures whole cases through the real front in an open loop, beside a bare workflow: `python -m bench.through_http [--keep]`.

It starts PostgreSQL, Temporal, the worker of cases and the front. A short closed loop finds how many cases a second they
take. Then reports arrive by chance (a Poisson process) at 25, 50, 75 and 100 % of that rate. Nobody waits for the answer to
another's report, so a queue shows in the times, as it would to people. Each case lives from its report to its rating in
seven requests, each sent when the one before was answered. A report's time counts from the moment when it was to be sent.
A request that gets no answer or a 503 is sent again under the same id, as our pages ask people to do.

A bare workflow (`bench.support.bare`) does the same at its own rates, in turns with ours.

It prints the times of acts and cases, and the processor time of a case by process. The sender's own is apart: it stands for
the browsers. At the end it compares the record and Temporal with what was answered, and fails where a case or an act is
lost or was done twice. `--seconds 10` is a short run.
"""

from __future__ import annotations

import asyncio
import os
import random
import time
import uuid
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Annotated, Any

import httpx2
import typer
from rich.console import Console
from temporalio.client import Client

from bench import page
from bench.support import bare, machine
from bench.support.parts import real_parts
from bench.support.proof import Proof, prove
from bench.support.results import Figures, centiles, keep
from bench.support.signing_in import sign_in
from bench.support.straight import REPORT, STRAIGHT
from domain.actors import REPORTER

SHARES = (0.25, 0.5, 0.75, 1.0)
"""The rates of arrival, as shares of what the closed loop reached."""

_SEED = 18
_AT_ONCE = 20
"""Cases that run at the same time in the closed loop."""

_TRIES = 30
_PAUSE_SECONDS = 1.0
"""Between two tries of one request."""

_FILE = "file"


@dataclass
class Took:
    """The times of the acts and the cases of one load, in milliseconds, and how often a request was sent again."""

    act_ms: dict[str, list[float]] = field(default_factory=dict)
    case_ms: list[float] = field(default_factory=list)
    sent_again: int = 0

    def add(self, act: str, since: float) -> None:
        self.act_ms.setdefault(act, []).append((time.perf_counter() - since) * 1000)

    def figures(self) -> Figures:
        every = [ms for times in self.act_ms.values() for ms in times]
        return {
            "cases": len(self.case_ms),
            "sent_again": self.sent_again,
            "case_ms": centiles(self.case_ms),
            "any_act_ms": centiles(every),
            "act_ms": {act: centiles(times) for act, times in self.act_ms.items()},
        }


One = Callable[[float, Took], Awaitable[None]]
"""Lives one case that was to begin at this time, and adds how long it took."""


@dataclass(frozen=True)
class Sender:
    """Sends reports and acts to the front as people's browsers do."""

    http: httpx2.AsyncClient
    tokens: dict[str, str]
    proof: Proof

    async def case(self, since: float, took: Took) -> None:
        """Live one case from its report to its rating."""
        began, key = since, str(uuid.uuid4())
        self.proof.keys.add(key)
        filed = await self._post("/complaints", REPORT, {"Idempotency-Key": key}, took)
        took.add(_FILE, began)
        code = filed["code"]
        acts = self.proof.acts.setdefault(code, [])
        for by, act, words in STRAIGHT:
            began, act_id = time.perf_counter(), str(uuid.uuid4())
            acts.append(act_id)
            body = {"act": act.kind, "act_id": act_id, **words}
            who = (
                {"X-Tracking-Key": filed["tracking_key"]}
                if by == REPORTER
                else {"Authorization": f"Bearer {self.tokens[str(by.role)]}"}
            )
            await self._post(f"/complaints/{code}/acts", body, who, took)
            took.add(act.kind, began)
        took.case_ms.append((time.perf_counter() - since) * 1000)

    async def _post(self, path: str, body: dict[str, Any], headers: dict[str, str], took: Took) -> dict[str, Any]:
        last = "no answer"
        for _ in range(_TRIES):
            try:
                answer = await self.http.post(path, json=body, headers=headers)
            except httpx2.TransportError as error:
                last = repr(error)
            else:
                if answer.is_success:
                    answered: dict[str, Any] = answer.json()
                    return answered
                last = f"{answer.status_code} {answer.text}"
                if answer.status_code != 503:
                    break
            took.sent_again += 1
            await asyncio.sleep(_PAUSE_SECONDS)
        raise AssertionError(f"{path} {body}: {last}")


async def bare_case(client: Client, started: list[str], since: float, took: Took) -> None:
    """Live one bare workflow."""
    began, code = since, uuid.uuid4().hex
    started.append(code)
    handle = await client.start_workflow(bare.Bare.run, id=code, task_queue=bare.TASK_QUEUE)
    took.add(_FILE, began)
    for _, act, _ in STRAIGHT:
        began = time.perf_counter()
        await handle.execute_update(bare.Bare.act)
        took.add(act.kind, began)
    took.case_ms.append((time.perf_counter() - since) * 1000)


async def closed_loop(one: One, at_once: int, seconds: float) -> float:
    """Run as many cases as go, `at_once` at the same time. Return cases per second."""
    took, began = Took(), time.perf_counter()

    async def one_after_another() -> None:
        while time.perf_counter() - began < seconds:
            await one(time.perf_counter(), took)

    await asyncio.gather(*(one_after_another() for _ in range(at_once)))
    return len(took.case_ms) / (time.perf_counter() - began)


def arrivals(rate: float, seconds: float, chance: random.Random) -> list[float]:
    """Return when cases arrive, in seconds from the start: at random, independently of one another."""
    found: list[float] = []
    at = chance.expovariate(rate)
    while at < seconds:
        found.append(at)
        at += chance.expovariate(rate)
    return found


async def open_loop(one: One, at: list[float]) -> Took:
    """Begin a case at each of these times, whatever became of the others. Return when all have ended."""
    took, began = Took(), time.perf_counter()

    async def arrive(after: float) -> None:
        await asyncio.sleep(max(0.0, began + after - time.perf_counter()))
        await one(began + after, took)

    await asyncio.gather(*map(arrive, at))
    return took


async def _loaded(one: One, capacity: float, share: float, seconds: float, pids: dict[str, int]) -> Figures:
    """Run one load. Return its times, and what a case took of each process."""
    at = arrivals(capacity * share, seconds, random.Random(f"{_SEED} {share}"))  # noqa: S311 - the same at each run
    before, began = machine.cpu_by_part(pids), time.perf_counter()
    took = await open_loop(one, at)
    lasted = time.perf_counter() - began
    spent = {name: seconds - before[name] for name, seconds in machine.cpu_by_part(pids).items()}
    cpu = {name: each * 1000 / max(1, len(at)) for name, each in spent.items()}
    return {
        "arrivals_per_second": capacity * share,
        "ended_per_second": len(at) / lasted,
        **took.figures(),
        "cpu_ms_of_a_case": cpu,
        "cores_busy": sum(spent.values()) / lasted,
    }


async def bench(seconds: float, at_once: int, console: Console) -> Figures:
    """Measure, and return all figures as plain data."""
    async with (
        real_parts() as parts,
        parts.worker("bench.support.casework") as worker,
        parts.bare_worker() as bare_worker,
        parts.front() as front,
        httpx2.AsyncClient(
            base_url=f"{front.address}/api/v1",
            timeout=60,
            limits=httpx2.Limits(max_connections=None, max_keepalive_connections=100),
        ) as http,
    ):
        described = machine.describe(parts.programs)
        sender = Sender(http, sign_in(parts.record), Proof())
        started: list[str] = []
        plain = await bare.connect(parts.temporal.address)
        ones: dict[str, One] = {"case": sender.case, "bare": partial(bare_case, plain, started)}
        servers = {"sender": os.getpid(), **parts.pids}
        pids = {
            "case": servers | {"front": front.pid, "worker": worker.pid},
            "bare": servers | {"worker": bare_worker.pid},
        }
        capacity = {}
        for kind, one in ones.items():
            await closed_loop(one, 5, 1)  # fills caches, such as templates
            capacity[kind] = await closed_loop(one, at_once, seconds)
            console.print(f"closed loop, {at_once} at once: {kind} {capacity[kind]:.1f} cases/s")
        loads = []
        for share in SHARES:
            load: Figures = {"share": share}
            for kind, one in ones.items():
                console.print(f"open loop at {share:.0%}: {kind} …")
                load[kind] = await _loaded(one, capacity[kind], share, seconds, pids[kind])
            loads.append(load)
        proven = await prove(parts, sender.proof, started)
    return {
        "machine": described | {"load_after": machine.load()},
        "seconds_of_a_load": seconds,
        "closed_loop": {"at_once": at_once, "cases_per_second": capacity},
        "open_loop": loads,
        "cpu_of_a_case_against_bare": _against_bare(loads),
        "proof": proven,
    }


def _against_bare(loads: list[Figures]) -> float:
    """Return the processor time of a case over that of a bare one, all loads together.

    Of a case it is front, worker, Temporal and PostgreSQL; the bare workflow has no front, so its sender calls Temporal and
    counts.
    """
    spent: Counter[str] = Counter()
    cases: Counter[str] = Counter()
    for load in loads:
        for kind, left_out in (("case", {"sender"}), ("bare", {"postgres"})):
            of_a_case = load[kind]["cpu_ms_of_a_case"]
            cases[kind] += load[kind]["cases"]
            spent[kind] += load[kind]["cases"] * sum(ms for name, ms in of_a_case.items() if name not in left_out)
    return (spent["case"] / cases["case"]) / (spent["bare"] / cases["bare"])


def main(
    seconds: Annotated[float, typer.Option(help="How long reports arrive at each load.")] = 60,
    at_once: Annotated[int, typer.Option(help="Cases at the same time in the closed loop.")] = _AT_ONCE,
    keep_figures: Annotated[bool, typer.Option("--keep", help="Keep the figures for docs/benchmarks.md.")] = False,
) -> None:
    """Run the bench and print the figures as tables."""
    figures = asyncio.run(bench(seconds, at_once, Console(stderr=True, highlight=False)))
    print(page.through_http(figures))
    if keep_figures:
        keep("through-http", figures)
        page.write()


if __name__ == "__main__":
    typer.run(main)
