"""Measures the search for reports that may be about the same thing: `python -m bench.similar [--cases 200000]`.

It fills a real PostgreSQL with that many cases over a province, nine in ten of them open and two thirds with a point on
the map. It prints the median and 95th percentile of each query in milliseconds, and PostgreSQL's plans of two of them.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime
from statistics import median, quantiles
from typing import Any

import typer
from rapidfuzz import fuzz
from rich.console import Console
from sqlalchemy import Engine, text

from domain.offices.places import box_around
from language.vietnamese import folded
from procedures import all_procedures
from records.cases import likely
from records.cases.rows import Likely
from records.engine import connect
from records.migrations import upgrade
from records.record import Record
from stack.data_folder import temporary_folder
from stack.postgres import run_postgres

_AUTHORITY, _FIELD, _HERE, _METRES = "khanh-hoa", "giao-thong", (12.2388, 109.1967), 300.0
_WORDS = "Ổ gà lớn giữa đường, xe máy phải tránh rất nguy hiểm, đề nghị sửa chữa sớm cho người dân đi lại"
_TIMES = 200

_FILL = (
    """
    INSERT INTO submissions (code, idempotency_key, body_hash, tracking_hash)
    SELECT 'KH-2026-' || n, 'key-' || n, '-', '-' FROM generate_series(1, :cases) AS n
    """,
    """
    INSERT INTO cases (code, procedure_digest, number, snapshot, authority, status, field, urgency, co_ordinating,
                       received_at, overdue, paused, excerpt)
    SELECT 'KH-2026-' || n, (SELECT digest FROM procedures LIMIT 1), 1, '{}', :authority,
           CASE WHEN n % 10 = 0 THEN 'closed' ELSE 'submitted' END,
           CASE WHEN n % 12 = 0 THEN NULL ELSE (ARRAY['giao-thong', 'moi-truong', 'y-te', 'khac'])[1 + n % 4] END,
           'ordinary', '{}', now() - n * interval '1 minute', false, false, ''
    FROM generate_series(1, :cases) AS n
    """,
    """
    INSERT INTO reports (code, content, place, occurred_at, latitude, longitude, within)
    SELECT 'KH-2026-' || n, :words || ' ' || n, 'Số ' || n % 300 || ' đường ' || n % 1000, '',
           CASE WHEN n % 3 > 0 THEN 11.8 + random() END, CASE WHEN n % 3 > 0 THEN 108.7 + random() END, '{}'
    FROM (SELECT n, random() FROM generate_series(1, :cases) AS n) AS numbered
    """,
    "ANALYZE",
)


async def bench(cases: int, console: Console) -> None:
    """Fill the record, run each query many times, print the plans."""
    with temporary_folder() as folder:
        async with run_postgres(folder / "postgres") as database_url:
            await asyncio.to_thread(upgrade, database_url)
            engine = connect(database_url)
            Record(engine).intake.keep_procedure(all_procedures()[_AUTHORITY])
            await asyncio.to_thread(_measure, engine, cases, console)
            engine.dispose()


def _measure(engine: Engine, cases: int, console: Console) -> None:
    began = time.perf_counter()
    with engine.connect() as connection:
        connection.execute(text("SET statement_timeout = 0"))
        for statement in _FILL:
            named = {"cases": cases, "authority": _AUTHORITY, "words": _WORDS}
            connection.execute(text(statement), {name: at for name, at in named.items() if f":{name}" in statement})
        connection.commit()
    console.print(f"{cases:,} cases in the record after {time.perf_counter() - began:.0f} s, {datetime.now(UTC):%F}")
    record, box = Record(engine), box_around(*_HERE, metres=_METRES)
    asked: dict[str, Callable[[], tuple[Likely, ...]]] = {
        "near on the map": lambda: record.likely.near("-", _AUTHORITY, _FIELD, box, test=False),
        "near, of any field": lambda: record.likely.near("-", _AUTHORITY, None, box, test=False),
        "the latest of the field": lambda: record.likely.latest("-", _AUTHORITY, _FIELD, test=False),
        "the latest of any": lambda: record.likely.latest("-", _AUTHORITY, None, test=False),
    }
    for name, ask in asked.items():
        _report(console, f"{name} ({len(ask())} rows)", ask)
    words, others = folded(_WORDS), record.likely.latest("-", _AUTHORITY, _FIELD, test=False)
    _report(console, f"comparing {len(others)} texts", lambda: [_alike(words, other) for other in others])
    about: dict[str, Any] = {"code": "-", "authority": _AUTHORITY, "field": _FIELD, "test": False}
    for name, (query, more) in {
        "near on the map": (likely.NEAR, vars(box)),
        "the latest of the field": (likely.LATEST_OF_FIELD, {}),
    }.items():
        console.print(f"\n{name}:", *_plan(engine, query.text, about | more), sep="\n", markup=False, soft_wrap=True)


def _alike(words: str, other: Likely) -> float:
    return fuzz.token_set_ratio(words, folded(other.content))


def _report(console: Console, name: str, ask: Callable[[], object]) -> None:
    took = []
    for _ in range(_TIMES):
        began = time.perf_counter()
        ask()
        took.append((time.perf_counter() - began) * 1000)
    console.print(f"{name}: median {median(took):.1f} ms, 95th {quantiles(took, n=20)[-1]:.1f} ms")


def _plan(engine: Engine, statement: str, named: dict[str, Any]) -> list[str]:
    with engine.connect() as connection:
        rows = connection.execute(text(f"EXPLAIN (ANALYZE, COSTS OFF, BUFFERS OFF) {statement}"), named)
        return [row[0] for row in rows]


def main(cases: int = 200_000) -> None:
    """Run the bench and print the times and plans."""
    asyncio.run(bench(cases, Console(highlight=False)))


if __name__ == "__main__":
    typer.run(main)
