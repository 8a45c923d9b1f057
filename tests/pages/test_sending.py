"""A report is sent on pages without JavaScript. An error is shown beside its field, nothing typed is lost, a report is
filed once."""

from __future__ import annotations

import re
import uuid
from html import unescape

import pytest

from api.web.throttle import Limits
from domain.offices.places import Place, PlaceKind
from procedures import all_procedures
from tests.support.attachments.pictures import photo
from tests.support.fronts.desk import Desk
from tests.support.pages.citizen import REPORT, SEND, code_and_key, fills_in, sends, sent
from tests.support.pages.reading import texts_of
from tests.support.pages.walker import Walker


def test_a_report_is_looked_over_sent_and_answered_with_a_code_a_key_and_what_comes_next(
    desk: Desk, walker: Walker
) -> None:
    looked_over = fills_in(walker)
    assert looked_over.status_code == 200
    assert "Xem lại rồi gửi" in looked_over.text
    assert desk.record.complaints == {}
    answer = sends(walker)
    code, key = code_and_key(answer)
    assert answer.url.path == f"/gui/khanh-hoa/da-nhan/{code}"
    assert f"/theo-doi/{code}/{key}" in answer.text
    assert "13:45 thứ Hai 23/11/2026" in answer.text
    assert "Điều 6 khoản 3" in answer.text
    assert desk.record.submissions[code].report.content == REPORT["content"]
    assert desk.record.submissions[code].identity.phone == "0905123456"
    assert desk.record.complaints[code].channel == "portal"
    assert "Nguyễn Thị Hoa" not in answer.text


WRONG = {
    "nothing said": ({"content": ""}, "content", "Còn thiếu mục này: Nội dung rõ ràng, chính xác."),
    "no place": ({"place": ""}, "place", "Còn thiếu mục này: Địa điểm."),
    "no time": ({"occurred_at": " "}, "occurred_at", "Còn thiếu mục này: Thời gian."),
    "no name": ({"reporter.name": ""}, "reporter.name", "Còn thiếu mục này: Họ tên."),
    "no phone": ({"reporter.phone": ""}, "reporter.phone", "Còn thiếu mục này: Số điện thoại di động."),
    "a phone that is none": ({"reporter.phone": "12345"}, "reporter.phone", "Số điện thoại di động không đúng"),
    "an e-mail that is none": ({"reporter.email": "hoa"}, "reporter.email", "Địa chỉ thư điện tử không đúng"),
    "a field of nowhere": ({"field": "khong-co"}, "field", "Quy trình không có lĩnh vực"),
    "a place of nowhere": ({"place_id": "khong-co"}, "place_id", "Không có đơn vị hành chính này"),
    "half a point": ({"latitude": "12.2"}, "longitude", "Tọa độ gồm cả vĩ độ và kinh độ"),
    "a point in words": ({"latitude": "gần chợ", "longitude": "109"}, "latitude", "Mục này phải là số."),
    "a point abroad": ({"latitude": "48.8", "longitude": "2.3"}, "latitude", "Vĩ độ"),
    "far too much": ({"content": "ổ gà " * 3000}, "content", "Mục này dài quá"),
}


@pytest.mark.parametrize(("typed", "field", "sentence"), WRONG.values(), ids=WRONG.keys())
def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(
    desk: Desk, walker: Walker, typed: dict[str, str], field: str, sentence: str
) -> None:
    walker.opens(SEND)
    answer = walker.sends_with(SEND, REPORT | typed | {"step": "look"})
    assert answer.status_code == 422
    said = unescape(answer.text)
    beside = said[said.index(f'id="{field}-error"') :][:400]
    assert sentence in beside
    for name, value in (REPORT | typed).items():
        if value.strip() and name not in ("field", "place_id"):
            assert value in said, name
    assert desk.record.complaints == {}


def test_what_word_pastes_is_cleaned_and_never_refused(desk: Desk, walker: Walker) -> None:
    fills_in(walker, content="Ổ gà lớn\x0bgiữa đường\x07 trước chợ\x85rất\x00nguy hiểm", place="Số 45\nLê Hồng Phong")
    code, _ = code_and_key(sends(walker))
    report = desk.record.submissions[code].report
    assert report.content == "Ổ gà lớn\ngiữa đường  trước chợ\nrất nguy hiểm"
    assert report.place == "Số 45 Lê Hồng Phong"


def test_no_mark_of_direction_turns_a_name_around(desk: Desk, walker: Walker) -> None:
    fills_in(walker, reporter__name="Hoa\u202e \u2066Nguyễn\u2069")
    code, _ = code_and_key(sends(walker))
    assert desk.record.submissions[code].identity.name == "Hoa Nguyễn"


