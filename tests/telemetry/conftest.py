"""A desk for each test."""

from __future__ import annotations

import pytest

from tests.support.fronts.desk import Desk


@pytest.fixture(scope="session")
def database_template(staffed_template: str) -> str:
    """Every record here has the shipped offices and the people of a real desk."""
    return staffed_template


@pytest.fixture
def desk() -> Desk:
    """The front over a record in memory: its people signed in, no case filed."""
    return Desk()
