"""A camera in front of a running system: signs in, opens a page at a width, takes its picture."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page

from tests.support.browser.window import DESK, PHONE
from tests.support.stack.processes import PATIENCE_SECONDS
from tests.support.system import PASSWORD, Town

_GAP = 24
_COLOURS = 128
_MOST_BYTES = 300_000


@dataclass
class Camera:
    """Takes pictures of one system. People stay signed in from one picture to the next."""

    browser: Browser
    town: Town
    folder: Path
    _contexts: dict[tuple[str, int], BrowserContext] = field(default_factory=dict)

    @property
    def site(self) -> str:
        """The address of the front."""
        return f"http://127.0.0.1:{self.town.up.ports['port']}"

    @contextmanager
    def at(self, who: str, address: str, width: int = DESK, height: int = 800) -> Iterator[Page]:
        """Open a page as this person, at this size in pixels; nobody is signed in for an empty name."""
        page = self._context(who, width).new_page()
        page.set_viewport_size({"width": width, "height": height})
        page.goto(self.site + address)
        page.wait_for_load_state("networkidle")
        yield page
        page.close()

    def sees(self, who: str, address: str, width: int = DESK, height: int = 800, until: str = "") -> Image.Image:
        """Return the picture of a page, from its top, as soon as it shows what `until` selects."""
        with self.at(who, address, width, height) as page:
            if until:
                page.locator(until).first.wait_for()
            return taken(page)

    def on_both(self, who: str, address: str, height: int = 800, until: str = "") -> Image.Image:
        """Return the pictures at a desk and on a phone side by side."""
        return beside(*(self.sees(who, address, width, height, until) for width in (DESK, PHONE)))

    def keeps(self, name: str, picture: Image.Image) -> None:
        """Write the picture with few colours, so that it is light.

        Raises:
            ValueError: the file would be heavier than a page of docs should load.
        """
        file = self.folder / f"{name}.png"
        picture.convert("RGB").quantize(_COLOURS).save(file, optimize=True)
        if file.stat().st_size > _MOST_BYTES:
            raise ValueError(f"{file} has {file.stat().st_size} bytes")

    def _context(self, who: str, width: int) -> BrowserContext:
        if (who, width) not in self._contexts:
            context = self.browser.new_context(locale="vi-VN", viewport={"width": width, "height": 800})
            context.set_default_timeout(PATIENCE_SECONDS * 1000)
            if who:
                page = context.new_page()
                page.goto(f"{self.site}/dang-nhap?tiep=/tai-khoan")
                page.get_by_label("Tên đăng nhập").fill(who)
                page.get_by_label("Mật khẩu").fill(PASSWORD)
                page.get_by_role("button", name="Đăng nhập", exact=True).click()
                page.get_by_role("link", name="Thông báo").wait_for()
                page.close()
            self._contexts[who, width] = context
        return self._contexts[who, width]


def taken(page: Page) -> Image.Image:
    """Return what the page shows in its window."""
    return Image.open(io.BytesIO(page.screenshot()))


def beside(*pictures: Image.Image) -> Image.Image:
    """Return one picture of these, from left to right on white."""
    width = sum(each.width for each in pictures) + _GAP * (len(pictures) - 1)
    sheet = Image.new("RGB", (width, max(each.height for each in pictures)), "white")
    left = 0
    for each in pictures:
        sheet.paste(each, (left, 0))
        left += each.width + _GAP
    return sheet
