"""Measures how long lists and their pages take over HTTP: `python -m bench.lists [--open-cases 100000] [--cases 1000000]`.

It starts PostgreSQL and one front, and fills the record with open cases. It asks for each list 40 times, first one
request at a time, then four at once. Then it adds ended cases up to `--cases` and measures again.

It prints a table for each of the two sizes: rows, median and 95th percentile in milliseconds. Then it prints
PostgreSQL's plans of the slowest kinds of list. It fails if a plan reads a table from end to end, or if a list takes
more than 100 ms at the 95th percentile with one request at a time.
"""

from __future__ import annotations

import asyncio
import os
import re
import secrets
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from statistics import median, quantiles
from typing import Any

import httpx2
import typer
from rich.console import Console
from rich.table import Table
from sqlalchemy import Engine
from sqlalchemy.event import listen, remove

from api.web.front import fingerprint
from api.web.identity import cookies
from bench.support.many_cases import AGENCY, AUTHORITY, fill, prepare
from calendars import official_decisions
from domain.offices.places import Box
from domain.visibility import Scope
from domain.words import Role, Status
from records.cases.rows import Filters, PublicFilters
from records.engine import connect
from records.migrations import upgrade
from records.record import Record
from stack.ports import free_port
from stack.postgres import run_postgres

_GOAL = 100.0
"""Milliseconds, at the 95th percentile."""

_TIMES = 40
_AT_ONCE = 4
_PATIENCE_SECONDS = 60
_DEEP = 20
"""The number of pages to go on before the deep page is measured."""

_STAFF = {
    "operator": (Role.CENTRE_OPERATOR, AUTHORITY, None),
    "officer": (Role.AGENCY_OFFICER, AUTHORITY, AGENCY),
    "auditor": (Role.AUDITOR, None, None),
}


@dataclass(frozen=True)
class _List:
    """A list to ask for. `account` is the account that asks, None for the public."""

    name: str
    account: str | None
    path: str
    deep: bool = False

    @property
    def is_api(self) -> bool:
        return self.path.startswith("/api/")


