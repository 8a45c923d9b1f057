"""The pages of figures in a real browser."""

from __future__ import annotations

import pytest

from tests.support.browser.window import Window

pytestmark = pytest.mark.slow


def test_the_pages_of_figures_are_fit_to_read_with_their_tables_open(window: Window) -> None:
    window.opens("/cong-khai/khanh-hoa/so-lieu")
    window.page.get_by_text("Bảng số liệu từng tháng").click()
    window.is_fit_to_read()
    window.signs_in("trungtam")
    window.opens("/can-bo/thong-ke")
    window.page.get_by_text("Bảng số liệu từng cơ quan").click()
    window.is_fit_to_read()
    window.page.get_by_label("Lĩnh vực (không bắt buộc)").select_option(index=1)
    window.page.get_by_role("button", name="Xem").click()
    window.page.wait_for_url("**/can-bo/thong-ke?**field=**")


def test_the_pages_of_any_days_are_fit_to_read(window: Window) -> None:
    window.opens("/cong-khai/khanh-hoa/so-lieu/ky")
    window.is_fit_to_read()
    window.signs_in("trungtam")
    window.opens("/can-bo/thong-ke/ky")
    window.page.get_by_text("Bảng số liệu từng cơ quan").click()
    window.is_fit_to_read()
