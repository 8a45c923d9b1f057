"""Members of staff at their pages in a real browser: what each sees, opens and presses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from tests.support.browser.window import Window

_CHOSEN = frozenset({"lead", "field", "officer", "ground", "rating", "urgency"})


@dataclass(frozen=True)
class Clerk:
    """A member of staff, signed in at a window."""

    window: Window

    @classmethod
    def at(cls, window: Window, username: str) -> Clerk:
        """Sign in. Anybody signed in before is signed out."""
        window.page.context.clear_cookies()
        window.signs_in(username)
        return cls(window)

    def opens(self, code: str) -> Clerk:
        """Open the case by its address."""
        self.window.opens(f"/can-bo/ho-so/{code}")
        self.window.page.get_by_role("heading", level=1, name=code).wait_for()
        return self

    def finds(self, code: str) -> Clerk:
        """Open the case through the inbox."""
        self.window.opens("/can-bo?xem=dang-mo")
        self.window.page.get_by_role("link", name=code, exact=True).click()
        self.window.page.get_by_role("heading", level=1, name=code).wait_for()
        return self

    def does(self, act: str, **typed: str) -> Clerk:
        """Do the act, and wait until the page says that it was recorded."""
        self.sends(act, **typed)
        self.window.page.get_by_role("status").get_by_text("Đã ghi nhận").wait_for()
        return self

    def sends(self, act: str, **typed: str) -> None:
        """Unfold the act's form if needed, fill it in and send it. `today` stands for today's date, `yes` for a tick."""
        details = self.window.page.locator(f"details#{act}")
        if details.get_attribute("open") is None:
            details.locator("summary").first.click()
        for name, value in typed.items():
            field = details.locator(f'[name="{name}"]')
            if name in _CHOSEN:
                field.select_option(value)
            elif value == "yes":
                field.check()
            else:
                field.fill(_today() if value == "today" else value)
        details.locator(".actions button").first.click()


def _today() -> str:
    return f"{datetime.now(ZoneInfo('Asia/Ho_Chi_Minh')).date()}"
