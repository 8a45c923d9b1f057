"""A desk, and a person at its pages."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from tests.support.fronts.desk import Desk
from tests.support.fronts.real_desk import RealDesk
from tests.support.pages.walker import Walker


@pytest.fixture(scope="session")
def database_template(staffed_template: str) -> str:
    """Every record here has the shipped offices and the people of a real desk."""
    return staffed_template


@pytest.fixture
def desk() -> Desk:
    """The front over a record in memory, no case filed."""
    return Desk()


@pytest.fixture
def walker(desk: Desk) -> Walker:
    """A person at the pages, not signed in."""
    return Walker(desk)


@pytest.fixture
def real_desk(engine: Engine) -> RealDesk:
    """The front over a real record: its people signed in, no case filed."""
    return RealDesk(engine)
