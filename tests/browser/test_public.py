"""The public pages in a real browser: a list that needs no script, a map with the list beside it, one case."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from tests.support.browser.window import Window
from tests.support.system import Town

pytestmark = pytest.mark.slow

ROOT = "/cong-khai/khanh-hoa"
OTHER = "Đèn đường Yersin tắt đã ba đêm, cả đoạn phố tối om rất nguy hiểm."


@pytest.fixture(scope="module")
def published(town: Town) -> list[str]:
    """Return the codes of two public cases two kilometres apart, after filing a third that is not public."""
    codes = []
    for number, words in enumerate(("Rác thải xây dựng đổ trộm cuối đường Pasteur, bốc mùi hôi nhiều ngày.", OTHER)):
        case = town.file(content=words, place_id="loc-tho", latitude=12.2388 + number * 0.02, longitude=109.1967)
        case.does("trungtam", "dispatch", lead="ubnd-nha-trang")
        case.does("canbo.ubnd-nha-trang", "accept")
        case.does("canbo.ubnd-nha-trang", "submit_result", result="Đã xử lý xong tại chỗ.")
        case.does("lanhdao.ubnd-nha-trang", "approve")
        case.does("lanhdao.ubnd-nha-trang", "publish")
        codes.append(case.code)
    town.file(content="Điều chưa ai được xem trên đường Nguyễn Huệ", latitude=12.25, longitude=109.19)
    return codes


def test_from_the_authorities_to_a_case_and_every_page_on_the_way_is_fit_to_read(
    window: Window, published: list[str]
) -> None:
    page = window.page
    window.opens("/cong-khai")
    window.is_fit_to_read()
    page.get_by_role("link", name="Ủy ban nhân dân tỉnh Khánh Hòa").click()
    window.is_fit_to_read()
    page.get_by_label("Từ khóa").fill("den duong yersin")
    page.get_by_role("button", name="Tìm").click()
    page.get_by_role("link", name=OTHER).wait_for()
    expect(page.get_by_role("heading", name="1 hồ sơ")).to_have_count(1)
    window.is_fit_to_read()
    page.get_by_role("link", name=OTHER).click()
    page.get_by_text("Đã xử lý xong tại chỗ.").wait_for()
    assert page.url.endswith(f"/cong-khai/ho-so/{published[1]}")
    assert "Nguyễn Thị Hoa" not in page.content()
    window.is_fit_to_read()


def test_the_map_draws_what_the_list_beside_it_says_and_leads_to_the_list_of_what_it_shows(
    window: Window, published: list[str]
) -> None:
    page = window.page
    page.emulate_media(reduced_motion="reduce")
    window.opens(f"{ROOT}/ban-do?text=yersin")
    page.locator("#public-map[data-ready]").wait_for()
    assert page.locator("#public-map path.leaflet-interactive").count() == 1
    assert not page.get_by_text("Bản đồ cần JavaScript").is_visible()
    assert page.get_by_role("link", name=OTHER).count() == 1
    window.is_fit_to_read()
    page.locator("#public-map path.leaflet-interactive").click(force=True)
    page.locator(".leaflet-popup-content").get_by_role("link", name=OTHER).wait_for()
    window.is_fit_to_read()
    link = page.get_by_role("link", name="Danh sách các hồ sơ trong khung này")
    asked = parse_qs(urlsplit(link.get_attribute("href") or "").query)
    assert asked["text"] == ["yersin"]
    assert re.fullmatch(r"(-?[\d.]+,?){4}", asked["box"][0])
    link.click()
    page.get_by_role("heading", name="1 hồ sơ").wait_for()
    assert page.get_by_label("Chỉ trong khung bản đồ đã chọn").is_checked()


def test_without_javascript_the_list_is_found_filtered_and_read(plain_window: Window, published: list[str]) -> None:
    page = plain_window.page
    plain_window.opens(ROOT)
    page.get_by_text("Lọc thêm").click()
    page.get_by_label("Lĩnh vực").select_option("moi-truong")
    page.get_by_label("Từ khóa").fill("do trom pasteur")
    page.get_by_role("button", name="Tìm").click()
    found = page.locator(".cases a")
    expect(found).to_have_count(1)
    found.click()
    page.wait_for_url(f"**/cong-khai/ho-so/{published[0]}")
    plain_window.opens(f"{ROOT}/ban-do?text=pasteur")
    assert page.get_by_text("Bản đồ cần JavaScript").is_visible()
    assert page.locator(".cases a").count() == 1
