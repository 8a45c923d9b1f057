"""End to end in a browser: a citizen reports and rates, on a phone, on a desktop and without JavaScript."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import expect

from tests.support.attachments.pictures import photo
from tests.support.browser.reporter import Reporter
from tests.support.browser.window import AT_BOTH_WIDTHS, Window
from tests.support.stack.processes import eventually

pytestmark = pytest.mark.slow

CENTRE, OFFICER, LEADER = "trungtam", "canbo.ubnd-nha-trang", "lanhdao.ubnd-nha-trang"
MOST_BYTES = 100_000


def walks_from_report_to_rating(window: Window, a_photo: Path, look: Callable[[], None] = lambda: None) -> None:
    reporter = Reporter(window)

    def shows(role: Literal["link", "button"], name: str) -> bool:
        reporter.opens_case()
        return window.page.get_by_role(role, name=name).count() > 0

    reporter.fills_in("khanh-hoa", field="moi-truong", place_id="loc-tho")
    look()
    reporter.looks_over()
    look()
    window.page.locator('input[type="file"]').set_input_files([a_photo])
    reporter.presses_send()
    look()
    reporter.opens_case()
    expect(window.page.get_by_role("img", name="Ảnh 1, Kèm phản ánh")).to_be_visible()
    reporter.writes("comment", "Hôm nay vẫn chưa ai đến thu gom.")
    reporter.case.does(CENTRE, "dispatch", lead="ubnd-nha-trang")
    reporter.case.does(OFFICER, "accept")
    reporter.opens_case()
    expect(window.page.locator(".timeline .next").first).to_contain_text("Điều 7 khoản 3")
    look()
    reporter.case.does(OFFICER, "submit_result", result="Đã thu gom sạch rác.")
    reporter.case.does(LEADER, "approve")
    reporter.case.does(LEADER, "publish")
    reporter.opens_case()
    expect(window.page.get_by_text("Đã thu gom sạch rác.").first).to_be_visible()
    look()
    eventually(lambda: shows("link", "PDF"))
    letter = window.page.get_by_role("link", name="PDF").get_attribute("href")
    assert window.page.context.request.get(f"{window.site}{letter}").headers["content-type"] == "application/pdf"
    eventually(lambda: shows("button", "Đã đọc tất cả"))
    window.page.get_by_role("button", name="Đã đọc tất cả").click()
    expect(window.page.get_by_role("button", name="Đã đọc tất cả")).to_have_count(0)
    reporter.writes("ask", "Bao giờ có thùng rác mới?")
    reporter.case.does(OFFICER, "answer", answer="Trong tháng 12.")
    reporter.opens_case()
    reporter.rates("Rất hài lòng", "Cảm ơn")
    expect(window.page.locator(".lead")).to_have_text("Đã kết thúc")
    window.opens("/theo-doi")
    expect(window.page.get_by_role("link", name=reporter.code)).to_be_visible()
    look()


@pytest.fixture(scope="module")
def a_photo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("photos") / "rac.jpg"
    file.write_bytes(photo(width=1600, height=1200))
    return file


@AT_BOTH_WIDTHS
def test_from_report_to_rating(window: Window, a_photo: Path) -> None:
    walks_from_report_to_rating(window, a_photo, window.is_fit_to_read)


def test_from_report_to_rating_with_javascript_off(plain_window: Window, a_photo: Path) -> None:
    walks_from_report_to_rating(plain_window, a_photo)


def test_the_place_is_found_by_the_phone_and_on_the_map_only_when_asked(window: Window) -> None:
    window.page.context.grant_permissions(["geolocation"])
    window.page.context.set_geolocation({"latitude": 12.2451, "longitude": 109.1943})
    window.opens("/gui/khanh-hoa")
    latitude = window.page.locator("#latitude")
    expect(latitude).to_have_value("")
    window.page.get_by_role("button", name="Dùng vị trí của điện thoại").click()
    expect(latitude).to_have_value("12.245100")
    window.page.get_by_role("button", name="Chọn trên bản đồ").click()
    expect(window.page.locator("#map .leaflet-pane").first).to_be_attached()
    window.page.locator("#map").click(position={"x": 60, "y": 200})
    expect(latitude).not_to_have_value("12.245100")
    window.page.wait_for_load_state("networkidle")
    window.is_fit_to_read()


def test_help_comes_while_typing(window: Window) -> None:
    window.opens("/gui/khanh-hoa")
    window.page.locator("textarea#content").press_sequentially("toi muon khieu nai viec thu hoi dat")
    expect(window.page.locator("#help")).to_contain_text("dường như viết không dấu")
    expect(window.page.locator("#help")).to_contain_text("Luật Khiếu nại")
    window.is_fit_to_read()


def test_a_draft_outlives_a_lost_network_is_sent_once_and_leaves_nothing_behind(window: Window) -> None:
    page, reporter = window.page, Reporter(window)
    reporter.fills_in("khanh-hoa", field="moi-truong")
    once = page.locator('[name="once"]').input_value()
    eventually(
        lambda: page.evaluate("caches.open('forms-1').then(cache => cache.match('/gui/khanh-hoa')).then(Boolean)")
    )
    eventually(lambda: page.evaluate("localStorage.getItem('draft:khanh-hoa')?.includes('Trần Phú')"))
    assert "Nguyễn Thị Hoa" not in page.evaluate("JSON.stringify(localStorage)")
    page.context.set_offline(True)
    page.reload()
    expect(page.locator("textarea#content")).to_have_value(
        "Rác thải chất đống trên vỉa hè nhiều ngày chưa được thu gom, bốc mùi hôi."
    )
    expect(page.get_by_label("Họ tên")).to_have_value("Nguyễn Thị Hoa")
    assert page.locator('[name="once"]').input_value() == once
    page.get_by_role("button", name="Tiếp tục").click()
    expect(page.get_by_text("Chưa có mạng.")).to_be_visible()
    page.context.set_offline(False)
    expect(page.get_by_text("Đã có mạng trở lại")).to_be_visible()
    window.complaints.clear()  # that the network was gone
    reporter.looks_over()
    reporter.presses_send()
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    window.opens("/gui/khanh-hoa")
    expect(page.locator("textarea#content")).to_have_value("")


def test_a_page_that_was_never_opened_says_without_a_network_that_there_is_none(window: Window) -> None:
    window.opens("/gui/khanh-hoa")
    eventually(
        lambda: window.page.evaluate("caches.open('forms-1').then(cache => cache.match('/ngoai-tuyen')).then(Boolean)")
    )
    window.page.context.set_offline(True)
    window.opens("/theo-doi")
    expect(window.page.get_by_role("heading", level=1)).to_have_text("Không có mạng")
    window.is_fit_to_read()
    window.complaints.clear()  # that the network was gone


@pytest.mark.parametrize("address", ["/gui/khanh-hoa", "/"])
def test_a_citizens_page_weighs_less_than_100_kb_at_first_sight(window: Window, address: str) -> None:
    network = window.page.context.new_cdp_session(window.page)
    network.send("Network.enable")
    weights: list[float] = []
    network.on("Network.loadingFinished", lambda done: weights.append(done["encodedDataLength"]))
    window.opens(address)
    window.page.wait_for_load_state("networkidle")
    assert len(weights) > 1
    assert sum(weights) < MOST_BYTES
