"""A record for each test, with the shipped offices."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from records.record import Record
from tests.support.records.town import Town


@pytest.fixture(scope="session")
def database_template(furnished_template: str) -> str:
    """Every record here has the shipped offices."""
    return furnished_template


@pytest.fixture
def record(engine: Engine) -> Record:
    return Record(engine)


@pytest.fixture
def town(engine: Engine) -> Town:
    return Town(Record(engine))
