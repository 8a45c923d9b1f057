"""The fixtures that several rooms share: a real PostgreSQL, and in it a migrated database for each test that asks."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import psycopg
import pytest
import structlog
from sqlalchemy import Engine

from calendars import official_decisions
from procedures import provinces
from records.engine import connect
from records.migrations import upgrade
from records.record import Record
from stack.postgres import run_postgres
from tests.support.in_thread import in_thread
from tests.support.memory import use_memory

if TYPE_CHECKING:
    from tests.support.system import Town

use_memory()

_PLAIN = structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
_MIGRATED, _FURNISHED, _STAFFED = "hientruong_migrated", "hientruong_furnished", "hientruong_staffed"
_LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
_numbers = itertools.count(1)


def _drop(server_url: str, name: str) -> None:
    """Drop the database. Retry while the server's own worker cleans up there, because only a superuser may end it."""
    for _ in range(100):
        try:
            return _on_server(server_url, f"DROP DATABASE {name} WITH (FORCE)")
        except psycopg.errors.InsufficientPrivilege:
            time.sleep(0.1)
    raise TimeoutError(f"{name} is still being cleaned up")


def _on_server(server: str, statement: str) -> None:
    with psycopg.connect(server.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(statement)


def _copy(server: str, template: str, name: str) -> None:
    """Make a database like the template. Its files are copied: logging every page of it takes four times as long."""
    _on_server(server, f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")


def _database(server: str, name: str) -> str:
    return f"{server.rpartition('/')[0]}/{name}"


@pytest.fixture(autouse=True)
def plain_logs() -> None:
    """Log errors within a front without their variables, because whole regulations take minutes to write down."""
    structlog.configure(processors=[structlog.processors.add_log_level, _PLAIN])


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A running system, shared by all tests of one process. Tests kill its parts; each test finds all parts running."""
    from tests.support.system import open_town  # other rooms need not load what it takes

    with open_town(tmp_path_factory.mktemp("system")) as town:
        yield town


@pytest.fixture(scope="session")
def postgres_server_url() -> Iterator[str]:
    """A PostgreSQL server of this run's own; its account may create databases."""
    with in_thread(run_postgres) as server:
        yield server


@pytest.fixture(scope="session")
def migrated_template(postgres_server_url: str) -> str:
    """The name of a migrated database with the shipped calendar, to be copied."""
    _on_server(postgres_server_url, f"CREATE DATABASE {_MIGRATED}")
    url = _database(postgres_server_url, _MIGRATED)
    upgrade(url)
    engine = connect(url, pool_size=1)
    Record(engine).calendar.seed(official_decisions(), at=_LONG_AGO)
    engine.dispose()
    return _MIGRATED


@pytest.fixture(scope="session")
def furnished_template(postgres_server_url: str, migrated_template: str) -> str:
    """The name of such a database into which the offices that ship have moved, for rooms that need them in every test."""
    _copy(postgres_server_url, migrated_template, _FURNISHED)
    engine = connect(_database(postgres_server_url, _FURNISHED), pool_size=1)
    for office in provinces().offices:
        Record(engine).offices.load(office, at=_LONG_AGO)
    engine.dispose()
    return _FURNISHED


@pytest.fixture(scope="session")
def staffed_template(postgres_server_url: str, furnished_template: str) -> str:
    """The name of such a database with the people of a real desk, for rooms whose tests each begin with one."""
    from tests.support.fronts.real_desk import RealDesk  # other rooms need not load the whole front

    _copy(postgres_server_url, furnished_template, _STAFFED)
    engine = connect(_database(postgres_server_url, _STAFFED), pool_size=1)
    RealDesk(engine)
    engine.dispose()
    return _STAFFED


@pytest.fixture(scope="session")
def database_template(migrated_template: str) -> str:
    """The database that is copied for each test; a room may name another."""
    return migrated_template


@pytest.fixture(scope="module")
def shared_database_url(postgres_server_url: str, database_template: str) -> Iterator[str]:
    """A copy of the template, for a whole module of tests that do not mind each other."""
    name = f"test_{next(_numbers)}"
    _copy(postgres_server_url, database_template, name)
    yield _database(postgres_server_url, name)
    _drop(postgres_server_url, name)


@pytest.fixture
def database_url(postgres_server_url: str, database_template: str) -> Iterator[str]:
    """A copy of the template, this test's own."""
    name = f"test_{next(_numbers)}"
    _copy(postgres_server_url, database_template, name)
    yield _database(postgres_server_url, name)
    _drop(postgres_server_url, name)


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """The way to a database of this test's own."""
    engine = connect(database_url)
    yield engine
    engine.dispose()
