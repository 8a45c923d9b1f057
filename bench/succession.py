"""Measures how fast open cases move when their agency ends: `python -m bench.succession [--cases 2000]`.

It starts PostgreSQL, Temporal and the worker in a process of its own, files the cases and lets one agency lead them all. Then the
agency ends. The worker is killed when half of the cases have moved, and another one goes on. It prints the progress each second,
and at the end how many cases a second moved while a worker ran. It fails unless each case moved exactly once.
"""

from __future__ import annotations

import asyncio
import time
import uuid

import typer
from rich.console import Console
from sqlalchemy import text

from bench.support.filing import file_now
from bench.support.parts import PATIENCE, RealParts, at_once, real_parts
from bench.support.straight import LEAD, PROCEDURE, STRAIGHT
from calendars import VIETNAM
from calendars.filling import scheduled
from domain.complaint import Complaint, apply_all
from domain.decide import decide
from domain.offices.succession import Succession
from domain.words import Role
from records.cases.rows import NewEvents
from records.offices.rows import ChangedBy

_AT_ONCE = 20
_HEIR = "so-tnmt"
_MOVED = f"SELECT count(*) FROM cases WHERE lead = '{_HEIR}'"  # noqa: S608 - a constant
_MOVES = "SELECT count(*), count(DISTINCT code) FROM events WHERE kind = 'succeeded'"


async def bench(cases: int, console: Console) -> None:
    """Let the agency lead the cases and end, and kill the worker in the middle."""
    async with real_parts() as parts:
        async with parts.worker():
            began = time.perf_counter()
            await at_once(_AT_ONCE, *(_led(parts) for _ in range(cases)))
            console.print(f"{cases} cases filed and dispatched in {time.perf_counter() - began:.1f} s")
            _end(parts)
            first = await _moving(parts, cases // 2, console)
        killed = _count(parts)
        console.print(f"worker killed with {killed} of {cases} moved")
        async with parts.worker():
            second = await _moving(parts, cases, console)
        with parts.engine.connect() as connection:
            moves, distinct = connection.execute(text(_MOVES)).one()
        if (moves, distinct) != (cases, cases):
            raise AssertionError(f"{moves} moves of {distinct} cases, not {cases}")
        console.print(f"{cases} cases moved in {first + second:.1f} s: {cases / (first + second):.0f} a second")


async def _led(parts: RealParts) -> None:
    """File a case that the agency leads, and start its workflow."""
    complaint = await asyncio.to_thread(_dispatched, parts)
    await parts.gateway.start(complaint, patience=PATIENCE)
    await asyncio.to_thread(parts.record.intake.mark_started, complaint.code)


def _dispatched(parts: RealParts) -> Complaint:
    complaint = parts.take_in(file_now(parts.new_code()))
    by, act, _ = STRAIGHT[0]
    events = decide(complaint, act, by=by, at=parts.record.now())
    if not isinstance(events, tuple):
        raise TypeError(f"the bench's own act was refused: {events}")
    new = NewEvents(code=complaint.code, base=complaint.number, act_id=uuid.uuid4().hex, by=by, events=events)
    return apply_all(complaint, parts.record.cases.append(new, scheduled).events)


def _end(parts: RealParts) -> None:
    """Let the agency end today."""
    record, at = parts.record, parts.record.now()
    accounts = [
        record.accounts.add(
            username=role, role=role, authority=PROCEDURE, agency=agency, display_name=role, password_hash=""
        )
        for role, agency in ((Role.ADMIN, None), (Role.AGENCY_OFFICER, _HEIR), (Role.AGENCY_LEADER, _HEIR))
    ]
    admin = accounts[0].id
    today = at.astimezone(VIETNAM).date()
    succession = Succession(
        uuid.uuid4().hex, PROCEDURE, LEAD, today, "QĐ", "UBND tỉnh", _HEIR, entered_by=admin, entered_at=at
    )
    record.successions.enter(succession, ChangedBy(admin, at))


async def _moving(parts: RealParts, until: int, console: Console) -> float:
    """Print the progress until so many cases have moved. Return the seconds from the first move that is seen."""
    before, began = _count(parts), time.perf_counter()
    while (moved := _count(parts)) < until:
        if moved == before:
            began = time.perf_counter()  # nothing has moved yet: the worker begins within seconds
        else:
            console.print(f"{time.perf_counter() - began:6.1f} s: {moved} moved")
        await asyncio.sleep(0.2 if moved == before else 1)
    return time.perf_counter() - began


def _count(parts: RealParts) -> int:
    with parts.engine.connect() as connection:
        return int(connection.execute(text(_MOVED)).scalar_one())


def main(cases: int = 2000) -> None:
    """Run the bench and print the times."""
    asyncio.run(bench(cases, Console(highlight=False)))


if __name__ == "__main__":
    typer.run(main)
