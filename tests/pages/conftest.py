"""A desk, and somebody at its pages."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from tests.support.fronts.desk import Desk
from tests.support.fronts.real_desk import RealDesk
from tests.support.pages.walker import Walker


@pytest.fixture(scope="session")
def database_template(furnished_template: str) -> str:
    """Every record here has the offices that ship."""
    return furnished_template


@pytest.fixture
def desk() -> Desk:
    """The front over rooms in memory, nothing filed."""
    return Desk()


@pytest.fixture
def walker(desk: Desk) -> Walker:
    """Somebody at the pages who is not known yet."""
    return Walker(desk)


@pytest.fixture
def real_desk(engine: Engine) -> RealDesk:
    """The front over a real record, its people signed in, nothing filed."""
    return RealDesk(engine)