def test_a_double_click_and_a_second_try_make_one_report(desk: Desk, walker: Walker) -> None:
    review = fills_in(walker)
    first = code_and_key(sends(walker))
    walker.page = review
    assert code_and_key(sends(walker)) == first
    assert len(desk.record.complaints) == 1


def test_a_form_that_was_sent_and_then_changed_names_the_first_report_and_sends_the_second(
    desk: Desk, walker: Walker
) -> None:
    review = fills_in(walker)
    code, key = code_and_key(sends(walker))
    walker.page = review
    answer = walker.sends(SEND, step="send", content="Một việc khác hẳn ở ngay gần đó")
    assert answer.status_code == 409
    assert f"/theo-doi/{code}/{key}" in answer.text
    assert code_and_key(sends(walker))[0] != code
    assert len(desk.record.complaints) == 2


def test_what_was_typed_can_be_changed_before_it_is_sent(walker: Walker) -> None:
    fills_in(walker)
    form = walker.sends(SEND, step="change")
    assert all(value in unescape(form.text) for value in REPORT.values())
    assert "Bước 1 trong 2" in form.text


def test_while_the_record_is_away_what_was_typed_stays_on_the_page_and_is_sent_later(
    desk: Desk, walker: Walker
) -> None:
    fills_in(walker)
    desk.record.away = True
    answer = sends(walker)
    assert answer.status_code == 503
    assert "Cơ sở dữ liệu chưa trả lời" in answer.text
    assert REPORT["content"] in answer.text
    desk.record.away = False
    assert code_and_key(sends(walker))[0] in desk.record.complaints


def test_the_first_step_keeps_what_was_typed_while_the_record_is_away(desk: Desk, walker: Walker) -> None:
    walker.opens(SEND)
    desk.record.away = True
    answer = walker.sends_with(SEND, REPORT | {"place_id": "loc-tho", "step": "look"})
    assert answer.status_code == 503
    assert all(value in unescape(answer.text) for value in REPORT.values())
    assert '<option value="loc-tho" selected>' in answer.text


def test_a_report_is_taken_while_temporal_is_away(desk: Desk, walker: Walker) -> None:
    fills_in(walker)
    desk.gateway.away = True
    assert code_and_key(sends(walker))[0] in desk.record.complaints


def test_a_browser_that_keeps_no_cookies_is_shown_the_key_at_once(walker: Walker) -> None:
    fills_in(walker)
    walker.client.cookies.clear()
    answer = sends(walker)
    assert answer.url.path == SEND
    code, key = code_and_key(answer)
    assert walker.opens(f"/gui/khanh-hoa/da-nhan/{code}").url.path == "/theo-doi"
    assert walker.opens(f"/theo-doi/{code}/{key}").url.path == f"/ho-so/{code}"


def test_a_key_that_is_made_up_is_shown_nothing_of_the_case(desk: Desk, walker: Walker) -> None:
    code = desk.filed()
    walker.client.cookies.set("__Host-keys", f"{code}:SAI-MA")
    assert walker.opens(f"/gui/khanh-hoa/da-nhan/{code}").url.path == "/theo-doi"


def test_a_centres_operator_writes_down_what_somebody_said_on_the_telephone(desk: Desk, walker: Walker) -> None:
    walker.signs_in("operator")
    code, _ = sent(walker, channel="hotline")
    assert desk.record.complaints[code].channel == "hotline"
    assert "__Host-keys" not in walker.client.cookies


@pytest.mark.parametrize("procedure", sorted(all_procedures()))
def test_each_authority_asks_for_what_its_regulation_asks_and_for_nobody_elses(walker: Walker, procedure: str) -> None:
    text = walker.opens(f"/gui/{procedure}").text
    needs = {need.id for need in all_procedures()[procedure].requirements}
    for who in ("name", "phone", "address"):
        assert (f'name="reporter.{who}"' in text) is (who in needs), who
    assert 'name="reporter.email"' in text
    assert 'name="reporter.told_by"' in text
    assert ('name="pledged"' in text) is ("pledge" in needs)


def test_where_the_text_asks_for_it_nobody_sends_without_answering_for_the_truth(desk: Desk, walker: Walker) -> None:
    said = REPORT | {"reporter.email": "hoa@vidu.vn", "field": "", "step": "look"}
    walker.opens("/gui/binh-dinh")
    page = walker.sends_with("/gui/binh-dinh", said)
    assert page.status_code == 422
    assert 'id="pledged-error"' in page.text
    page = walker.sends_with("/gui/binh-dinh", {"pledged": "true", "step": "look"})
    assert "Xem lại rồi gửi" in page.text
    page = walker.sends("/gui/binh-dinh", step="send")
    assert code_and_key(page)[0] in desk.record.complaints


def test_an_authority_that_is_not_there_is_told_on_a_page(walker: Walker) -> None:
    answer = walker.opens("/gui/khong-co")
    assert answer.status_code == 404
    assert "Chưa có địa phương này" in answer.text


