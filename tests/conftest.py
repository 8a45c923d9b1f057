"""What tests of several rooms share: a real PostgreSQL, and in it a migrated database for each test that asks."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import psycopg
import pytest
import structlog
from sqlalchemy import Engine

from calendars import official_decisions
from records.engine import connect
from records.migrations import upgrade
from records.writing import Records
from stack.in_thread import in_thread
from stack.postgres import run_postgres

_TEMPLATE = "hientruong_template"
_PLAIN = structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
_numbers = itertools.count(1)


def _drop(server_url: str, name: str) -> None:
    """Only a superuser may end the server's own worker that is cleaning up there; it is done in a moment."""
    for _ in range(100):
        try:
            return _on_server(server_url, f"DROP DATABASE {name} WITH (FORCE)")
        except psycopg.errors.InsufficientPrivilege:
            time.sleep(0.1)
    raise TimeoutError(f"{name} is still being cleaned up")


def _on_server(server: str, statement: str) -> None:
    with psycopg.connect(server.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(statement)  # type: ignore[call-overload]


def _database(server: str, name: str) -> str:
    return f"{server.rpartition('/')[0]}/{name}"


@pytest.fixture(autouse=True)
def plain_logs() -> None:
    """What goes wrong within a front is logged without its variables: whole regulations take minutes to write down."""
    structlog.configure(processors=[structlog.processors.add_log_level, _PLAIN])


@pytest.fixture(scope="session")
def postgres_server_url() -> Iterator[str]:
    """A PostgreSQL server of this run's own; its account may create databases."""
    with in_thread(run_postgres) as server:
        yield server


@pytest.fixture(scope="session")
def database_template(postgres_server_url: str) -> str:
    """The name of a migrated database with the shipped calendar, copied for each test."""
    _on_server(postgres_server_url, f"CREATE DATABASE {_TEMPLATE}")
    url = _database(postgres_server_url, _TEMPLATE)
    upgrade(url)
    engine = connect(url, pool_size=1)
    Records(engine).seed_calendar(official_decisions(), at=datetime(2026, 1, 1, tzinfo=UTC))
    engine.dispose()
    return _TEMPLATE


@pytest.fixture(scope="module")
def shared_database_url(postgres_server_url: str, database_template: str) -> Iterator[str]:
    """The same, for a whole module of tests that do not mind each other."""
    name = f"test_{next(_numbers)}"
    _on_server(postgres_server_url, f"CREATE DATABASE {name} TEMPLATE {database_template}")
    yield _database(postgres_server_url, name)
    _drop(postgres_server_url, name)


@pytest.fixture
def database_url(postgres_server_url: str, database_template: str) -> Iterator[str]:
    """A migrated database with the shipped calendar and nothing else, this test's own."""
    name = f"test_{next(_numbers)}"
    _on_server(postgres_server_url, f"CREATE DATABASE {name} TEMPLATE {database_template}")
    yield _database(postgres_server_url, name)
    _drop(postgres_server_url, name)


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """The way to a database of this test's own."""
    engine = connect(database_url)
    yield engine
    engine.dispose()
