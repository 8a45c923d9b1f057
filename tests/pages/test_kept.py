"""A form that is sent after the session ended is kept, and sent again after its author signs in."""

from __future__ import annotations

import pytest

from tests.support.attachments.pictures import photo
from tests.support.fronts.desk import PASSWORD, Desk
from tests.support.pages.citizen import REPORT, SEND, code_and_key
from tests.support.pages.reading import forms_of
from tests.support.pages.walker import HOST, Walker

WORDS = "Đã cử người đến kiểm tra hiện trường, “ổ gà” rộng 2 m <sâu>"
SHOWN = "Đã cử người đến kiểm tra hiện trường, “ổ gà” rộng 2 m &lt;sâu&gt;"


@pytest.fixture
def officer(walker: Walker) -> Walker:
    walker.signs_in("operator")
    return walker


def asks_for_more(walker: Walker, code: str) -> str:
    """Return the address of a form with words typed into it."""
    walker.opens(f"/can-bo/ho-so/{code}")
    return f"/can-bo/ho-so/{code}/ask_supplement"


def wanted(desk: Desk, code: str) -> list[str]:
    events = desk.sees(code, "operator", "/events").json()["items"]
    return [event["words"] for event in events if event["kind"] == "supplement_asked"]


def test_what_was_written_when_the_session_ended_waits_through_the_sign_in_and_is_sent_then(
    desk: Desk, officer: Walker
) -> None:
    code = desk.filed()
    act = asks_for_more(officer, code)
    officer.client.cookies.delete("__Host-session")
    asked = officer.sends(act, wanted=WORDS)
    assert (asked.status_code, asked.url.path) == (401, act)
    assert SHOWN in asked.text
    wrong = officer.sends("/dang-nhap", username="operator", password="sai mất rồi")
    assert SHOWN in wrong.text
    again = officer.sends("/dang-nhap", username="operator", password=PASSWORD)
    assert SHOWN in again.text
    assert f"<h1>{code}</h1>" in again.text, "the case itself is shown, with the form as it was"
    assert "điều bạn nhập chưa được gửi, và không mất" in again.text
    assert "Đăng xuất" in again.text
    assert wanted(desk, code) == []
    assert officer.sends(act).url.path == f"/can-bo/ho-so/{code}"
    assert wanted(desk, code) == [WORDS]


def test_what_was_written_before_somebody_signed_in_anew_is_shown_to_be_looked_over(
    desk: Desk, officer: Walker
) -> None:
    code = desk.filed()
    act = asks_for_more(officer, code)
    stands = officer.page
    officer.opens("/")
    officer.sends("/dang-xuat")
    officer.signs_in("operator")
    officer.page = stands
    old = officer.sends(act, wanted=WORDS)
    assert old.status_code == 403
    assert SHOWN in old.text
    officer.sends(act)
    assert wanted(desk, code) == [WORDS]


def test_nothing_that_another_site_sends_is_kept_and_no_password_is(desk: Desk, officer: Walker) -> None:
    code = desk.filed()
    officer.client.cookies.delete("__Host-session")
    officer.client.follow_redirects = False
    for address, typed, site in (
        (f"/can-bo/ho-so/{code}/ask_supplement", {"wanted": WORDS}, "cross-site"),
        (f"/can-bo/ho-so/{code}/ask_supplement", {"wanted": WORDS}, None),
        ("/tai-khoan/mat-khau", {"current": "một hai ba", "new": "bốn năm sáu", "again": "bốn năm sáu"}, "same-origin"),
    ):
        answer = officer.client.post(address, data=typed, headers={"Sec-Fetch-Site": site} if site else {})
        assert (answer.status_code, answer.headers["location"].partition("?")[0]) == (303, "/dang-nhap")


def test_after_signing_in_with_the_provider_in_another_tab_one_goes_on_with_what_was_typed(
    desk: Desk, officer: Walker
) -> None:
    code = desk.filed()
    act = asks_for_more(officer, code)
    officer.client.cookies.delete("__Host-session")
    asked = officer.sends(act, wanted=WORDS)
    officer.signs_in("operator")  # the other tab
    officer.page = asked
    [going_on] = [
        form for form in forms_of(asked.text) if form.action == "/dang-nhap" and "username" not in form.values
    ]
    # The other tab gave this browser a new name, so what this page holds is looked over once more.
    officer.page = officer.client.post(
        "/dang-nhap", data=going_on.values, headers={"Origin": HOST, "Sec-Fetch-Site": "same-origin"}
    )
    assert SHOWN in officer.page.text
    assert officer.sends(act).url.path == f"/can-bo/ho-so/{code}"
    assert wanted(desk, code) == [WORDS]


def test_a_form_of_which_nobody_knows_the_origin_leads_back_to_its_case(desk: Desk, officer: Walker) -> None:
    code = desk.filed()
    officer.client.cookies.delete("__Host-session")
    officer.client.follow_redirects = False
    answer = officer.client.post(f"/can-bo/ho-so/{code}/ask_supplement", data={"wanted": WORDS})
    assert answer.headers["location"] == f"/dang-nhap?tiep=%2Fcan-bo%2Fho-so%2F{code}"


def test_a_form_that_lost_its_files_is_shown_with_its_words_to_choose_them_again(desk: Desk, officer: Walker) -> None:
    code = desk.filed()
    act = asks_for_more(officer, code)
    officer.client.cookies.delete("__Host-session")
    asked = officer.sends(act, files={"photos": ("anh.jpg", photo(), "image/jpeg")}, wanted=WORDS)
    assert "Tệp đã chọn không giữ được" in asked.text
    again = officer.sends("/dang-nhap", username="operator", password=PASSWORD)
    assert SHOWN in again.text
    assert "không giữ được; hãy chọn lại tệp" in again.text
    assert wanted(desk, code) == []


def test_a_reporter_whose_browser_forgot_the_case_opens_it_by_its_code_and_sends_what_was_written(
    desk: Desk, walker: Walker
) -> None:
    code = desk.filed()
    walker.opens(f"/theo-doi/{code}/{desk.keys[code]}")
    stands = walker.page
    walker.opens("/theo-doi")
    walker.sends("/theo-doi/quen")
    walker.page = stands
    asked = walker.sends(f"/ho-so/{code}/comment", text=WORDS)
    assert asked.status_code == 404
    assert SHOWN in asked.text
    wrong = walker.sends("/theo-doi", key="KHONG-PHAI-MA")
    assert SHOWN in wrong.text
    again = walker.sends("/theo-doi", key=desk.keys[code])
    assert SHOWN in again.text
    sent = walker.sends(f"/ho-so/{code}/comment")
    assert sent.url.path == f"/ho-so/{code}"
    assert "Đã ghi nhận" in sent.text


def test_a_report_that_staff_enter_is_not_sent_as_a_citizens_when_their_session_ended(
    desk: Desk, officer: Walker
) -> None:
    officer.opens(SEND)
    officer.client.cookies.delete("__Host-session")
    asked = officer.sends_with(SEND, REPORT | {"channel": "hotline", "step": "look"})
    assert asked.status_code == 401
    assert REPORT["content"] in asked.text
    officer.sends("/dang-nhap", username="operator", password=PASSWORD)
    officer.sends(SEND)
    code, _ = code_and_key(officer.sends(SEND, step="send"))
    assert desk.record.complaints[code].channel == "hotline"
