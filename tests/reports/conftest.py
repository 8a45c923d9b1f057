"""A record of each test's own, with the offices that ship."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from records.reading import Reader
from records.writing import Records
from tests.support.records.town import Town


@pytest.fixture(scope="session")
def database_template(furnished_template: str) -> str:
    """Every record here has the offices that ship."""
    return furnished_template


@pytest.fixture
def reader(engine: Engine) -> Reader:
    return Reader(engine)


@pytest.fixture
def town(engine: Engine) -> Town:
    return Town(Records(engine))
