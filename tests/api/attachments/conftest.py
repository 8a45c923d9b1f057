"""The record and the front that all cases of a module share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from records.engine import connect
from tests.support.fronts.real_desk import RealDesk


@pytest.fixture(scope="module")
def engine(shared_database_url: str) -> Iterator[Engine]:
    """The record that all cases of a module share."""
    engine = connect(shared_database_url)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def real_desk(engine: Engine) -> RealDesk:
    """The front over that record, its people signed in."""
    return RealDesk(engine)
