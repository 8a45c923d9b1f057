"""A Chromium window on the running system, and the checks that hold for every page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.support.stack.processes import PATIENCE_SECONDS
from tests.support.system import PASSWORD, Town

PHONE, DESK = 360, 1280
"""The widths of a phone's window and of a desktop's, in pixels."""

AT_BOTH_WIDTHS = pytest.mark.parametrize("window", [PHONE, DESK], ids=["phone", "desk"], indirect=True)
AT_A_DESK = pytest.mark.parametrize("window", [DESK], ids=["desk"], indirect=True)

_HEIGHT = 800
_SERIOUS = {"serious", "critical"}
_AXE = Axe().axe_script


@dataclass
class Window:
    """A person's window. `complaints` are the errors in the console and on the network."""

    page: Page
    town: Town
    site: str
    complaints: list[str] = field(default_factory=list)

    @classmethod
    @contextmanager
    def opened(cls, chromium: Browser, town: Town, width: int, *, javascript: bool = True) -> Iterator[Window]:
        """Open a window without cookies. When it closes, fail if a page broke the content policy or missed a file."""
        context = chromium.new_context(
            viewport={"width": width, "height": _HEIGHT}, locale="vi-VN", java_script_enabled=javascript
        )
        context.set_default_timeout(PATIENCE_SECONDS * 1000)
        window = cls(context.new_page(), town, f"http://127.0.0.1:{town.up.ports['port']}")
        window.page.on("console", lambda said: window.complaints.append(said.text) if said.type == "error" else None)
        window.page.on("pageerror", lambda error: window.complaints.append(str(error)))
        try:
            yield window
        finally:
            context.close()
        assert window.complaints == [], window.complaints

    def opens(self, address: str) -> None:
        self.page.goto(self.site + address)

    def signs_in(self, username: str) -> None:
        self.opens("/dang-nhap?tiep=/tai-khoan")
        self.page.get_by_label("Tên đăng nhập").fill(username)
        self.page.get_by_label("Mật khẩu").fill(PASSWORD)
        self.page.get_by_role("button", name="Đăng nhập", exact=True).click()
        self.page.get_by_role("link", name="Thông báo").wait_for()

    def opens_menu(self) -> None:
        """Open the menu at the top, where the window is too narrow to show all of it."""
        open_menu(self.page)

    def is_fit_to_read(self) -> None:
        """Check at both widths that nothing overflows sideways and that axe finds nothing serious."""
        self.page.wait_for_load_state("load")  # a click waits only until the next page begins
        assert unfit_at_both_widths(self.page) == [], self.page.url


def open_menu(page: Page) -> None:
    """Open the menu at the top of a page, where it is folded."""
    menu = page.locator("details.menu > summary")
    if menu.is_visible():
        menu.click()


def unfit_at_both_widths(page: Page) -> list[str]:
    """Return what is unfit to read on a phone and at a desk. The window is as wide afterwards as it was before."""
    before = page.viewport_size
    assert before
    found = []
    for width in sorted((PHONE, DESK), key=lambda width: width != before["width"]):
        page.set_viewport_size({"width": width, "height": _HEIGHT})
        found += [f"{each}, at {width}" for each in unfit_to_read(page)]
    page.set_viewport_size(before)
    return found


def unfit_to_read(page: Page) -> list[str]:
    """Return what overflows sideways and the serious findings of axe."""
    needed, given = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    wide = [f"{needed} wide in a window of {given}"] if needed > given else []
    if not page.evaluate("'axe' in window"):
        page.evaluate(_AXE)
    found = page.evaluate("axe.run({resultTypes: ['violations']}).then(found => found.violations)")
    return wide + [
        f"{each['id']}: {each['help']}: {[node['target'] for node in each['nodes']][:4]}"
        for each in found
        if each["impact"] in _SERIOUS
    ]
