"""A running system, shared by all tests of one worker. Tests kill its parts; each test finds all parts running."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.system import Town, open_town


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with open_town(tmp_path_factory.mktemp("system")) as town:
        yield town
