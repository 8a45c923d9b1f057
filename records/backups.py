"""Looks at a whole database for backup and restore: its schema, its rows, and the sessions of others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import psycopg
from psycopg import sql

from records.engine import named_errors, read_url

_TABLES = """
    SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
    AND NOT relispartition ORDER BY relname
"""
_OTHERS = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""
_SINCE = """
    SELECT code, count(*) FROM events WHERE recorded_at > %s GROUP BY code ORDER BY code
"""
_USED_AT_ONCE = 1000  # codes left out at the least; a wider gap is a round number too
_SKIP = """
    UPDATE code_numbers SET last = (last / %(step)s + 1 + ceil(%(filed)s::float / %(step)s)::int) * %(step)s
    WHERE year >= %(since)s RETURNING prefix, year, last
"""
_UNPAIR = "UPDATE reconciliation SET round = -1"
_HAS_ROUND = "SELECT FROM information_schema.columns WHERE table_name = 'reconciliation' AND column_name = 'round'"
_BEGIN_YEAR = "INSERT INTO code_numbers SELECT DISTINCT prefix, %s::int, 1 FROM code_numbers ON CONFLICT DO NOTHING"
_FILED_A_DAY = "SELECT count(*) / 30.0 FROM cases WHERE received_at > %s - interval '30 days'"
_CONNECT_SECONDS = 5


@dataclass(frozen=True, slots=True)
class Contents:
    """A database as backup and restore compare it."""

    server: int  # the major release of the server
    revision: str | None  # of the schema; None where no migration ran
    rows: Mapping[str, int]  # by table
    latest: datetime | None  # when the latest event was recorded

    @property
    def is_empty(self) -> bool:
        """True if the database holds no table."""
        return not self.rows


@dataclass(frozen=True, slots=True)
class Address:
    """A database as PostgreSQL's own programs take it: the password is apart, because every account sees command lines."""

    url: str
    password: str | None


def address(database_url: str) -> Address:
    """Return the address for PostgreSQL's own programs. Raises BadDatabaseUrl."""
    url = read_url(database_url).set(drivername="postgresql")
    # `set` takes None for “unchanged”.
    return Address(url._replace(password=None).render_as_string(hide_password=False), url.password)


@contextmanager
def exported(database_url: str) -> Iterator[tuple[str, Contents]]:
    """Yield the name of a snapshot, and what the database holds in it. The snapshot lasts as long as the block.

    Raises:
        RecordsUnavailable: the database does not answer.
        RecordsFault: the database refused a statement.
    """
    with _opened(database_url) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        name = _one(connection, "SELECT pg_export_snapshot()")
        yield str(name), _contents(connection)


def contents(database_url: str) -> Contents:
    """Return what the database holds. Raises as `exported` does."""
    with _opened(database_url) as connection:
        return _contents(connection)


def other_sessions(database_url: str) -> int:
    """Return how many sessions of others the database has. Raises as `exported` does."""
    with _opened(database_url) as connection:
        return int(_one(connection, _OTHERS))


def recorded_since(database_url: str, moment: datetime) -> Mapping[str, int]:
    """Return how many events each case got after this moment. Raises as `exported` does."""
    with _opened(database_url) as connection:
        return dict(connection.execute(_SINCE, (moment,)).fetchall())


def leave_out_codes(database_url: str, *, since: datetime, until: datetime) -> Mapping[str, int]:
    """Leave out the codes that were given between these moments and are not in the record, at least a thousand.

    Reports of that time are lost, but their senders hold their codes. Twice the usual number of reports is left out, up to
    the next full thousand. Return the last code number left out, by prefix and year.
    """
    with _opened(database_url) as connection:
        a_day = float(_one(connection, _FILED_A_DAY, (since,)))
        filed = 2 * a_day * (until - since).total_seconds() / 86_400
        connection.execute(_BEGIN_YEAR, (until.year,))
        step = {"step": _USED_AT_ONCE, "filed": filed, "since": since.year}
        rows = connection.execute(_SKIP, step).fetchall()
        return {f"{prefix}-{year}": last for prefix, year, last in rows}


def unpair(database_url: str) -> None:
    """Note that this database is older than whatever Temporal holds of it, by however little. Raises as `exported` does."""
    with _opened(database_url) as connection:
        if connection.execute(_HAS_ROUND).fetchone() is not None:
            connection.execute(_UNPAIR)


@contextmanager
def _opened(database_url: str) -> Iterator[psycopg.Connection[Any]]:
    """Open a transaction without a limit on its time: counting a large table takes minutes."""
    given = address(database_url)
    with (
        named_errors(),
        psycopg.connect(given.url, password=given.password, connect_timeout=_CONNECT_SECONDS) as connection,
    ):
        yield connection


def _contents(connection: psycopg.Connection[Any]) -> Contents:
    tables = [name for (name,) in connection.execute(_TABLES)]
    rows = {
        table: int(
            connection.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))).fetchall()[0][0]
        )
        for table in tables
    }
    return Contents(
        server=connection.info.server_version // 10_000,
        revision=_one(connection, "SELECT max(version_num) FROM alembic_version")
        if "alembic_version" in rows
        else None,
        rows=rows,
        latest=_one(connection, "SELECT max(recorded_at) FROM events") if "events" in rows else None,
    )


def _one(connection: psycopg.Connection[Any], question: str, values: tuple[object, ...] = ()) -> Any:
    return connection.execute(question, values).fetchall()[0][0]
