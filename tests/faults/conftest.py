"""Real servers for the faults of this folder: each test has a record and a Temporal server of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import Engine

from tests.support.faulty_stack import FaultyStack, faulty_stack


@pytest.fixture
async def faulty(engine: Engine, database_url: str, tmp_path) -> AsyncIterator[FaultyStack]:
    async with faulty_stack(engine, database_url, tmp_path) as stack:
        yield stack
