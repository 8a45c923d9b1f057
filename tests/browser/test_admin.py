"""End to end in a browser: an admin keeps an office, on a phone and on a desktop. Every page on the way is accessible."""

from __future__ import annotations

import uuid

import pytest

from tests.support.browser.window import Window

pytestmark = pytest.mark.slow

OFFICE = "/quan-tri/dia-phuong/khanh-hoa"
LOOKED_AT = (
    "/quan-tri?dia-phuong=khanh-hoa",
    f"{OFFICE}/linh-vuc",
    f"{OFFICE}/dia-ban/them",
    f"{OFFICE}/phan-phoi",
    "/quan-tri/tai-khoan?dia-phuong=khanh-hoa",
    "/quan-tri/lich",
    "/quan-tri/thay-doi",
    "/quan-tri/lan-xem",
    "/quan-tri/tin",
    "/quan-tri/dien-thu?dia-phuong=khanh-hoa&luc=2026-11-16T09:00&linh-vuc=moi-truong",
    "/uy-quyen?dia-phuong=khanh-hoa",
    "/ban-giao?dia-phuong=khanh-hoa",
    "/tai-khoan",
)


def test_an_admin_adds_an_agency_and_an_account_for_it(window: Window) -> None:
    page, new = window.page, uuid.uuid4().hex[:8]
    window.signs_in("quantri.khanh-hoa")
    window.opens("/quan-tri")
    page.get_by_role("link", name="Cơ quan xử lý").click()
    page.get_by_role("link", name="Thêm cơ quan").click()
    page.get_by_label("Mã").fill(f"so-{new}")
    page.get_by_label("Tên cơ quan").fill("Sở mới")
    page.get_by_label("Hạn xử lý riêng").fill("bốn ngày")
    page.get_by_role("button", name="Lưu").click()
    page.locator("#own_limit-error").wait_for()
    window.is_fit_to_read()
    assert [said for said in window.complaints if "422" not in said] == []
    window.complaints.clear()  # the browser logs the status of the refused form
    page.get_by_label("Hạn xử lý riêng").fill("4 wd")
    page.get_by_role("button", name="Lưu").click()
    page.get_by_text(f"Đã lưu mục so-{new}.").wait_for()
    window.is_fit_to_read()
    window.opens("/quan-tri/tai-khoan/them?dia-phuong=khanh-hoa")
    page.get_by_label("Tên đăng nhập").fill(f"binh.{new}")
    page.get_by_label("Họ tên hiển thị").fill("Trần Bình")
    page.get_by_label("Vai trò").select_option(label="cán bộ chuyên môn")
    page.get_by_label("Cơ quan xử lý").select_option(f"so-{new}")
    window.is_fit_to_read()
    page.get_by_role("button", name="Thêm").click()
    page.get_by_role("heading", name=f"Mật khẩu của binh.{new}").wait_for()
    window.is_fit_to_read()


def test_every_page_of_an_admin_is_fit_to_read(window: Window) -> None:
    window.signs_in("quantri")
    for address in LOOKED_AT:
        window.opens(address)
        window.is_fit_to_read()


def test_an_admin_sees_what_a_day_off_would_move_before_it_is_saved(plain_window: Window) -> None:
    page = plain_window.page
    plain_window.signs_in("quantri")
    plain_window.opens("/quan-tri/lich")
    page.get_by_label("Số hiệu").fill("25/CĐ-TTg")
    page.get_by_label("Đọc được ở đâu").fill("Công điện 25/CĐ-TTg")
    page.get_by_label("Lý do, người dân sẽ đọc").first.fill("Nghỉ tránh bão")
    page.get_by_label("Các ngày nghỉ").first.fill("15/12/2026")
    page.get_by_role("button", name="Xem trước", exact=True).click()
    page.get_by_text("Chưa lưu gì.").wait_for()
    page.get_by_role("link", name="Không lưu").click()
    page.get_by_role("heading", name="Lịch làm việc").wait_for()


def test_the_progress_of_a_saved_act_goes_on_by_itself_and_the_act_is_withdrawn(window: Window) -> None:
    page, number = window.page, f"{uuid.uuid4().hex[:6]}/CĐ-TTg"
    window.town.file()
    window.signs_in("quantri")
    window.opens("/quan-tri/lich")
    page.get_by_label("Số hiệu").fill(number)
    page.get_by_label("Đọc được ở đâu").fill("Công điện")
    page.get_by_label("Lý do, người dân sẽ đọc").first.fill("Nghỉ tránh bão")
    page.get_by_label("Các ngày nghỉ").first.fill("15/12/2026")
    page.get_by_role("button", name="Xem trước", exact=True).click()
    page.get_by_text("Chưa lưu gì.").wait_for()
    with window.town.frozen("-m\0worker"):
        page.get_by_role("button", name="Lưu và báo các hồ sơ").click()
        page.get_by_text("đang báo các hồ sơ").wait_for()
        window.is_fit_to_read()
    page.get_by_text("đã báo xong").wait_for()
    assert page.locator("[hx-get]").count() == 0, "the page must stop polling once every case was told"
    window.opens("/quan-tri/lich?nam=2026")
    page.get_by_role("button", name=f"Xem trước việc thu hồi {number}").click()
    page.get_by_text("Chưa thu hồi gì.").wait_for()
    window.is_fit_to_read()
    page.get_by_role("button", name="Thu hồi và báo các hồ sơ").click()
    page.get_by_text("Đã thu hồi văn bản.").wait_for()
    window.is_fit_to_read()
