"""The head of the pages of staff, and how they name whose turn it is."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from tests.support.fronts.desk import Desk
from tests.support.pages.walker import Walker


@pytest.mark.parametrize(
    "address", ["/can-bo", "/can-bo/hom-nay", "/can-bo/thong-ke", "/can-bo/danh-ba", "/tai-khoan", "/cong-khai"]
)
def test_the_number_of_unread_notices_stands_on_every_page(desk: Desk, walker: Walker, address: str) -> None:
    desk.filed()
    walker.signs_in("operator")
    assert "Thông báo (0 chưa đọc)" in walker.opens(address).text


def test_nobody_else_is_told_a_number_of_notices(walker: Walker) -> None:
    assert "chưa đọc" not in walker.opens("/cong-khai").text


def test_a_field_without_which_a_case_is_not_dispatched_is_not_called_optional(desk: Desk, walker: Walker) -> None:
    code, other = desk.filed(field=None), desk.filed()
    walker.signs_in("operator")
    asked = re.compile(r'<select id="dispatch-field" name="field"( required)?')
    found = [asked.search(walker.opens(f"/can-bo/ho-so/{each}").text) for each in (code, other)]
    assert [each and each[1] for each in found] == [" required", None]


def test_a_limit_that_passed_looks_other_than_the_rest_of_the_course(desk: Desk, walker: Walker) -> None:
    code = desk.filed()
    walker.signs_in("operator")
    assert 'class="late"' not in walker.opens(f"/can-bo/ho-so/{code}").text
    desk.waits(timedelta(days=3))
    walker.signs_in("operator")
    assert 'class="late"' in walker.opens(f"/can-bo/ho-so/{code}").text


def test_the_limit_of_the_whole_case_is_not_what_comes_next(desk: Desk, walker: Walker) -> None:
    code = desk.filed()
    walker.signs_in("operator")
    page = walker.opens(f"/can-bo/ho-so/{code}").text
    nexts = re.findall(r'<li class="next">\s*<span class="soft">([^<]+)</span>\s*<p><strong>([^<]+)</strong>', page)
    assert ("Hạn chung", "Toàn bộ hồ sơ") in nexts
    assert "Tiếp theo" in {word for word, _ in nexts}
