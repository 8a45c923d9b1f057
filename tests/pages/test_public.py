"""The public pages without JavaScript: the list, its filters in the address, the map's list, one case."""

from __future__ import annotations

import re
from html import unescape

import pytest

from tests.support.fronts.desk import Desk
from tests.support.pages.walker import HOST, Walker

HERE = {"latitude": 12.2388, "longitude": 109.1967}
ROOT = "/cong-khai/khanh-hoa"


def _codes(page: str) -> list[str]:
    return re.findall(r'href="/cong-khai/ho-so/([^"]+)"', page)


def test_the_authorities_stand_on_the_first_page_with_how_many_cases_anybody_may_see(
    desk: Desk, walker: Walker
) -> None:
    desk.walked("publish")
    desk.walked("publish")
    desk.walked("approve")
    page = walker.opens("/cong-khai").text
    assert f'<a href="{ROOT}">Ủy ban nhân dân tỉnh Khánh Hòa</a>' in page
    assert "2 hồ sơ" in page
    assert page.count("Chưa có hồ sơ nào") == 4


@pytest.mark.parametrize("address", [ROOT, f"{ROOT}/ban-do"])
def test_only_what_may_be_seen_is_listed_and_nobody_who_reported(desk: Desk, walker: Walker, address: str) -> None:
    shown, kept = desk.walked("publish", **HERE), desk.walked("approve", **HERE)
    hidden = desk.under(desk.walked("publish", **HERE), hidden=True)
    page = walker.opens(address).text
    assert _codes(page) == [shown]
    assert not any(each in page for each in (kept, hidden, "Hoa<", "0905", "12 Trần Phú"))


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("", True),
        ("text=o+ga", True),
        ("text=ngap", False),
        ("field=giao-thong", True),
        ("field=y-te", False),
        ("status=published", True),
        ("status=closed", False),
        ("since=2026-11-23&until=2026-11-23", True),
        ("since=2026-11-24", False),
        ("text=&field=&place=&status=&since=&until=", True),
        ("box=109.1,12.2,109.3,12.4", True),
        ("box=109.2,12.3,109.3,12.4", False),
        ("utm_source=zalo", True),
    ],
)
@pytest.mark.parametrize("page", [ROOT, f"{ROOT}/ban-do"])
def test_the_filters_stand_in_the_address(desk: Desk, walker: Walker, page: str, query: str, is_found: bool) -> None:
    code = desk.walked("publish", **HERE)
    answer = walker.opens(f"{page}?{query}")
    assert answer.status_code == 200
    assert _codes(answer.text) == [code] * is_found


def test_what_was_sought_stands_in_the_form_and_in_every_way_on(desk: Desk, walker: Walker) -> None:
    for _ in range(25):
        desk.walked("publish")
    page = unescape(walker.opens(f"{ROOT}?text=o+ga&field=giao-thong").text)
    assert 'value="o ga"' in page
    assert '<option value="giao-thong" selected>' in page
    for way in (
        f"{ROOT}/ban-do?text=o+ga&field=giao-thong",
        "/api/v1/public/feed.atom?text=o+ga&field=giao-thong&authority=khanh-hoa",
        "/api/v1/public/complaints.geojson?text=o+ga&field=giao-thong&authority=khanh-hoa",
    ):
        assert f'href="{way}"' in page
    [following] = re.findall(r'rel="next" href="([^"]+)"', page)
    assert following.startswith(f"{ROOT}?text=o+ga&field=giao-thong&cursor=")


def test_pages_follow_one_another_without_a_script(desk: Desk, walker: Walker) -> None:
    codes = [desk.walked("publish") for _ in range(23)][::-1]
    page = unescape(walker.opens(ROOT).text)
    assert "23 hồ sơ" in page
    assert _codes(page) == codes[:20]
    [following] = re.findall(r'rel="next" href="([^"]+)"', page)
    last = unescape(walker.opens(following).text)
    assert _codes(last) == codes[20:]
    assert 'rel="next"' not in last
    assert f'href="{ROOT}">Về trang đầu của danh sách' in last