def test_the_wards_of_a_district_stand_beneath_it(desk: Desk, walker: Walker) -> None:
    desk.record.places_ = (
        Place("nha-trang", "Thành phố Nha Trang", PlaceKind.DISTRICT, latitude=12.2388, longitude=109.1967),
        Place("loc-tho", "Phường Lộc Thọ", PlaceKind.WARD, parent="nha-trang"),
        Place("cu", "Phường cũ", PlaceKind.WARD, parent="nha-trang", active=False),
    )
    text = walker.opens(SEND).text
    group = text[text.index('<optgroup label="Thành phố Nha Trang"') : text.index("</optgroup>")]
    assert 'value="loc-tho"' in group
    assert 'data-at="12.2388,109.1967"' in group
    assert "Phường cũ" not in text
    code, _ = sent(walker, place_id="loc-tho")
    assert desk.record.submissions[code].report.place_id == "loc-tho"


def test_missing_diacritics_and_petitions_of_another_kind_are_pointed_out_and_taken_all_the_same(
    desk: Desk, walker: Walker
) -> None:
    looked_over = fills_in(walker, content="toi muon khieu nai ve viec thu hoi dat cua gia dinh toi")
    assert "dường như viết không dấu" in looked_over.text
    assert "Đây có phải đơn khiếu nại hoặc tố cáo?" in looked_over.text
    assert code_and_key(sends(walker))[0] in desk.record.complaints
    assert "Đây có phải đơn" not in fills_in(walker, content="cay to cao o dau hem sap do xuong duong").text


def test_a_case_that_anybody_may_see_is_offered_to_follow_instead_and_no_other(desk: Desk, walker: Walker) -> None:
    open_one, public = desk.filed(), desk.walked("publish")
    text = fills_in(walker).text
    assert f"/cong-khai/ho-so/{public}" in text
    assert open_one not in text


def test_the_same_help_comes_while_typing_and_takes_half_a_word_as_it_is(desk: Desk, walker: Walker) -> None:
    public = desk.walked("publish")
    walker.opens(SEND)
    typing = {name: value for name, value in REPORT.items() if not name.startswith("reporter.")}
    own = {"Origin": "https://pakn.vidu.vn", "Sec-Fetch-Site": "same-origin"}
    helped = walker.client.post(f"{SEND}/giup", data=typing, headers=own)
    assert public in helped.text
    assert "<html" not in helped.text
    half = walker.client.post(f"{SEND}/giup", data={"content": "Ổ", "latitude": "12."}, headers=own)
    assert (half.status_code, half.text.strip()) == (200, "")


def test_an_id_that_is_none_is_replaced_and_costs_nobody_the_report(desk: Desk, walker: Walker) -> None:
    fills_in(walker, once="không phải mã")
    assert code_and_key(sends(walker))[0] in desk.record.complaints


def test_a_secret_report_is_secret(desk: Desk, walker: Walker) -> None:
    code, _ = sent(walker, secret="true")
    assert desk.record.complaints[code].secret


def test_the_id_of_a_form_is_its_own(walker: Walker) -> None:
    ids = {walker.opens(SEND).text.partition('name="once" value="')[2][:36] for _ in range(2)}
    assert len({uuid.UUID(each) for each in ids}) == 2


def test_a_photo_is_cleaned_before_the_report_is_filed_and_kept_with_it(desk: Desk, walker: Walker) -> None:
    fills_in(walker)
    spoilt = walker.sends(SEND, files=[("photos", ("a.jpg", b"GIF89a", "image/jpeg"))], step="send")
    assert spoilt.status_code == 422
    assert "không phải ảnh JPEG, PNG, WEBP" in spoilt.text[spoilt.text.index('id="photos-error"') :][:300]
    assert REPORT["content"] in spoilt.text
    assert desk.record.complaints == {}
    answer = walker.sends(SEND, files=[("photos", ("a.jpg", photo(), "image/jpeg"))], step="send")
    code, _ = code_and_key(answer)
    case = walker.opens(f"/ho-so/{code}")
    address = re.search(rf'src="(/tep/{code}/[^"]+)"', case.text)
    assert address
    assert walker.opens(address[1]).headers["content-type"] == "image/jpeg"
    assert walker.opens(address[1].removesuffix("/nho")).content.startswith(b"\xff\xd8")
    assert Walker(desk).opens(address[1]).status_code == 404


