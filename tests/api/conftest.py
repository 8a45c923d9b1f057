"""A desk for each test."""

from __future__ import annotations

import pytest

from tests.api.desk import Desk


@pytest.fixture
def desk() -> Desk:
    """The front over rooms in memory, its people signed in, nothing filed."""
    return Desk()
