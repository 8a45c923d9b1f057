"""A desk for each test."""

from __future__ import annotations

import pytest

from tests.support.fronts.desk import Desk


@pytest.fixture
def desk() -> Desk:
    """The front over a record in memory: its people signed in, no case filed."""
    return Desk()
