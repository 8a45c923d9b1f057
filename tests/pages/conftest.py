"""A desk, and somebody at its pages."""

from __future__ import annotations

import pytest

from tests.api.desk import Desk
from tests.pages.walker import Walker


@pytest.fixture
def desk() -> Desk:
    """The front over rooms in memory, nothing filed."""
    return Desk()


@pytest.fixture
def walker(desk: Desk) -> Walker:
    """Somebody at the pages who is not known yet."""
    return Walker(desk)