def test_a_page_that_is_none_of_ours_is_the_first_one(desk: Desk, walker: Walker) -> None:
    code = desk.walked("publish")
    answer = walker.opens(f"{ROOT}?cursor=tu-che&text=o+ga")
    assert (answer.status_code, str(answer.url.query)) == (200, "b'text=o+ga'")
    assert _codes(answer.text) == [code]


@pytest.mark.parametrize("page", [ROOT, f"{ROOT}/ban-do"])
@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("since=h%C3%B4m+qua", "Ngày phải ghi như 2026-01-02."),
        ("until=0001-01-01", "Ngày phải nằm trong các năm từ 2000 đến 2200."),
        (f"text={'a' * 501}", "Mục này dài quá"),
        ("box=x", "Khung bản đồ ghi như"),
        ("status=vui", "Giá trị không có trong danh sách"),
    ],
)
def test_a_filter_that_cannot_be_is_told_and_nothing_typed_is_lost(
    desk: Desk, walker: Walker, page: str, query: str, sentence: str
) -> None:
    desk.walked("publish")
    answer = walker.opens(f"{page}?field=giao-thong&{query}")
    assert answer.status_code == 422
    assert sentence in answer.text
    assert '<option value="giao-thong" selected>' in answer.text


def test_a_case_shows_what_the_public_may_see_of_it_whoever_is_signed_in(desk: Desk, walker: Walker) -> None:
    code = desk.walked("publish")
    for who in (None, "operator"):
        if who:
            walker.signs_in(who)
        page = walker.opens(f"/cong-khai/ho-so/{code}").text
        assert "Ổ gà lớn giữa đường Lê Hồng Phong" in page
        assert "Đã kiểm tra, xử lý xong" in page
        assert "Đã công khai kết quả" in page
        # The public sees neither limits, nor recipients, nor the reporter.
        assert not any(each in page for each in ("Nguyễn Thị Hoa", "0905", "ngày làm việc", "Officer<"))


@pytest.mark.parametrize("code", ["KH-2026-000001", "KH-2026-999999", "x"])
def test_a_case_that_may_not_be_seen_is_as_unknown_as_one_that_is_not(desk: Desk, walker: Walker, code: str) -> None:
    desk.walked("approve")
    answer = walker.opens(f"/cong-khai/ho-so/{code}")
    assert answer.status_code == 404
    assert "Ổ gà" not in answer.text


def test_an_authority_that_is_none_is_told(walker: Walker) -> None:
    for address in ("/cong-khai/khong-co", "/cong-khai/khong-co/ban-do"):
        answer = walker.opens(address)
        assert answer.status_code == 404


def test_the_public_pages_are_read_in_english_too(desk: Desk, walker: Walker) -> None:
    desk.walked("publish", **HERE)
    walker.opens(ROOT)
    walker.sends("/ngon-ngu", language="en")
    for address, words in {
        ROOT: "Cases: 1",
        f"{ROOT}/ban-do": "Map of public cases",
        "/cong-khai": "Public cases",
    }.items():
        assert words in walker.opens(address).text


def test_a_public_case_is_followed_instead_of_reported_again_until_one_stops_or_it_is_hidden(
    desk: Desk, walker: Walker
) -> None:
    first, second = desk.walked("publish"), desk.walked("publish")
    for code in (first, second):
        walker.opens(f"/cong-khai/ho-so/{code}")
        answer = walker.sends(f"/cong-khai/ho-so/{code}/theo-doi")
        assert "Trình duyệt này đang theo dõi hồ sơ này." in answer.text
    assert _codes(walker.opens("/theo-doi").text) == [second, first]
    left = walker.sends(f"/cong-khai/ho-so/{second}/thoi-theo-doi")
    assert left.url.path == "/theo-doi"
    assert _codes(left.text) == [first]
    desk.under(first, hidden=True)
    assert _codes(walker.opens("/theo-doi").text) == []


def test_what_anybody_may_not_see_is_not_followed(desk: Desk, walker: Walker) -> None:
    kept = desk.walked("approve")
    answer = walker.client.post(f"/cong-khai/ho-so/{kept}/theo-doi", headers={"Origin": HOST})
    assert answer.status_code == 404
    assert _codes(walker.opens("/theo-doi").text) == []
