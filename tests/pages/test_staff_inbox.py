"""The inbox of each role: its cases, their order, filters, dispatch of several cases at once."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from tests.support.fronts.desk import NHA_TRANG, TRANSPORT, Desk
from tests.support.pages.reading import links_of, texts_of
from tests.support.pages.walker import Walker


def codes(page: str) -> list[str]:
    """Return the codes of a list, from the top."""
    return re.findall(r'<h2><a href="/can-bo/ho-so/([A-Z0-9-]+)">', page)


def test_what_waits_for_a_role_is_its_inbox(desk: Desk) -> None:
    filed, dispatched, processing = desk.filed(), desk.walked("dispatch"), desk.walked("accept")
    submitted, approved = desk.walked("submit_result"), desk.walked("approve")
    waits = {
        "operator": {filed, approved},
        "officer": {dispatched, processing},
        "leader": {submitted, approved},
        "other_officer": set(),
    }
    for who, theirs in waits.items():
        walker = Walker(desk)
        walker.signs_in(who)
        assert set(codes(walker.opens("/can-bo").text)) == theirs, who


def test_those_who_only_look_on_see_all_that_is_open_and_no_boxes_to_tick(desk: Desk, walker: Walker) -> None:
    everything = {desk.filed(), desk.walked("accept")}
    desk.walked("rate")
    walker.signs_in("auditor")
    page = walker.opens("/can-bo").text
    assert set(codes(page)) == everything
    assert 'type="checkbox" name="code"' not in page


def test_the_authoritys_leader_is_shown_first_what_is_overdue(desk: Desk, walker: Walker) -> None:
    late = desk.filed()
    desk.waits(timedelta(days=3))
    desk.filed()
    walker.signs_in("authority")
    page = walker.opens("/can-bo").text
    assert codes(page) == [late]
    assert "Quá hạn 1 ngày 3 giờ làm việc" in page
    assert re.search(r"Đã báo cáo vượt cấp đến bậc [1-9]", page)


def test_a_clock_says_in_words_what_is_left_and_that_it_stands_still(desk: Desk, walker: Walker) -> None:
    desk.filed()
    paused = desk.filed()
    desk.acts(paused, "ask_supplement", "operator")
    walker.signs_in("operator")
    assert "Còn 3 giờ 45 phút làm việc" in walker.opens("/can-bo").text
    desk.waits(timedelta(hours=2, minutes=50))
    assert "Sắp đến hạn, còn 55 phút làm việc" in walker.opens("/can-bo").text
    assert "Tạm dừng tính hạn" in walker.opens("/can-bo?xem=dang-mo").text


def test_filters_stand_in_the_address_and_in_the_form_and_lead_on_to_the_table(desk: Desk, walker: Walker) -> None:
    theirs = desk.filed(field="moi-truong")
    desk.filed(field="giao-thong")
    walker.signs_in("operator")
    page = walker.opens("/can-bo?xem=dang-mo&field=moi-truong&text=&status=").text
    assert codes(page) == [theirs]
    assert '<option value="moi-truong" selected>' in page
    table = re.search(r'href="(/can-bo/ho-so\.csv[^"]*)"', page)
    assert table
    lines = walker.opens(table[1].replace("&amp;", "&")).text.splitlines()
    assert [line.split(",")[0] for line in lines[1:]] == [theirs]


@pytest.mark.parametrize("asked", ["status=khong-co", "overdue=co-le", "due_before=hom-qua", "cursor=xau"])
def test_an_address_that_nobody_was_given_is_told_apart_from_a_fault(walker: Walker, asked: str) -> None:
    walker.signs_in("operator")
    assert walker.opens(f"/can-bo?{asked}").status_code == 422


def test_more_than_a_page_goes_on_where_it_ended(desk: Desk, walker: Walker) -> None:
    filed = [desk.filed() for _ in range(53)]
    walker.signs_in("operator")
    first = walker.opens("/can-bo").text
    following = re.search(r'href="([^"]+)" rel="next"', first)
    assert following
    second = walker.opens(following[1].replace("&amp;", "&")).text
    assert codes(first) + codes(second) == filed
    assert "Về đầu danh sách" in second


def test_new_work_is_told_once_and_nothing_while_nothing_changes(desk: Desk, walker: Walker) -> None:
    desk.filed()
    walker.signs_in("operator")
    asks = re.search(r'id="news" hx-get="([^"]+)"', walker.opens("/can-bo").text)
    assert asks
    address = asks[1].replace("&amp;", "&")
    assert walker.opens(address).status_code == 204
    desk.filed()
    told = walker.opens(address)
    assert "Có 1 hồ sơ mới hoặc vừa thay đổi." in told.text
    assert told.headers["hx-trigger"] == "new-work"


class TestSeveralAtOnce:
    def test_each_is_dispatched_and_what_became_of_each_is_told(self, desk: Desk, walker: Walker) -> None:
        both, gone = [desk.filed(), desk.filed()], desk.filed()
        walker.signs_in("operator")
        page = walker.opens("/can-bo/phan-phoi?" + "&".join(f"code={code}" for code in [*both, gone]))
        assert page.text.count('name="code"') == 3
        desk.acts(gone, "dispatch", "operator", lead=TRANSPORT)
        answer = walker.sends("/can-bo/phan-phoi", lead=NHA_TRANG, note="Xử lý trong ngày")
        assert answer.text.count("đã phân phối cho UBND thành phố Nha Trang") == 2
        assert "chưa phân phối. Hồ sơ đang ở trạng thái “chờ cơ quan xử lý tiếp nhận”" in answer.text
        assert [desk.record.complaints[code].lead for code in [*both, gone]] == [NHA_TRANG, NHA_TRANG, TRANSPORT]
        still_chosen = [code for code in [*both, gone] if f'value="{code}" checked' in answer.text]
        assert still_chosen == [gone]

    def test_sent_twice_none_is_dispatched_twice(self, desk: Desk, walker: Walker) -> None:
        code = desk.filed()
        walker.signs_in("operator")
        page = walker.opens(f"/can-bo/phan-phoi?code={code}")
        walker.sends("/can-bo/phan-phoi", lead=NHA_TRANG)
        before = len(desk.record.ledger[code])
        walker.page = page
        assert "đã phân phối cho" in walker.sends("/can-bo/phan-phoi", lead=NHA_TRANG).text
        assert len(desk.record.ledger[code]) == before

    def test_without_an_agency_it_says_so_beside_the_field_and_keeps_what_was_typed(
        self, desk: Desk, walker: Walker
    ) -> None:
        code = desk.filed()
        walker.signs_in("operator")
        walker.opens(f"/can-bo/phan-phoi?code={code}")
        answer = walker.sends("/can-bo/phan-phoi", lead="", note="Xin lưu ý")
        assert answer.status_code == 422
        assert "Hãy chọn cơ quan chủ trì." in answer.text
        assert "Xin lưu ý" in answer.text
        assert f'value="{code}" checked' in answer.text

    def test_whoever_may_not_dispatch_is_offered_nothing(self, desk: Desk, walker: Walker) -> None:
        code = desk.walked("dispatch")
        walker.signs_in("officer")
        assert f'value="{code}"' not in walker.opens("/can-bo").text
        assert "Không có hồ sơ nào được chọn" in walker.opens(f"/can-bo/phan-phoi?code={code}").text


def test_a_page_whose_session_has_ended_asks_to_sign_in_as_a_whole_and_not_in_a_corner(walker: Walker) -> None:
    part = walker.client.get("/can-bo/tin-moi", headers={"HX-Request": "true"})
    assert (part.status_code, part.headers["hx-refresh"], part.text) == (401, "true", "")
    assert walker.opens("/can-bo?xem=viec").url.path == "/dang-nhap"


def test_a_filter_that_is_none_is_told_beside_it_over_the_whole_view_and_what_was_typed_stays(
    desk: Desk, walker: Walker
) -> None:
    code = desk.filed()
    walker.signs_in("operator")
    page = walker.opens(f"/can-bo?text={'rác+' * 200}&field=giao-thong")
    assert page.status_code == 422
    assert "Mục này dài quá" in texts_of(page.text)["text-error"]
    assert codes(page.text) == [code]
    assert 'value="rác' in page.text
    assert '<option value="giao-thong" selected>' in page.text
    table = next(each for each in links_of(page.text) if each.startswith("/can-bo/ho-so.csv"))
    assert walker.client.get(table).status_code == 200
