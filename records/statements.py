"""Statements in the driver's own words, for what runs at every act: there SQLAlchemy costs more than the database.
And how lists are planned."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from psycopg import Connection, sql
from sqlalchemy import text
from sqlmodel import Session

_FOR_A_LIST = text(
    "SELECT set_config('plan_cache_mode', 'force_custom_plan', true),"
    " set_config('max_parallel_workers_per_gather', '0', true), set_config('enable_seqscan', 'off', true)"
)


def planned_by_what_is_asked(session: Session) -> None:
    """Lets each query of this transaction be planned for the values it asks for: a word that stands in every report wants
    another plan than one that stands in few, and a plan kept for both suits neither. A page of a list is no work for several
    processes, for many people ask at once, and no table is read for it from end to end.
    """
    session.execute(_FOR_A_LIST)


def insert_row(connection: Connection[Any], table: str, row: Mapping[str, object]) -> None:
    """Adds one row."""
    connection.execute(_insert(table, tuple(row)), row)


def update_row(connection: Connection[Any], table: str, row: Mapping[str, object], *, key: str) -> None:
    """Changes the row that has this row's `key` to what else stands in it."""
    connection.execute(_update(table, tuple(row), key), row)


@cache
def _insert(table: str, columns: tuple[str, ...]) -> bytes:
    return (
        sql.SQL("INSERT INTO {} ({}) VALUES ({})")
        .format(sql.Identifier(table), _listed(map(sql.Identifier, columns)), _listed(map(sql.Placeholder, columns)))
        .as_bytes()
    )


@cache
def _update(table: str, columns: tuple[str, ...], key: str) -> bytes:
    return (
        sql.SQL("UPDATE {} SET {} WHERE {}")
        .format(sql.Identifier(table), _listed(_is(name) for name in columns if name != key), _is(key))
        .as_bytes()
    )


def _is(name: str) -> sql.Composed:
    return sql.SQL("{} = {}").format(sql.Identifier(name), sql.Placeholder(name))


def _listed(parts: Iterable[sql.Composable]) -> sql.Composed:
    return sql.SQL(", ").join(parts)
