"""Measures the account of a year, the table by district and the list of late steps: `python -m bench.reports [--cases 1000000]`.

It starts PostgreSQL and writes the rows that figures are counted from, of one province and one year, with five limits a case.
One case in ten missed a limit, one in ten changed its agency; one in twenty is open, every second of these overdue. It asks for
each account five times and prints the median. Then it writes the list of all late steps as XLSX, and prints how much
memory that took.

It fails if the account of the year takes more than 2 s, if the table by district takes more than 300 ms, or if the list takes
more memory the longer it is.
"""

from __future__ import annotations

import asyncio
import os
import resource
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from statistics import median
from tempfile import TemporaryFile

import psycopg
import typer
from rich.console import Console
from sqlalchemy import Engine, text

from calendars import official_decisions
from calendars.lateness import measured
from documents.tables.accounts import AccountNames, late_table
from documents.tables.statistics import FigureNames
from documents.tables.table import write_xlsx
from domain.accounts.account import LateStep
from domain.accounts.period import Period
from procedures import all_procedures
from records.engine import connect, take_up_to, transaction
from records.figures.accounts import Asked
from records.migrations import upgrade
from records.record import Record
from stack.postgres import run_postgres

_AUTHORITY = "khanh-hoa"
_YEAR = 2025
_GOALS = {"a year's account": 2.0, "the table by district of the year": 0.3, "a month's account": 2.0}
"""Seconds, the median of five."""

_TIMES = 5
_MORE_MEMORY = 64 * 1024
"""Kilobytes by which the longest list may raise the process's peak."""

# The code says when the case was received: evenly over the year. The sums are made at once afterwards, so no row is noted.
_FILL = (
    "ALTER TABLE cases DROP CONSTRAINT cases_code_fkey",
    "ALTER TABLE outcomes DISABLE TRIGGER counted, DISABLE TRIGGER counted_anew",
    "ALTER TABLE steps DISABLE TRIGGER counted, DISABLE TRIGGER counted_anew",
    """
    INSERT INTO cases (
        code, procedure_digest, number, snapshot, authority, status, urgency, co_ordinating, test, public, received_at, rung,
        overdue, paused, excerpt
    )
    SELECT
        'KH-2025-' || lpad(n::text, 7, '0'), :digest, 1, '{}', :authority, 'closed', 'ordinary', '{}', false, false,
        :begins + n * (interval '365 days' / :cases), 0, false, false, ''
    FROM generate_series(1, :cases) AS n
    """,
    """
    INSERT INTO outcomes (
        code, authority, channel, field, lead, place, officer, status, withheld, received_at, ended_at, overdue, missed,
        missed_by_lead, since
    )
    SELECT
        code, authority, (ARRAY['portal', 'app', 'hotline'])[1 + n % 3], (ARRAY['giao-thong', 'moi-truong', 'y-te'])[1 + n % 3],
        'agency-' || n % 50, 'place-' || n % 140, NULL, CASE WHEN n % 20 = 0 THEN 'processing' ELSE 'closed' END, n % 40 = 1,
        received_at, CASE WHEN n % 20 <> 0 THEN received_at + interval '4 days' END, false, n % 10 = 1 OR n % 40 = 0, false,
        CASE WHEN n % 10 = 2 THEN received_at + interval '1 day' ELSE received_at END
    FROM (SELECT code, authority, received_at, row_number() OVER (ORDER BY code) AS n FROM cases) AS known
    """,
    """
    INSERT INTO past_outcomes (
        code, since, until, authority, channel, field, lead, place, status, withheld, received_at, ended_at
    )
    SELECT
        code, received_at, since, authority, channel, field, 'agency-0', place, 'dispatched', false, received_at, NULL
    FROM outcomes WHERE since > received_at
    """,
    """
    INSERT INTO steps (
        code, limit_id, counted_from, authority, field, agency, closed_at, outcome, internal, missed, rungs, used, since, due,
        late_from
    )
    SELECT
        code, limit_id, received_at, authority, field, lead,
        CASE WHEN ended_at IS NOT NULL OR nth <> 3 THEN received_at + nth * interval '19 hours' END,
        CASE WHEN ended_at IS NULL AND nth = 3 THEN NULL
            WHEN missed AND nth = 3 THEN 'late' ELSE 'met' END,
        false, missed AND nth = 3, 0,
        (abs(hashtext(code || nth)) % 150000), received_at, received_at + nth * interval '18 hours',
        CASE WHEN missed AND nth = 3 THEN received_at + nth * interval '18 hours' END
    FROM outcomes, unnest(ARRAY['verify_and_dispatch', 'accept', 'process', 'approve', 'case'])
        WITH ORDINALITY AS rule (limit_id, nth)
    """,
    """
    UPDATE outcomes SET late_from = step.late_from FROM steps AS step
    WHERE step.code = outcomes.code AND step.late_from IS NOT NULL
    """,
)