def test_whoever_has_sent_too_many_waits_before_photos_are_even_looked_at_and_none_counts_twice(
    desk: Desk, walker: Walker
) -> None:
    desk.has(limits=Limits(reports_of_address=2))
    for _ in range(2):
        fills_in(walker)
        sent = walker.sends(SEND, files=[("photos", ("a.jpg", photo(), "image/jpeg"))], step="send")
        assert code_and_key(sent)
    fills_in(walker)
    spoilt = walker.sends(SEND, files=[("photos", ("a.jpg", b"GIF89a", "image/jpeg"))], step="send")
    assert spoilt.status_code == 429
    assert "không phải ảnh" not in spoilt.text
    assert REPORT["content"] in spoilt.text
    assert len(desk.record.complaints) == 2


def test_a_form_sent_again_does_not_have_photos_decoded_for_nothing(desk: Desk, walker: Walker) -> None:
    desk.has(limits=Limits(uploads_of_address=1))
    fills_in(walker)
    review = walker.page
    sent = walker.sends(SEND, files=[("photos", ("a.jpg", photo(), "image/jpeg"))], step="send")
    assert code_and_key(sent)
    walker.page = review
    again = walker.sends(SEND, files=[("photos", ("a.jpg", photo()[:3000], "image/jpeg"))], step="send")
    assert again.status_code == 429
    assert "gửi không kèm tệp" in again.text


def test_too_many_photos_are_told_beside_their_field_and_nothing_is_lost(desk: Desk, walker: Walker) -> None:
    fills_in(walker)
    six = [("photos", (f"{number}.jpg", photo(width=20 + number), "image/jpeg")) for number in range(6)]
    answer = walker.sends(SEND, files=six, step="send")
    assert answer.status_code == 422
    assert "tối đa 5 ảnh" in answer.text[answer.text.index('id="photos-error"') :][:200]
    assert desk.record.complaints == {}


def test_a_report_is_filed_though_its_photos_cannot_be_kept_and_that_is_said(desk: Desk, walker: Walker) -> None:
    fills_in(walker)
    desk.attachments.away = True
    answer = walker.sends(SEND, files=[("photos", ("a.jpg", photo(), "image/jpeg"))], step="send")
    code, _ = code_and_key(answer)
    assert "tệp chưa lưu được" in answer.text
    assert code in desk.record.complaints


FAR, JUST_OUTSIDE = ("21.0285", "105.8542"), ("12.885", "109.30")


def test_a_point_far_from_the_authority_is_not_taken_for_it(desk: Desk, walker: Walker) -> None:
    latitude, longitude = FAR
    answer = fills_in(walker, latitude=latitude, longitude=longitude)
    assert answer.status_code == 422
    assert "nằm xa ngoài địa bàn" in texts_of(answer.text)["latitude-error"]
    confirmed = walker.sends_with(SEND, {"place_confirmed": "true", "step": "look"})
    assert confirmed.status_code == 422


def test_a_point_near_the_authority_is_asked_about_and_taken_when_it_is_confirmed(desk: Desk, walker: Walker) -> None:
    latitude, longitude = JUST_OUTSIDE
    asked = fills_in(walker, latitude=latitude, longitude=longitude)
    assert asked.status_code == 422
    assert "hãy đánh dấu xác nhận" in texts_of(asked.text)["place_confirmed-error"]
    walker.sends_with(SEND, {"place_confirmed": "true", "step": "look"})
    code, _ = code_and_key(sends(walker))
    assert desk.record.submissions[code].report.latitude == 12.885


def test_staff_may_confirm_any_point(desk: Desk, walker: Walker) -> None:
    walker.signs_in("operator")
    latitude, longitude = FAR
    asked = fills_in(walker, latitude=latitude, longitude=longitude, channel="hotline")
    assert "hãy đánh dấu xác nhận" in texts_of(asked.text)["place_confirmed-error"]
    walker.sends_with(SEND, {"place_confirmed": "true", "step": "look"})
    code, _ = code_and_key(sends(walker))
    assert desk.record.submissions[code].report.latitude == 21.0285


def test_staff_who_file_by_mail_without_an_address_are_asked_for_it(desk: Desk, walker: Walker) -> None:
    walker.signs_in("operator")
    asked = fills_in(walker, channel="email", reporter__email="")
    assert asked.status_code == 422
    beside = texts_of(asked.text)
    assert "được trả lời theo địa chỉ thư điện tử" in beside["reporter.email-error"]
    assert "xác nhận là họ không để lại" in beside["unanswerable-error"]
    walker.sends_with(SEND, {"reporter.email": "hoa@vidu.vn", "step": "look"})
    code, _ = code_and_key(sends(walker))
    assert desk.record.submissions[code].identity.email == "hoa@vidu.vn"


def test_a_person_who_left_no_address_is_filed_when_staff_confirm_it(desk: Desk, walker: Walker) -> None:
    walker.signs_in("operator")
    fills_in(walker, channel="email", reporter__email="")
    walker.sends_with(SEND, {"unanswerable": "true", "step": "look"})
    code, _ = code_and_key(sends(walker))
    assert desk.record.complaints[code].channel == "email"
