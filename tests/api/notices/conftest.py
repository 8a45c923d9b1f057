"""A record for each test, with the shipped offices. The people of notices are its own."""

from __future__ import annotations

import pytest


@pytest.fixture(scope="session")
def database_template(furnished_template: str) -> str:
    """Every record here has the shipped offices."""
    return furnished_template
