"""Builds plain SQL for what runs at every act, where SQLAlchemy costs more time than the database. Sets how lists are planned."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, LiteralString

from psycopg import Connection, sql
from sqlalchemy import text
from sqlmodel import Session

_FOR_A_LIST = text(
    "SELECT set_config('plan_cache_mode', 'force_custom_plan', true),"
    " set_config('max_parallel_workers_per_gather', '0', true), set_config('enable_seqscan', 'off', true)"
)

_FOR_A_REPORT = text(
    "SELECT set_config('plan_cache_mode', 'force_custom_plan', true), set_config('work_mem', '64MB', true),"
    " set_config('enable_sort', :sort, true)"
)


def plan_for_reports(session: Session) -> None:
    """Make the database plan each query of this transaction for its own values, with memory to count many rows at once."""
    session.execute(_FOR_A_REPORT, {"sort": "on"})


def plan_for_counts(session: Session) -> None:
    """Plan the same, and count by hashing. The database overrates the number of groups, and would sort every row by its text to
    group them."""
    session.execute(_FOR_A_REPORT, {"sort": "off"})


def plan_for_values(session: Session) -> None:
    """Make the database plan each query of this transaction for its own values.

    A word that is in every report needs another plan than a word that is in few; one cached plan suits neither. Parallel
    workers are off, because many people ask for lists at once. Sequential scans are off, because no list may read a whole
    table.
    """
    session.execute(_FOR_A_LIST)


def insert_row(connection: Connection[Any], table: str, row: Mapping[str, object]) -> None:
    """Insert one row."""
    connection.execute(_insert(table, tuple(row)), row)


def insert_rows(connection: Connection[Any], rows: Mapping[str, Mapping[str, object]]) -> None:
    """Insert one row into each of these tables, in one statement."""
    columns = tuple((table, tuple(row)) for table, row in rows.items())
    values = {_in(table, name): value for table, row in rows.items() for name, value in row.items()}
    connection.execute(_insert_all(columns), values)


@cache
def _insert(table: str, columns: tuple[str, ...]) -> bytes:
    return (
        sql.SQL("INSERT INTO {} ({}) VALUES ({})")
        .format(sql.Identifier(table), _listed(map(sql.Identifier, columns)), _listed(map(sql.Placeholder, columns)))
        .as_bytes()
    )


@cache
def _insert_all(rows: tuple[tuple[str, tuple[str, ...]], ...]) -> bytes:
    inserts = (
        sql.SQL("{} AS (INSERT INTO {} ({}) VALUES ({}))").format(
            sql.Identifier(f"new_{table}"),
            sql.Identifier(table),
            _listed(map(sql.Identifier, columns)),
            _listed(sql.Placeholder(_in(table, name)) for name in columns),
        )
        for table, columns in rows
    )
    return sql.SQL("WITH {} SELECT").format(_listed(inserts)).as_bytes()


def _in(table: str, column: str) -> str:
    return f"{table}_{column}"


@cache
def guarded_update(
    table: str, columns: tuple[str, ...], *, key: str, guard: LiteralString, returns: LiteralString
) -> bytes:
    """Return the statement that sets these columns, except `key`, of the one row for which the condition `guard` holds.

    Its result is the expression `returns` of the new row. Where the guard holds for no row it fails with the SQLSTATE HT001.
    """
    return (
        sql.SQL(
            "WITH kept AS (UPDATE {} SET {} WHERE {} RETURNING {} AS kept) SELECT as_remembered(max(kept)) FROM kept"
        )
        .format(
            sql.Identifier(table),
            _listed(_is(name) for name in columns if name != key),
            sql.SQL(guard),
            sql.SQL(returns),
        )
        .as_bytes()
    )


def _is(name: str) -> sql.Composed:
    return sql.SQL("{} = {}").format(sql.Identifier(name), sql.Placeholder(name))


def _listed(parts: Iterable[sql.Composable]) -> sql.Composed:
    return sql.SQL(", ").join(parts)