_STAFF_LIST, _PUBLIC_LIST = "/api/v1/complaints?open=true", "/api/v1/public/complaints?authority=khanh-hoa"
_PUBLIC_MAP = "/api/v1/public/complaints.geojson?authority=khanh-hoa"
_PAGE, _PUBLIC_PAGE = "/can-bo?xem=dang-mo", "/cong-khai/khanh-hoa"
_LISTS = (
    _List("centre: inbox, due first", "operator", _STAFF_LIST),
    _List("centre: inbox, 20 pages on", "operator", _STAFF_LIST, deep=True),
    _List("centre: everything, ended too", "operator", "/api/v1/complaints"),
    _List("centre: overdue", "operator", f"{_STAFF_LIST}&overdue=true"),
    _List("centre: paused", "operator", f"{_STAFF_LIST}&paused=true"),
    _List("centre: returned", "operator", f"{_STAFF_LIST}&status=returned"),
    _List("centre: to verify or to dispatch", "operator", f"{_STAFF_LIST}&status=submitted&status=verified"),
    _List("centre: of one field", "operator", f"{_STAFF_LIST}&field=moi-truong"),
    _List("centre: of one agency", "operator", f"{_STAFF_LIST}&agency={AGENCY}"),
    _List("centre: text in every fifth report", "operator", f"{_STAFF_LIST}&text=o ga"),
    _List(
        "centre: that text, one agency, overdue", "operator", f"{_STAFF_LIST}&text=o ga&agency={AGENCY}&overdue=true"
    ),
    _List("centre: common text, none in the field", "operator", f"{_STAFF_LIST}&text=cong vo&field=moi-truong"),
    _List("centre: that text, ended too", "operator", "/api/v1/complaints?text=cong vo&field=moi-truong"),
    _List("centre: text in one report", "operator", "/api/v1/complaints?text=so nha 77777"),
    _List("agency: inbox", "officer", _STAFF_LIST),
    _List("agency: inbox, 20 pages on", "officer", _STAFF_LIST, deep=True),
    _List("agency: unassigned", "officer", f"{_STAFF_LIST}&unassigned=true"),
    _List("agency: text in every fifth report", "officer", f"{_STAFF_LIST}&text=o ga"),
    _List("agency: common text, none of its own", "officer", f"{_STAFF_LIST}&text=ke sat"),
    _List("agency: that text, ended too", "officer", "/api/v1/complaints?text=ke sat"),
    _List("agency: text in one report", "officer", f"{_STAFF_LIST}&text=so nha 77777"),
    _List("agency: overdue", "officer", f"{_STAFF_LIST}&overdue=true"),
    _List("agency: of one field", "officer", f"{_STAFF_LIST}&field=moi-truong"),
    _List("agency: awaiting approval", "officer", f"{_STAFF_LIST}&status=awaiting_approval"),
    _List("officer: my own", "officer", f"{_STAFF_LIST}&officer=me"),
    _List("auditor: every authority", "auditor", _STAFF_LIST),
    _List("public: newest", None, _PUBLIC_LIST),
    _List("public: 20 pages on", None, _PUBLIC_LIST, deep=True),
    _List("public: of one ward", None, f"{_PUBLIC_LIST}&place=loc-tho"),
    _List("public: of one field", None, f"{_PUBLIC_LIST}&field=moi-truong"),
    _List("public: text in every fifth report", None, f"{_PUBLIC_LIST}&text=o ga"),
    _List("public: common text, none public", None, f"{_PUBLIC_LIST}&text=muong tac"),
    _List("public: common text, none in the field", None, f"{_PUBLIC_LIST}&text=cong vo&field=moi-truong"),
    _List("public: text in one report", None, f"{_PUBLIC_LIST}&text=so nha 77777"),
    _List("public: within a town's box", None, f"{_PUBLIC_LIST}&box=109.1,12.1,109.3,12.4"),
    _List("public: map of the province", None, _PUBLIC_MAP),
    _List("public: map of a town", None, f"{_PUBLIC_MAP}&box=109.1,12.1,109.3,12.4"),
    _List("public: feed", None, "/api/v1/public/feed.atom?authority=khanh-hoa"),
    _List("page: centre's work", "operator", "/can-bo"),
    _List("page: centre's open cases", "operator", _PAGE),
    _List("page: centre's, everything", "operator", "/can-bo?xem=tat-ca"),
    _List("page: centre's, common word in a field", "operator", f"{_PAGE}&text=o ga&field=moi-truong"),
    _List("page: agency's work", "officer", "/can-bo"),
    _List("page: agency's open cases", "officer", _PAGE),
    _List("page: agency's, common word", "officer", f"{_PAGE}&text=o ga"),
    _List("page: agency's, everything", "officer", "/can-bo?xem=tat-ca"),
    _List("page: what is new for an agency", "officer", "/can-bo/tin-moi?xem=dang-mo"),
    _List("page: auditor's open cases", "auditor", _PAGE),
    _List("page: authorities", None, "/cong-khai"),
    _List("page: public list", None, _PUBLIC_PAGE),
    _List("page: public list, common word in a field", None, f"{_PUBLIC_PAGE}?text=o ga&field=moi-truong"),
    _List("page: public map", None, f"{_PUBLIC_PAGE}/ban-do"),
)


async def bench(open_cases: int, cases: int, console: Console) -> None:
    """Fill the record, measure, add ended cases, measure again."""
    async with run_postgres() as database_url:
        await asyncio.to_thread(_run, database_url, open_cases, cases, console)


