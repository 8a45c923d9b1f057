"""Measures how fast open cases are told that the calendar changed: `python -m bench.calendar_change [--cases 2000]`.

It starts PostgreSQL, Temporal and the worker in a process of its own. It files the cases, then decides days off before
their due dates. It prints the progress each second, and at the end how many cases a second were told. It fails unless
every case got new due dates.
"""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime, timedelta

import typer
from rich.console import Console

from bench.support.parts import PATIENCE, RealParts, at_once, real_parts
from calendars import Decision, Effect
from domain.words import Role
from records.record import Record
from workflows.gateway import Gateway

_AT_ONCE = 20


async def bench(cases: int, console: Console) -> None:
    """File the cases, decide days off, and wait until every case was told."""
    async with real_parts() as parts, parts.worker():
        await _file(parts, cases, console)
        await _tell(parts.record, parts.gateway, console)


async def _file(parts: RealParts, cases: int, console: Console) -> None:
    async def one() -> None:
        complaint = await asyncio.to_thread(parts.take_in)
        await parts.gateway.start(complaint, patience=PATIENCE)

    began = time.perf_counter()
    await at_once(_AT_ONCE, *(one() for _ in range(cases)))
    console.print(f"{cases} cases filed in {time.perf_counter() - began:.1f} s")


async def _tell(record: Record, gateway: Gateway, console: Console) -> None:
    admin = record.accounts.add(
        username="admin", role=Role.ADMIN, authority=None, agency=None, display_name="admin", password_hash=""
    )
    [complaint] = record.cases.open_complaints("", 1)
    whole = next(limit for limit in complaint.running_limits if limit.id == "case")
    if whole.schedule is None:
        raise TypeError("a case without due dates")
    day = (whole.schedule.due - timedelta(days=1)).date()
    off = tuple(
        Decision(day - timedelta(days=n), Effect.OFF, "bench", "bench")
        for n in range(4)
        if (day - timedelta(days=n)).weekday() < 5
    )
    began = time.perf_counter()
    revision = record.calendar.add("bench", off, source="bench", by_account=admin.id, at=datetime.now(UTC))
    await gateway.tell_calendar_change(revision, patience=PATIENCE)
    while True:
        await asyncio.sleep(1)
        progress = await gateway.calendar_change(revision, patience=PATIENCE)
        if progress is not None:
            took = time.perf_counter() - began
            console.print(f"{took:6.1f} s: told {progress.told}/{progress.total}, moved {progress.moved}")
            if progress.finished:
                break
    console.print(f"{progress.told} cases told in {took:.1f} s: {progress.told / took:.0f} a second")
    if progress.moved != progress.total or progress.unreached:
        raise AssertionError(f"not every case moved: {progress}")


def main(cases: int = 2000) -> None:
    """Run the bench and print the times."""
    asyncio.run(bench(cases, Console(highlight=False)))


if __name__ == "__main__":
    typer.run(main)