async def bench(cases: int, console: Console) -> None:
    """Fill the record and measure."""
    async with run_postgres() as database_url:
        await asyncio.to_thread(_run, database_url, cases, console)


def _run(database_url: str, cases: int, console: Console) -> None:
    upgrade(database_url)
    engine = connect(database_url)
    record = Record(engine)
    record.calendar.seed(official_decisions(), at=datetime.now(UTC))
    record.intake.keep_procedure(all_procedures()[_AUTHORITY])
    console.print(f"{datetime.now(UTC):%F}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    began = time.perf_counter()
    _fill(engine, cases)
    console.print(f"{cases:,} cases written in {time.perf_counter() - began:.0f} s")
    zones = {_AUTHORITY: all_procedures()[_AUTHORITY].authority.time_zone}
    console.print(f"their sums made in {_seconds(lambda: record.sums.recount(zones)):.0f} s")
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
    slow = _measure(record, console)
    slow += _measure_list(record, console)
    engine.dispose()
    if slow:
        raise AssertionError("; ".join(slow))


def _fill(engine: Engine, cases: int) -> None:
    with transaction(engine) as session:
        take_up_to(session, timedelta(hours=1))
        digest = session.execute(text("SELECT digest FROM procedures")).scalar_one()
        begins = _asked(Period.of_year(_YEAR)).values["begins"]
        for statement in _FILL:
            known = {"digest": digest, "authority": _AUTHORITY, "begins": begins, "cases": cases}
            session.execute(text(statement), {name: value for name, value in known.items() if f":{name}" in statement})


def _asked(period: Period) -> Asked:
    return Asked(_AUTHORITY, all_procedures()[_AUTHORITY].authority.time_zone, period)


def _measure(record: Record, console: Console) -> list[str]:
    year, month = Period.of_year(_YEAR), Period(date(_YEAR, 6, 1), date(_YEAR, 6, 30))
    books = record.account_books
    measured_ones: dict[str, Callable[[], object]] = {
        "a year's account": lambda: books.account(_asked(year), with_late=False),
        "the table by district of the year": lambda: books.shares(_asked(year)),
        "a month's account": lambda: books.account(_asked(month), with_late=False),
    }
    slow = []
    for name, ask in measured_ones.items():
        seconds = median(_seconds(ask) for _ in range(_TIMES))
        console.print(f"{name}: {seconds * 1000:,.0f} ms (goal {_GOALS[name] * 1000:,.0f} ms)")
        if seconds > _GOALS[name]:
            slow.append(f"{name} took {seconds:.2f} s")
    return slow


def _seconds(ask: Callable[[], object]) -> float:
    began = time.perf_counter()
    ask()
    return time.perf_counter() - began


def _measure_list(record: Record, console: Console) -> list[str]:
    """Write a short list first, so that what every list takes is taken already."""
    procedure = all_procedures()[_AUTHORITY]
    names, book = AccountNames(FigureNames(procedure, {})), record.calendar.book()
    peaks = []
    for period in (Period(date(_YEAR, 1, 1), date(_YEAR, 1, 31)), Period.of_year(_YEAR)):
        asked, written = _asked(period), 0

        def rows(asked: Asked = asked) -> Iterator[LateStep]:
            nonlocal written
            for step in measured(record.account_books.late_steps(asked), procedure, book, asked.values["ends"]):
                written += 1
                yield step

        began = time.perf_counter()
        with TemporaryFile() as file:
            write_xlsx(file, late_table(rows(), names, ()))
            size = file.tell()
        peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
        took = time.perf_counter() - began
        console.print(
            f"{written:,} late steps as XLSX: {took:.1f} s, {size / 1e6:.1f} MB, peak {peaks[-1] / 1024:.0f} MB"
        )
    more = peaks[1] - peaks[0]
    return [f"the longer list took {more // 1024} MB more"] if more > _MORE_MEMORY else []


def main(cases: int = 1_000_000) -> None:
    """Run the bench."""
    asyncio.run(bench(cases, Console()))


if __name__ == "__main__":
    typer.run(main)
