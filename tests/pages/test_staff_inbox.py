"""The inbox of each role: its cases, their order, filters, dispatch of several cases at once."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from domain.offices.places import Place, PlaceKind
from domain.offices.routing import RoutingRule
from domain.words import Status
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
        assert "/can-bo/phan-phoi" not in walker.opens("/can-bo").text
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


def test_each_is_dispatched_as_suggested_unless_its_row_says_another(desk: Desk, walker: Walker) -> None:
    desk.record.rules_ = (RoutingRule("giao-thong", TRANSPORT, "Điều 6", field="giao-thong"),)
    as_suggested, other = desk.filed(), desk.filed()
    walker.signs_in("operator")
    page = walker.opens(f"/can-bo/phan-phoi?code={as_suggested}&code={other}")
    suggested = re.search(rf'name="lead.{as_suggested}".*?<option value="([a-z-]+)" selected>', page.text, re.DOTALL)
    assert suggested
    assert suggested[1] == TRANSPORT
    answer = walker.sends_with("/can-bo/phan-phoi", {f"lead.{other}": NHA_TRANG})
    assert "2 trên 2 hồ sơ đã xong." in answer.text
    assert [desk.record.complaints[code].lead for code in (as_suggested, other)] == [TRANSPORT, NHA_TRANG]


def test_a_row_that_lacks_its_agency_stops_none_of_the_others(desk: Desk, walker: Walker) -> None:
    ready, lacking = desk.filed(), desk.filed()
    walker.signs_in("operator")
    walker.opens(f"/can-bo/phan-phoi?code={ready}&code={lacking}")
    rows = {f"lead.{ready}": NHA_TRANG, f"lead.{lacking}": ""}
    answer = walker.sends_with("/can-bo/phan-phoi", rows)
    assert answer.status_code == 422
    assert "1 trên 1 hồ sơ đã xong." in answer.text
    assert f'value="{lacking}" checked' in answer.text
    assert f'value="{ready}" checked' not in answer.text
    assert desk.record.complaints[ready].lead == NHA_TRANG
    assert desk.record.complaints[lacking].lead is None


def test_a_case_without_a_field_is_asked_for_it_in_its_row(desk: Desk, walker: Walker) -> None:
    code = desk.filed(field=None)
    walker.signs_in("operator")
    walker.opens(f"/can-bo/phan-phoi?code={code}")
    rows = {f"lead.{code}": NHA_TRANG, f"field.{code}": "moi-truong"}
    assert "1 trên 1 hồ sơ đã xong." in walker.sends_with("/can-bo/phan-phoi", rows).text
    assert desk.record.complaints[code].field == "moi-truong"


def test_an_act_is_done_to_each_and_a_refusal_stops_none(desk: Desk, walker: Walker) -> None:
    first, gone, last = (desk.walked("dispatch") for _ in range(3))
    walker.signs_in("officer")
    page = walker.opens("/can-bo").text
    assert 'formaction="/can-bo/nhieu/accept"' in page
    walker.opens("/can-bo/nhieu/accept?" + "&".join(f"code={code}" for code in (first, gone, last)))
    desk.acts(gone, "accept", "officer")
    answer = walker.sends("/can-bo/nhieu/accept")
    assert "2 trên 3 hồ sơ đã xong." in answer.text
    assert "chưa làm." in answer.text
    assert {desk.record.complaints[code].status for code in (first, gone, last)} == {Status.PROCESSING}


def test_a_leader_reads_each_result_before_several_are_approved(desk: Desk, walker: Walker) -> None:
    codes_ = [desk.walked("submit_result") for _ in range(2)]
    walker.signs_in("leader")
    page = walker.opens("/can-bo/nhieu/approve?" + "&".join(f"code={code}" for code in codes_))
    assert page.text.count("Đã kiểm tra, xử lý xong") >= 2
    assert "2 trên 2 hồ sơ đã xong." in walker.sends("/can-bo/nhieu/approve").text


@pytest.mark.parametrize("act", ["dispatch", "refuse", "publish"])
def test_what_needs_words_of_its_own_is_not_done_to_several(walker: Walker, act: str) -> None:
    walker.signs_in("operator")
    assert walker.opens(f"/can-bo/nhieu/{act}?code=KH-2026-000001").status_code == 404


def test_views_tell_how_many_cases_they_hold_and_rows_what_the_rules_suggest(desk: Desk, walker: Walker) -> None:
    desk.record.rules_ = (RoutingRule("giao-thong", TRANSPORT, "Điều 6", field="giao-thong"),)
    desk.filed()
    desk.walked("accept")
    walker.signs_in("operator")
    page = walker.opens("/can-bo").text
    assert "Chờ tôi xử lý (1)" in page
    assert "Đang xử lý (2)" in page
    assert "Quá hạn (0)" in page
    assert "Gợi ý: Sở Giao thông vận tải" in page


def test_all_of_a_page_are_chosen_without_a_script(desk: Desk, walker: Walker) -> None:
    desk.filed()
    desk.filed()
    walker.signs_in("operator")
    link = next(each for each in links_of(walker.opens("/can-bo?field=giao-thong").text) if "chon=tat-ca" in each)
    page = walker.opens(link).text
    assert page.count('name="code"') == len(re.findall(r'name="code"[^>]* checked', page)) == 2
    assert '<option value="giao-thong" selected>' in page


def test_a_case_leads_back_to_its_list_and_to_the_next_one_also_after_an_act(desk: Desk, walker: Walker) -> None:
    first, second, third = (desk.filed() for _ in range(3))
    desk.filed(field="moi-truong")
    walker.signs_in("operator")
    here = "/can-bo?xem=viec&field=giao-thong"
    opened = walker.client.get(f"/can-bo/ho-so/{second}", headers={"Referer": f"https://pakn.vidu.vn{here}"})
    walker.page = opened
    assert here in links_of(opened.text)
    beside = [each for each in links_of(opened.text) if each.startswith("/can-bo/ho-so/") and "?tu=" in each]
    assert [each.split("?")[0] for each in beside] == [f"/can-bo/ho-so/{first}", f"/can-bo/ho-so/{third}"]
    after = walker.sends(f"/can-bo/ho-so/{second}/dispatch", lead=NHA_TRANG)
    assert here in links_of(after.text)
    assert any(each.startswith(f"/can-bo/ho-so/{first}?tu=") for each in links_of(after.text))


@pytest.mark.parametrize(
    "away", ["https://vidu.vn/can-bo?x=1", "//vidu.vn/can-bo?x=1", "/dang-xuat?x=1", "/can-bo/..?x=1"]
)
def test_no_link_makes_a_case_lead_anywhere_but_to_the_inbox(desk: Desk, walker: Walker, away: str) -> None:
    code = desk.filed()
    walker.signs_in("operator")
    page = walker.opens(f"/can-bo/ho-so/{code}?tu={away}")
    assert away not in links_of(page.text)
    walker.sends(f"/can-bo/ho-so/{code}/dispatch", lead=NHA_TRANG, tu=away)
    assert walker.page
    assert away not in links_of(walker.page.text)


def test_a_compact_list_stays_compact_from_view_to_view(desk: Desk, walker: Walker) -> None:
    desk.filed()
    walker.signs_in("operator")
    page = walker.opens("/can-bo?xem=viec&dang=gon").text
    assert 'class="inbox compact"' in page
    assert "/can-bo?xem=tat-ca&dang=gon" in links_of(page)


def test_a_likely_duplicate_is_merged_from_its_card(desk: Desk, walker: Walker) -> None:
    first, second = desk.filed(), desk.filed()
    walker.signs_in("operator")
    page = walker.opens(f"/can-bo/ho-so/{second}").text
    assert page.index("Gộp vào hồ sơ này") < page.index('id="viec"')
    walker.sends(f"/can-bo/ho-so/{second}/merge")
    assert desk.record.complaints[second].merged_into == first


def test_the_instant_cases_are_listed_alone_and_those_of_a_place_and_of_a_day(desk: Desk, walker: Walker) -> None:
    desk.record.places_ = (
        Place("loc-tho", "Phường Lộc Thọ", PlaceKind.WARD),
        Place("nha-trang-22366", "Phường Nha Trang", PlaceKind.WARD),
    )
    ordinary, instant, there = desk.filed(), desk.filed(field="su-co-dien"), desk.filed(place_id="loc-tho")
    walker.signs_in("operator")
    assert "Phường Lộc Thọ" in walker.opens("/can-bo").text
    for asked, found in (
        ("urgency=instant", [instant]),
        ("place=loc-tho", [there]),
        ("received_since=2026-11-23T08:00:00%2B07:00", [ordinary, instant, there]),
        ("received_before=2026-11-23T08:00:00%2B07:00", []),
    ):
        assert codes(walker.opens(f"/can-bo?{asked}").text) == found, asked
    went_over = Place("loc-tho", "Phường Lộc Thọ", PlaceKind.WARD, holds=False, succeeded_by=("nha-trang-22366",))
    desk.record.places_ = (went_over, desk.record.places_[1])
    for place in ("loc-tho", "nha-trang-22366"):
        assert codes(walker.opens(f"/can-bo?place={place}").text) == [there], place
