"""A reporter at a browser window: the citizen's steps, for tests that take a case through the pages."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Locator, expect

from tests.support.browser.window import Window
from tests.support.system import Case

REPORT = {
    "content": "Rác thải chất đống trên vỉa hè nhiều ngày chưa được thu gom, bốc mùi hôi.",
    "occurred_at": "từ sáng thứ Hai",
    "place": "Trước số 12 đường Trần Phú",
    "reporter.name": "Nguyễn Thị Hoa",
    "reporter.phone": "0905 123 456",
    "reporter.email": "hoa@vidu.vn",
    "reporter.address": "10 Trần Phú",
}
"""The answers to type, as far as the regulation asks for them."""

_CHOSEN = ("field", "place_id", "channel")


@dataclass
class Reporter:
    """A person with one report. `code` and `key` are what the person notes after sending."""

    window: Window
    code: str = ""
    key: str = ""

    def fills_in(self, procedure: str, **otherwise: str) -> None:
        """Fill in the first step of the form. Fields are named as in the form, with `__` for a dot; `field` and
        `place_id` are chosen."""
        self.window.opens(f"/gui/{procedure}")
        for name, value in (REPORT | {name.replace("__", "."): value for name, value in otherwise.items()}).items():
            field = self.window.page.locator(f'form[data-draft] [name="{name}"]')
            if name in _CHOSEN:
                field.select_option(value)
            elif field.count():
                field.fill(value)
        pledge = self.window.page.locator('form[data-draft] [name="pledged"]')
        if pledge.count():
            pledge.check()
        self.window.page.wait_for_load_state("networkidle")  # a request for help that is still running would be cut off

    def looks_over(self) -> None:
        """Go to the second step."""
        self.window.page.get_by_role("button", name="Tiếp tục").click()
        expect(self.window.page.get_by_role("heading", level=1)).to_have_text("Xem lại rồi gửi")

    def presses_send(self) -> None:
        """Press send, and note code and key."""
        self.window.page.get_by_role("button", name="Gửi phản ánh", exact=True).click()
        expect(self.window.page.get_by_role("heading", level=1)).to_have_text("Đã nhận phản ánh", timeout=60_000)
        self.code = self.window.page.locator("#code").inner_text()
        self.key = self.window.page.locator("#key").inner_text()

    def sends(self, procedure: str, *files: Path, **otherwise: str) -> None:
        """Fill in and send the whole form, photos included."""
        self.fills_in(procedure, **otherwise)
        self.looks_over()
        if files:
            self.window.page.locator('input[type="file"]').set_input_files(files)
        self.presses_send()

    @property
    def case(self) -> Case:
        """The case, for staff who act through the API."""
        return Case(self.window.town, self.code, {"X-Tracking-Key": self.key})

    def opens_case(self) -> None:
        """Open the case's page by its private link."""
        self.window.opens(f"/theo-doi/{self.code}/{self.key}")
        expect(self.window.page.get_by_role("heading", level=1)).to_have_text(f"Hồ sơ {self.code}")

    def writes(self, act: str, words: str) -> None:
        """Do one of the acts that need words: supplement, comment, ask, contest."""
        form = self._form(act)
        form.locator("textarea").fill(words)
        form.get_by_role("button").click()
        self._was_noted()

    def rates(self, words: str, comment: str = "") -> None:
        """Rate in the regulation's own words."""
        form = self._form("rate")
        form.get_by_label(words, exact=True).check()
        form.locator("textarea").fill(comment)
        form.get_by_role("button").click()
        self._was_noted()

    def _form(self, act: str) -> Locator:
        form = self.window.page.locator(f'form[action="/ho-so/{self.code}/{act}"]')
        if not form.is_visible():
            self.window.page.locator(f"#{act} > summary").click()
        return form

    def _was_noted(self) -> None:
        expect(self.window.page.get_by_role("status").filter(has_text="Đã ghi nhận")).to_be_visible()
