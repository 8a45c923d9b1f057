"""A running system and the machine's own Chromium, shared by all tests of one worker process."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.support.browser.window import PHONE, Window
from tests.support.stack.processes import PATIENCE_SECONDS
from tests.support.system import Town, open_town

_CALM = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
expect.set_options(timeout=PATIENCE_SECONDS * 1000)
_NAMES = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """`hientruong up` with a data folder and ports of its own."""
    with open_town(tmp_path_factory.mktemp("browser")) as town:
        yield town


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A Chromium for each module, because its event loop ends with the module. Each window has its own cookies."""
    program = next(filter(None, map(shutil.which, _NAMES)), None)
    assert program, "there is no Chromium on this machine: `make browser` installs one"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(_CALM))
        yield browser
        browser.close()


@pytest.fixture
def window(request: pytest.FixtureRequest, chromium: Browser, town: Town) -> Iterator[Window]:
    """A window as wide as a phone unless the test asks for another width, not signed in."""
    with Window.opened(chromium, town, getattr(request, "param", PHONE)) as window:
        yield window


@pytest.fixture
def plain_window(chromium: Browser, town: Town) -> Iterator[Window]:
    """A window as wide as a phone, with JavaScript off."""
    with Window.opened(chromium, town, PHONE, javascript=False) as window:
        yield window
