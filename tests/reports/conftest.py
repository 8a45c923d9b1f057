"""A record of each test's own, with the offices that ship."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine

from authorities import shipped_offices
from records.reading import Reader
from records.writing import Records
from tests.reports.town import Town


@pytest.fixture
def reader(engine: Engine) -> Reader:
    return Reader(engine)


@pytest.fixture
def town(engine: Engine) -> Town:
    records = Records(engine)
    for office in shipped_offices():
        records.load_office(office, at=datetime(2026, 1, 1, tzinfo=UTC))
    return Town(records)
