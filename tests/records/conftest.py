"""Fixtures: the record on a separate database for each test."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Engine, text

from records.record import Record
from tests.support.records.desk import Desk

Sql = Callable[..., list[Any]]


@pytest.fixture
def record(engine: Engine) -> Record:
    return Record(engine)


@pytest.fixture
def desk(record: Record) -> Desk:
    return Desk(record)


@pytest.fixture
def sql(engine: Engine) -> Sql:
    """Run SQL directly on the record's database."""

    def run(statement: str, **parameters: Any) -> list[Any]:
        with engine.begin() as connection:
            result = connection.execute(text(statement), parameters)
            return list(result) if result.returns_rows else []

    return run
