"""Passkeys in a real Chromium, with the authenticator that it simulates: added, signed in with, confirmed with, revoked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from api.web.front import Site
from tests.support.browser.window import PHONE, open_menu, unfit_at_both_widths
from tests.support.fronts.confirming import asking_again
from tests.support.fronts.desk import PASSWORD, WORDS, Desk
from tests.support.fronts.served import served
from tests.support.stack.processes import PATIENCE_SECONDS

pytestmark = pytest.mark.slow

OWN = "/tai-khoan/hai-lop"
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def desk() -> Iterator[Desk]:
    """A front at a domain: browsers bind no passkey to an address."""
    desk = Desk()
    with served(desk.app) as server:
        site = Site(f"http://localhost:{server.port}")
        desk.app.state.front = replace(desk.app.state.front, site=site)
        yield desk


@pytest.fixture
def page(chromium: Browser, desk: Desk) -> Iterator[Page]:
    context = chromium.new_context(
        viewport={"width": PHONE, "height": 800},
        base_url=desk.app.state.front.site.address,
        locale="vi-VN",
    )
    context.set_default_timeout(PATIENCE_SECONDS * 1000)
    page = context.new_page()
    cdp = context.new_cdp_session(page)
    cdp.send("WebAuthn.enable")
    cdp.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    yield page
    context.close()


def signs_in(page: Page, username: str = "technician") -> None:
    page.goto(f"/dang-nhap?tiep={OWN}")
    page.get_by_label("Tên đăng nhập").fill(username)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()


def says(page: Page, words: str) -> Any:
    return page.get_by_text(words).first.wait_for()


def test_a_passkey_is_added_signs_in_confirms_and_is_revoked(page: Page, desk: Desk) -> None:
    code = desk.ready_for("delete_test")
    signs_in(page)
    page.get_by_role("heading", level=1, name="Xác thực hai lớp").wait_for()
    assert unfit_at_both_widths(page) == []
    page.get_by_label("Tên của khóa").fill("điện thoại của tôi")
    page.get_by_role("button", name="Thêm khóa truy cập").click()
    says(page, "Đã thêm khóa truy cập.")
    says(page, "điện thoại của tôi")
    assert unfit_at_both_widths(page) == []
    open_menu(page)
    page.get_by_role("button", name="Đăng xuất").click()
    page.wait_for_url("**/")

    signs_in(page)  # the passkey is asked after the password
    says(page, "Mã xác thực")
    page.get_by_role("button", name="Dùng khóa truy cập").click()
    page.get_by_role("heading", level=1, name="Xác thực hai lớp").wait_for()
    open_menu(page)
    page.get_by_role("button", name="Đăng xuất").click()
    page.wait_for_url("**/")

    page.goto(f"/dang-nhap?tiep={OWN}")  # and signs in alone
    assert unfit_at_both_widths(page) == []
    page.get_by_role("button", name="Đăng nhập bằng khóa truy cập").click()
    page.get_by_role("heading", level=1, name="Xác thực hai lớp").wait_for()

    page.goto(f"/can-bo/ho-so/{code}")
    asking_again(desk)
    act = page.locator("details#delete_test")
    if act.get_attribute("open") is None:
        act.locator("summary").first.click()
    act.locator('[name="reason"]').fill(WORDS)
    act.locator(".actions button").first.click()
    says(page, "Xác nhận là bạn")
    assert unfit_at_both_widths(page) == []
    page.get_by_role("button", name="Xác nhận bằng khóa truy cập").click()
    says(page, "Đã ghi nhận")

    page.goto(OWN)
    page.get_by_role("button", name="Gỡ khóa").click()
    says(page, "Đã gỡ khóa truy cập.")
    assert not desk.record.passkeys.kept
