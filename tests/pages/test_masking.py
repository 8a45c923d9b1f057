"""Words are masked on a page without JavaScript: what is suggested is ticked, other words are written one on a line."""

from __future__ import annotations

from tests.support.fronts.desk import Desk
from tests.support.pages.walker import Walker

CONTENT = "Ông Nguyễn Văn Tám đổ phế thải, gọi 0905 123 987 không nghe, xe của con ông Bảy"


def at_the_words(desk: Desk, walker: Walker) -> str:
    code = desk.filed(content=CONTENT)
    walker.signs_in("operator")
    assert walker.opens(f"/can-bo/ho-so/{code}/che-loi").status_code == 200
    return code


def test_the_case_page_leads_who_publishes_to_the_words(desk: Desk, walker: Walker) -> None:
    code = desk.filed(content=CONTENT)
    walker.signs_in("operator")
    page = walker.opens(f"/can-bo/ho-so/{code}").text
    assert f'href="/can-bo/ho-so/{code}/che-loi"' in page
    assert "3 chỗ có thể là dữ liệu cá nhân" in page


def test_what_was_ticked_and_what_was_written_is_masked(desk: Desk, walker: Walker) -> None:
    code = at_the_words(desk, walker)
    page = walker.sends_with(
        f"/can-bo/ho-so/{code}/che-loi", {"words[]": ["0905 123 987"], "words": "Nguyễn Văn Tám\n\nxe của con"}
    )
    assert (page.status_code, page.url.path) == (200, f"/can-bo/ho-so/{code}/che-loi")
    assert "Ông [đã che] đổ phế thải, gọi [đã che] không nghe, [đã che] ông Bảy" in page.text
    assert "Che lần cuối bởi" in page.text
    assert "đã che một phần" in walker.opens(f"/can-bo/ho-so/{code}").text


def test_words_that_stand_nowhere_are_told_beside_the_field_and_stay_typed(desk: Desk, walker: Walker) -> None:
    code = at_the_words(desk, walker)
    page = walker.sends_with(f"/can-bo/ho-so/{code}/che-loi", {"words": "Trần Thị Chín"})
    assert page.status_code == 422
    assert 'id="words-error"' in page.text
    assert "Trần Thị Chín</textarea>" in page.text


def test_nothing_chosen_masks_nothing(desk: Desk, walker: Walker) -> None:
    code = at_the_words(desk, walker)
    page = walker.sends_with(f"/can-bo/ho-so/{code}/che-loi", {})
    assert page.status_code == 200
    assert "[đã che]" not in page.text.replace("“[đã che]”", "")