def _run(database_url: str, open_cases: int, cases: int, console: Console) -> None:
    upgrade(database_url)
    engine = connect(database_url)
    prepare(engine)
    Record(engine).calendar.seed(official_decisions(), at=datetime.now(UTC))
    officer = _sign_in(Record(engine))["officer"]
    console.print(f"{datetime.now(UTC):%F}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    slow: list[str] = []
    with _front(database_url) as address:
        _fill(engine, 1, open_cases, console, ended=False, officer=officer)
        slow += _measure(address, f"{open_cases:,} open cases", console)
        _fill(engine, open_cases + 1, cases, console, ended=True, officer=officer)
        slow += _measure(address, f"{cases:,} cases, {open_cases:,} of them open", console)
    _show_plans(engine, console)
    engine.dispose()
    if slow:
        raise AssertionError(f"over {_GOAL:.0f} ms: {'; '.join(slow)}")


def _sign_in(record: Record) -> dict[str, str]:
    """Make the accounts and sign them in. Return their ids by name."""
    accounts = {}
    for name, (role, authority, agency) in _STAFF.items():
        account = record.accounts.add(
            username=name, role=role, authority=authority, agency=agency, display_name=name, password_hash=""
        )
        record.sessions.open(account.id, fingerprint(f"token-{name}"), datetime.now(UTC) + timedelta(days=1))
        accounts[name] = account.id
    return accounts


@contextmanager
def _front(database_url: str) -> Iterator[str]:
    port = free_port()
    env = {
        "DATABASE_URL": database_url,
        "HIENTRUONG_SECRET": secrets.token_hex(),
        "HIENTRUONG_FRONT_PORT": str(port),
        "HIENTRUONG_READS_PER_ADDRESS": "0",
        "HIENTRUONG_EXPORTS_PER_ADDRESS": "0",
    }
    process = subprocess.Popen([sys.executable, "-m", "api"], env=os.environ | env, stdout=subprocess.DEVNULL)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def _fill(engine: Engine, first: int, last: int, console: Console, *, ended: bool, officer: str) -> None:
    if last >= first:
        began = time.perf_counter()
        fill(engine, first, last, ended=ended, officer=officer)
        console.print(f"{last - first + 1:,} cases written in {time.perf_counter() - began:.0f} s")


def _measure(address: str, of: str, console: Console) -> list[str]:
    """Print how long each list took, alone and with others at once. Return those that were too slow alone."""
    title = f"{of}, milliseconds, at load {os.getloadavg()[0]:.1f}"
    table = Table("list", "rows", "median", "95th", f"95th, {_AT_ONCE} at once", title=title)
    slow = []
    with httpx2.Client(base_url=address, timeout=60) as client:
        _until_ready(client)
        for each in _LISTS:
            ask = partial(_ask, client, each, _deep_cursor(client, each) if each.deep else None)
            rows = ask()
            ask()  # fills caches, such as templates
            alone = [_timed(ask) for _ in range(_TIMES)]
            with ThreadPoolExecutor(_AT_ONCE) as pool:
                together = list(pool.map(lambda _, ask=ask: _timed(ask), range(_TIMES)))
            ninety_fifth = quantiles(alone, n=20)[-1]
            crowded = quantiles(together, n=20)[-1]
            table.add_row(each.name, rows, f"{median(alone):.1f}", f"{ninety_fifth:.1f}", f"{crowded:.1f}")
            if ninety_fifth > _GOAL:
                slow.append(f"{each.name} {ninety_fifth:.0f} ms ({of})")
    console.print(table)
    return slow


def _until_ready(client: httpx2.Client) -> None:
    until = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < until:
        try:
            if client.get("/api/v1/procedures").status_code == 200:
                return
        except httpx2.TransportError:
            time.sleep(0.2)
    raise TimeoutError("the front does not answer")


def _ask(client: httpx2.Client, wanted: _List, cursor: str | None) -> str:
    """Return the number of rows, or the type of the document."""
    answer = _get(client, wanted, cursor)
    kind = answer.headers["content-type"]
    return str(len(answer.json()["items"])) if kind == "application/json" else kind.partition(";")[0]


def _get(client: httpx2.Client, wanted: _List, cursor: str | None) -> httpx2.Response:
    token = f"token-{wanted.account}"
    signed_in = {"Authorization": f"Bearer {token}"} if wanted.is_api else {"Cookie": f"{cookies.SESSION}={token}"}
    headers = signed_in if wanted.account else {}
    address = httpx2.URL(wanted.path)
    answer = client.get(address.copy_add_param("cursor", cursor) if cursor else address, headers=headers)
    answer.raise_for_status()
    return answer


def _deep_cursor(client: httpx2.Client, wanted: _List) -> str | None:
    cursor: str | None = None
    for _ in range(_DEEP):
        cursor = _get(client, wanted, cursor).json()["next"]
    return cursor


def _timed(ask: Callable[[], object]) -> float:
    began = time.perf_counter()
    ask()
    return (time.perf_counter() - began) * 1000


def _show_plans(engine: Engine, console: Console) -> None:
    record, centre, agency = Record(engine), Scope(AUTHORITY, None), Scope(AUTHORITY, AGENCY)
    town = Box(south=12.1, north=12.4, west=109.1, east=109.3)
    asked: dict[str, Callable[[], object]] = {
        "centre: inbox": lambda: record.cases.page(centre, Filters(open=True), None, 50),
        "centre: returned": lambda: record.cases.page(centre, Filters(open=True, status=(Status.RETURNED,)), None, 50),
        "centre: text": lambda: record.cases.page(centre, Filters(open=True, text="o ga"), None, 50),
        "centre: text, none in the field": lambda: record.cases.page(
            centre, Filters(open=True, text="cong vo", field="moi-truong"), None, 50
        ),
        "public: text, none public": lambda: record.public.page(PublicFilters(AUTHORITY, text="muong tac"), None, 50),
        "centre: rare text": lambda: record.cases.page(centre, Filters(text="so nha 77777"), None, 50),
        "agency: text": lambda: record.cases.page(agency, Filters(open=True, text="o ga"), None, 50),
        "agency: inbox": lambda: record.cases.page(agency, Filters(open=True), None, 50),
        "agency: unassigned": lambda: record.cases.page(agency, Filters(open=True, unassigned=True), None, 50),
        "public: newest": lambda: record.public.page(PublicFilters(AUTHORITY), None, 50),
        "public: text": lambda: record.public.page(PublicFilters(AUTHORITY, text="o ga"), None, 50),
        "public: rare text": lambda: record.public.page(PublicFilters(AUTHORITY, text="so nha 77777"), None, 50),
        "public: box": lambda: record.public.page(PublicFilters(AUTHORITY, box=town), None, 50),
        "public: count": lambda: record.public.count(PublicFilters(AUTHORITY), 1001),
    }
    for name, ask in asked.items():
        plan = _plan(engine, ask)
        console.print(f"\n{name}:", *plan, sep="\n", markup=False, soft_wrap=True)
        if any(re.search(r"Seq Scan on (cases|reports)", line) for line in plan):
            raise AssertionError(f"{name} reads a table from end to end")


def _plan(engine: Engine, ask: Callable[[], object]) -> list[str]:
    """Return the plans of all statements, under the settings that the record makes for them."""
    heard: list[tuple[str, Any]] = []

    def hear(_connection: Any, _cursor: Any, statement: str, given: Any, *_: Any) -> None:
        heard.append((statement, given))

    listen(engine, "before_cursor_execute", hear)
    ask()
    remove(engine, "before_cursor_execute", hear)
    plan: list[str] = []
    with engine.begin() as connection:
        for statement, given in heard:
            if "set_config" in statement:
                connection.exec_driver_sql(statement, given)
            else:
                rows = connection.exec_driver_sql(f"EXPLAIN (ANALYZE, COSTS OFF, BUFFERS OFF) {statement}", given)
                plan += [row[0] for row in rows]
    return plan


def main(open_cases: int = 100_000, cases: int = 1_000_000) -> None:
    """Run the bench and print the tables and plans."""
    asyncio.run(bench(open_cases, cases, Console(highlight=False, width=None if sys.stdout.isatty() else 120)))


if __name__ == "__main__":
    typer.run(main)
