"""A town for each module, and both ways into it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.permissions.doors import Api, Door, Pages
from tests.support.permissions.town import Town


@pytest.fixture(scope="session")
def database_template(furnished_template: str) -> str:
    """Every record here has the shipped offices."""
    return furnished_template


@pytest.fixture(scope="module")
def town() -> Iterator[Town]:
    """Every role of every authority, at a front for the whole module."""
    town = Town()
    with town.client:
        yield town


@pytest.fixture(scope="module", params=[Api, Pages], ids=["api", "pages"])
def door(request: pytest.FixtureRequest, town: Town) -> Door:
    """A way to the cases: first the API, then the pages."""
    made: Door = request.param(town)
    return made
