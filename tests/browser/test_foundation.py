"""The first page and the sign-in in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.support.browser.window import AT_BOTH_WIDTHS, Window

pytestmark = pytest.mark.slow


@AT_BOTH_WIDTHS
def test_staff_sign_in_and_out_and_every_page_on_the_way_is_fit_to_read(window: Window) -> None:
    window.opens("/")
    window.is_fit_to_read()
    window.opens("/dang-nhap")
    window.is_fit_to_read()
    window.signs_in("trungtam")
    window.is_fit_to_read()
    window.opens_menu()
    window.is_fit_to_read()
    window.page.get_by_role("button", name="Đăng xuất").click()
    expect(window.page.get_by_role("link", name="Thông báo")).to_have_count(0)
    window.opens_menu()
    window.page.get_by_role("link", name="Cán bộ đăng nhập").wait_for()


def test_the_language_changes_where_the_person_stands(plain_window: Window) -> None:
    plain_window.opens("/dang-nhap")
    plain_window.opens_menu()
    plain_window.page.get_by_role("button", name="English").click()
    expect(plain_window.page.get_by_role("heading", level=1)).to_have_text("Staff sign-in")
