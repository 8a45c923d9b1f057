"""Tests that the migrations build the tables that the queries use, and that these accept the statuses and roles of the domain."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from enum import StrEnum
from pathlib import Path

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine
from sqlmodel import SQLModel

from domain.words import Role, Status, Urgency
from records import migrations
from records.cases import tables as case_tables
from records.errors import BadDatabaseUrl, RecordsUnavailable
from records.migrations import upgrade
from stack.ports import free_port
from tests.records.conftest import Sql

pytestmark = pytest.mark.slow


@pytest.fixture
def empty_database(postgres_server_url: str) -> Iterator[str]:
    with psycopg.connect(postgres_server_url, autocommit=True) as connection:
        connection.execute("CREATE DATABASE empty")
        yield f"{postgres_server_url.rpartition('/')[0]}/empty"
        connection.execute("DROP DATABASE empty WITH (FORCE)")


def test_the_migrations_build_the_tables_that_the_queries_see(engine: Engine) -> None:
    assert case_tables.Case.metadata is SQLModel.metadata
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, SQLModel.metadata) == []


def test_several_may_migrate_one_database_at_once_and_again(empty_database: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        for migrated in [pool.submit(upgrade, empty_database) for _ in range(4)]:
            migrated.result()
    upgrade(empty_database)
    versions = Path(migrations.__file__).parent / "versions"
    latest = max(path.name[:4] for path in versions.glob("[0-9]*.py"))
    with psycopg.connect(empty_database) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [(latest,)]


@pytest.mark.parametrize(
    ("constraint", "words", "besides"),
    [
        ("cases_status_check", Status, set()),
        ("cases_urgency_check", Urgency, set()),
        ("events_by_role_check", Role, set()),
        ("accounts_role_check", Role, {Role.REPORTER}),
    ],
)
def test_the_database_admits_the_words_of_the_law_and_no_others(
    sql: Sql, constraint: str, words: type[StrEnum], besides: set[StrEnum]
) -> None:
    admitted = sql(
        "SELECT word[1] FROM pg_constraint, regexp_matches(pg_get_constraintdef(oid), '''(\\w+)''', 'g') AS word"
        " WHERE conname = :constraint",
        constraint=constraint,
    )
    assert {word for (word,) in admitted} == set(words) - besides


def test_a_database_that_is_away_is_unavailable() -> None:
    with pytest.raises(RecordsUnavailable):
        upgrade(f"postgresql://nobody@127.0.0.1:{free_port()}/nothing")


@pytest.mark.parametrize("address", ["", "nothing", "sqlite:///somewhere", "postgresql://me:secret@host:port/name"])
def test_an_address_that_is_none_is_named_without_being_quoted(address: str) -> None:
    with pytest.raises(BadDatabaseUrl) as refused:
        upgrade(address)
    assert "secret" not in str(refused.value)
