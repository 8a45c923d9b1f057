"""Measures what requests cost the front: `python -m bench.front_cost [--open-cases 0]`.

It starts PostgreSQL, one front, and a process that appends acts in place of Temporal and its worker. It files cases and
walks them to their end, one request at a time, then shows lists among `--open-cases` open cases. For each kind of request
it prints the CPU milliseconds of the front's process and the statements that the front sends to the database.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
import uuid
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from statistics import mean, median
from typing import Any

import httpx2
import typer
from rich.console import Console
from rich.table import Table
from sqlalchemy import Engine

from api.web.front import fingerprint
from api.web.identity import cookies
from bench.support.many_cases import AGENCY, AUTHORITY, fill, prepare
from calendars import official_decisions
from domain.words import Role
from records.engine import connect
from records.migrations import upgrade
from records.record import Record
from stack.ports import free_port
from stack.postgres import run_postgres

_CASES = 40
_READS = 60
_WARM = 3
_PATIENCE_SECONDS = 60
_STAFF = {
    "operator": (Role.CENTRE_OPERATOR, None),
    "officer": (Role.AGENCY_OFFICER, AGENCY),
    "leader": (Role.AGENCY_LEADER, AGENCY),
}
_WALK: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("operator", "dispatch", {"lead": AGENCY}),
    ("officer", "accept", {}),
    ("officer", "submit_result", {"result": "Đã xử lý xong, có hình ảnh kèm theo."}),
    ("leader", "approve", {}),
    ("leader", "publish", {}),
    ("reporter", "rate", {"rating": "satisfied"}),
)
_REPORT = {
    "procedure": AUTHORITY,
    "field": "moi-truong",
    "content": "Rác chất đống nhiều ngày trên vỉa hè, bốc mùi hôi khó chịu.",
    "place": "12 Trần Phú, Nha Trang",
    "occurred_at": "sáng nay",
    "reporter": {"name": "Người đo", "address": "Nha Trang", "phone": "0905 123 456"},
}


@dataclass
class Costs:
    """CPU milliseconds and numbers of statements by the kind of request."""

    cpu: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    statements: dict[str, list[list[str]]] = field(default_factory=lambda: defaultdict(list))

    def table(self) -> Table:
        """Return the costs, one row for each kind."""
        shown = Table("request", "times", "CPU-ms, mean", "median", "statements")
        for kind, spent in self.cpu.items():
            count = median(len(each) for each in self.statements[kind])
            shown.add_row(kind, str(len(spent)), f"{mean(spent):.1f}", f"{median(spent):.1f}", f"{count:.0f}")
        return shown


class Meter:
    """Sends requests to the front, one at a time, and notes what each costs."""

    def __init__(self, address: str) -> None:
        self.client = httpx2.Client(base_url=address, timeout=60)
        self.costs = Costs()
        self._nothing = 0.0

    def settle(self) -> None:
        """Wait for the front, and find out what reading the meter itself costs."""
        until = time.monotonic() + _PATIENCE_SECONDS
        while True:
            try:
                self._read()
                break
            except httpx2.TransportError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.2)
        spent = []
        for _ in range(50):
            before, _ = self._read()
            spent.append(self._read()[0] - before)
        self._nothing = median(spent)

    def send(self, kind: str | None, method: str, path: str, who: str | None = None, **more: Any) -> httpx2.Response:
        """Send a request and note its cost under this kind; None notes nothing."""
        before, _ = self._read()
        answer = self.client.request(method, path, headers=_headers(path, who) | more.pop("headers", {}), **more)
        after, sent = self._read()
        answer.raise_for_status()
        if kind is not None:
            self.costs.cpu[kind].append((after - before - self._nothing) * 1000)
            self.costs.statements[kind].append(sent)
        return answer

    def _read(self) -> tuple[float, list[str]]:
        read = self.client.get("/meter").json()
        return read["cpu"], read["statements"]


def _headers(path: str, who: str | None) -> dict[str, str]:
    if who is None:
        return {}
    if who not in _STAFF:
        return {"X-Tracking-Key": who}
    token = f"token-{who}"
    return (
        {"Authorization": f"Bearer {token}"} if path.startswith("/api/") else {"Cookie": f"{cookies.SESSION}={token}"}
    )


def measure(address: str, cases: int = _CASES, reads: int = _READS) -> Costs:
    """Walk cases to their end and show lists. Return what that cost."""
    meter = Meter(address)
    meter.settle()
    for number in range(cases + _WARM):
        _walk(meter, noted=number >= _WARM)
    for number in range(reads + _WARM):
        _look(meter, noted=number >= _WARM)
    return meter.costs


def _walk(meter: Meter, *, noted: bool) -> None:
    def kind(name: str) -> str | None:
        return name if noted else None

    key = {"Idempotency-Key": str(uuid.uuid4())}
    filed = meter.send(kind("POST complaints"), "POST", "/api/v1/complaints", json=_REPORT, headers=key).json()
    code, path = filed["code"], f"/api/v1/complaints/{filed['code']}"
    for who, act, said in _WALK:
        whose = filed["tracking_key"] if who == "reporter" else who
        if act == "approve":
            meter.send(kind("GET case, staff"), "GET", path, who)
            meter.send(kind("GET case page, staff"), "GET", f"/can-bo/ho-so/{code}", who)
        body = {"act": act, "act_id": str(uuid.uuid4())} | said
        meter.send(kind("POST acts"), "POST", f"{path}/acts", whose, json=body)
    meter.send(kind("GET case, reporter"), "GET", path, filed["tracking_key"])
    meter.send(kind("GET case, public"), "GET", path)
    meter.send(kind("GET case page, public"), "GET", f"/cong-khai/ho-so/{code}")


def _look(meter: Meter, *, noted: bool) -> None:
    looks = (
        ("GET inbox, centre", "/api/v1/complaints?open=true", "operator"),
        ("GET inbox page, centre", "/can-bo?xem=dang-mo", "operator"),
        ("GET inbox, agency", "/api/v1/complaints?open=true", "officer"),
        ("GET inbox page, agency", "/can-bo?xem=dang-mo", "officer"),
    )
    for name, path, who in looks:
        meter.send(name if noted else None, "GET", path, who)


def furnish(engine: Engine, open_cases: int) -> None:
    """Write the offices, the calendar, accounts that are signed in, and open cases."""
    record = Record(engine)
    prepare(engine)
    record.calendar.seed(official_decisions(), at=datetime.now(UTC))
    for name, (role, agency) in _STAFF.items():
        account = record.accounts.add(
            username=name, role=role, authority=AUTHORITY, agency=agency, display_name=name, password_hash=""
        )
        record.sessions.open(account.id, fingerprint(f"token-{name}"), datetime.now(UTC) + timedelta(days=1))
        if name == "officer" and open_cases:
            fill(engine, 1_000_000, 1_000_000 + open_cases - 1, ended=False, officer=account.id)


@contextmanager
def running_front(database_url: str, **env: str) -> Iterator[str]:
    """Run the front and yield its address."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.support.measured_front", str(port)],
        env=os.environ | {"DATABASE_URL": database_url} | env,
        stdout=subprocess.DEVNULL,
    )
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


async def bench(open_cases: int) -> Costs:
    """Run everything and return what requests cost."""
    async with run_postgres() as database_url:
        await asyncio.to_thread(upgrade, database_url)
        engine = connect(database_url)
        await asyncio.to_thread(furnish, engine, open_cases)
        engine.dispose()
        with running_front(database_url) as address:
            return await asyncio.to_thread(measure, address)


def main(open_cases: int = 0) -> None:
    """Run the bench and print the table."""
    console = Console(width=None if sys.stdout.isatty() else 120)
    console.print(f"{datetime.now(UTC):%F}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    console.print(asyncio.run(bench(open_cases)).table())


if __name__ == "__main__":
    typer.run(main)
