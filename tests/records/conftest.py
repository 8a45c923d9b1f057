"""The record on a database of each test's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Engine, text

from records.reading import Reader
from records.writing import Records
from tests.support.records.desk import Desk

Sql = Callable[..., list[Any]]


@pytest.fixture
def records(engine: Engine) -> Records:
    return Records(engine)


@pytest.fixture
def reader(engine: Engine) -> Reader:
    return Reader(engine)


@pytest.fixture
def desk(records: Records, reader: Reader) -> Desk:
    return Desk(records, reader)


@pytest.fixture
def sql(engine: Engine) -> Sql:
    """Asks the database behind the record's back."""

    def run(statement: str, **parameters: Any) -> list[Any]:
        with engine.begin() as connection:
            result = connection.execute(text(statement), parameters)
            return list(result) if result.returns_rows else []

    return run
