"""A reporter's own case on pages, without JavaScript: access, content, acts."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import timedelta
from html import unescape

import pytest

from api.web.problems.kinds import UNKNOWN_CASE
from domain.messages import ToldBy
from domain.words import Role, Status
from records.cases.rows import Identity
from records.personal_data.rows import Erasure
from tests.support.fronts.desk import REPORT, Desk
from tests.support.fronts.real_desk import RealDesk
from tests.support.pages.citizen import sent
from tests.support.pages.walker import HOST, Walker


def follows(desk: Desk, walker: Walker, code: str) -> str:
    """Open the case's page by its private link."""
    answer = walker.opens(f"/theo-doi/{code}/{desk.keys[code]}")
    assert answer.url.path == f"/ho-so/{code}"
    return unescape(answer.text)


def test_the_private_link_puts_the_key_into_a_cookie_and_out_of_the_address(desk: Desk, walker: Walker) -> None:
    code = desk.filed()
    walker.client.follow_redirects = False
    answer = walker.opens(f"/theo-doi/{code}/{desk.keys[code]}")
    assert answer.headers["location"] == f"/ho-so/{code}"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert f"__Host-keys={code}:{desk.keys[code]}" in answer.headers["set-cookie"]


def test_code_and_key_open_a_case_however_they_are_typed(desk: Desk, walker: Walker) -> None:
    code = desk.filed()
    walker.opens("/theo-doi")
    answer = walker.sends("/theo-doi", code=f" {code.lower()} ", key=desk.keys[code].replace("-", " ").lower())
    assert (answer.status_code, answer.url.path) == (200, f"/ho-so/{code}")


@pytest.mark.parametrize(
    ("code", "key"),
    [("KH-2026-000001", "SAI-MA"), ("KH-2026-999999", "SAI-MA"), ("", ""), ("x" * 400, "y" * 400), ("<b>", "'")],
)
def test_a_wrong_key_is_told_and_the_code_is_not_lost(desk: Desk, walker: Walker, code: str, key: str) -> None:
    desk.filed()
    walker.opens("/theo-doi")
    answer = walker.sends("/theo-doi", code=code, key=key)
    assert answer.status_code == 404
    said = unescape(answer.text)
    assert "Không có hồ sơ nào mang mã này với mã tra cứu này" in said
    assert f'value="{code.upper()}"' in said or f'value="{code}"' in said
    assert walker.opens(f"/theo-doi/{code or 'x'}/{key or 'x'}".replace("<b>", "b")).status_code == 404


def test_after_too_many_wrong_keys_the_form_says_how_long_to_wait(desk: Desk, walker: Walker) -> None:
    code = desk.filed()
    walker.opens("/theo-doi")
    for _ in range(10):
        assert walker.sends("/theo-doi", code=code, key="SAI-MA").status_code == 404
    waits = walker.sends("/theo-doi", code=code, key=desk.keys[code])
    assert (waits.status_code, waits.headers["retry-after"]) == (429, "90")
    assert "hãy đợi 90 giây" in waits.text
    assert f'value="{code}"' in waits.text


def test_a_browser_that_follows_a_case_is_not_fooled_by_a_form_that_carries_no_token_of_its_own(
    desk: Desk, walker: Walker
) -> None:
    code = desk.filed()
    follows(desk, walker, code)
    for token in ("", "0" * 64):
        withdrawn = {"csrf": token, "act_id": str(uuid.uuid4())}
        here = {"Sec-Fetch-Site": "same-origin"}
        assert walker.client.post(f"/ho-so/{code}/withdraw", data=withdrawn, headers=here).status_code == 403
    assert desk.sees(code, "reporter").json()["status"] == "submitted"


def test_the_cases_of_this_browser_are_listed_until_it_is_told_to_forget_them(desk: Desk, walker: Walker) -> None:
    first, second = desk.filed(), desk.filed()
    follows(desk, walker, first)
    follows(desk, walker, second)
    listed = walker.opens("/theo-doi").text
    assert listed.index(second) < listed.index(first)
    left = walker.sends("/theo-doi/quen")  # the first form belongs to the latest case
    assert second not in left.text
    assert first in left.text
    assert walker.opens(f"/ho-so/{second}").status_code == 404


def test_whoever_is_not_the_reporter_goes_to_the_public_page_to_the_staffs_or_to_the_form(
    desk: Desk, walker: Walker
) -> None:
    closed, public = desk.filed(), desk.walked("publish")
    answer = walker.opens(f"/ho-so/{closed}")
    assert answer.status_code == 404
    assert UNKNOWN_CASE.detail in answer.text
    assert f'value="{closed}"' in answer.text
    walker.client.follow_redirects = False
    assert walker.opens(f"/ho-so/{public}").headers["location"] == f"/cong-khai/ho-so/{public}"
    walker.client.follow_redirects = True
    walker.signs_in("operator")
    walker.client.follow_redirects = False
    assert walker.opens(f"/ho-so/{closed}").headers["location"] == f"/can-bo/ho-so/{closed}"


def test_the_course_is_told_in_words_with_what_comes_next_by_when_and_by_which_article(
    desk: Desk, walker: Walker
) -> None:
    text = follows(desk, walker, desk.walked("accept"))
    assert "Cơ quan xử lý tiếp nhận" in text
    assert "UBND thành phố Nha Trang" in text
    following = text[text.index('class="next"') :]
    assert "Xử lý" in following
    assert "08:00 thứ Ba 01/12/2026" in following
    assert "Điều 7 khoản 3" in following


def test_what_is_overdue_is_said_plainly_with_its_article(desk: Desk, walker: Walker) -> None:
    code = desk.filed()
    desk.waits(timedelta(days=2))
    text = follows(desk, walker, code)
    assert "“Tiếp nhận, phân phối” lẽ ra phải xong trước 13:45 thứ Hai 23/11/2026 theo Điều 6 khoản 3" in text


def offered(text: str, code: str) -> set[str]:
    acts = ("supplement", "rate", "contest", "ask", "comment", "withdraw")
    return {act for act in acts if f'action="/ho-so/{code}/{act}"' in text or (act == "withdraw" and "/rut" in text)}


@pytest.mark.parametrize(
    ("until", "expected"),
    [
        (None, {"supplement", "comment", "withdraw"}),
        ("dispatch", {"comment", "withdraw"}),
        ("submit_result", {"comment"}),
        ("publish", {"rate", "ask", "comment"}),
        ("rate", {"ask"}),
    ],
)
def test_only_what_may_be_done_now_is_offered(
    desk: Desk, walker: Walker, until: str | None, expected: set[str]
) -> None:
    code = desk.walked(until) if until else desk.filed()
    assert offered(follows(desk, walker, code), code) == expected


def test_the_reporter_rates_in_the_regulations_own_words_once_however_often_it_is_pressed(
    desk: Desk, walker: Walker
) -> None:
    code = desk.walked("publish")
    page = follows(desk, walker, code)
    assert all(words in page for words in ("Rất hài lòng", "Hài lòng", "Không hài lòng"))
    opened = walker.page
    for _ in range(2):
        walker.page = opened
        answer = walker.sends(f"/ho-so/{code}/rate", rating="very_satisfied", comment="Cảm ơn")
        assert answer.status_code == 200
        assert "Đã ghi nhận" in answer.text
    rated = [entry for entry in desk.record.ledger[code] if entry.event.kind == "rated"]
    assert len(rated) == 1


WORDLESS = {
    "supplement": (None, "text", "supplement-text"),
    "comment": (None, "text", "comment-text"),
    "ask": ("publish", "question", "ask-question"),
    "contest": ("publish", "reason", "contest-reason"),
}


@pytest.mark.parametrize("act", WORDLESS)
def test_a_form_without_words_says_so_beside_the_field(desk: Desk, walker: Walker, act: str) -> None:
    until, field, id_ = WORDLESS[act]
    code = desk.under(desk.walked(until) if until else desk.filed())
    follows(desk, walker, code)
    answer = walker.sends(f"/ho-so/{code}/{act}", **{field: " \n "})
    assert answer.status_code == 422
    beside = answer.text[answer.text.index(f'id="{id_}-error"') :][:200]
    assert "Còn thiếu mục này." in beside
    done = walker.sends(f"/ho-so/{code}/{act}", **{field: "Đã rõ"})
    assert "Đã ghi nhận" in done.text


def test_a_rating_that_reopens_the_case_needs_no_words_and_a_wrong_one_keeps_the_form(
    desk: Desk, walker: Walker
) -> None:
    code = desk.under(desk.walked("publish"))
    assert "đưa hồ sơ trở lại xử lý; bạn có thể ghi vì sao" in follows(desk, walker, code)
    assert walker.sends(f"/ho-so/{code}/rate", rating="không có").status_code == 409
    assert walker.sends(f"/ho-so/{code}/rate").status_code == 422
    follows(desk, walker, code)
    done = walker.sends(f"/ho-so/{code}/rate", rating="unsatisfied")
    assert "Đã ghi nhận" in done.text
    assert "Mở lại để xử lý tiếp" in done.text


def test_a_reporter_asks_for_secrecy_with_one_press(desk: Desk, walker: Walker) -> None:
    code = desk.walked("publish")
    assert "Đề nghị rồi thì không rút lại được" in follows(desk, walker, code)
    done = walker.sends(f"/ho-so/{code}/ask_secrecy")
    assert "Đã ghi nhận" in done.text
    assert desk.record.complaints[code].secret
    assert f'action="/ho-so/{code}/ask_secrecy"' not in done.text


def test_a_reporter_goes_on_with_a_closed_case_and_both_pages_link_to_each_other(desk: Desk, walker: Walker) -> None:
    first = desk.filed(procedure="buon-ma-thuot", field="moi-truong")
    desk.record.complaints[first] = replace(desk.record.complaints[first], status=Status.CLOSED)
    assert "Gửi ý kiến tiếp nối hồ sơ này" in follows(desk, walker, first)
    received = walker.sends(f"/ho-so/{first}/tiep-noi", content="Khói vẫn còn buổi tối")
    (code,) = set(desk.record.complaints) - {first}
    assert code in received.text
    assert f'href="/ho-so/{first}"' in walker.opens(f"/ho-so/{code}").text
    old = walker.opens(f"/ho-so/{first}").text
    assert f'href="/ho-so/{code}"' in old
    assert "Gửi ý kiến tiếp nối hồ sơ này" not in old


def test_who_goes_on_after_the_identity_was_erased_says_again_who_it_is(desk: Desk, walker: Walker) -> None:
    first = desk.filed(procedure="buon-ma-thuot", field="moi-truong")
    desk.record.complaints[first] = replace(desk.record.complaints[first], status=Status.CLOSED)
    assert 'name="reporter.phone"' not in follows(desk, walker, first)
    kept = desk.record.submissions[first]
    desk.record.submissions[first] = replace(kept, identity=Identity("", "", "", None))
    desk.record.erasures_[first] = Erasure(first, desk.now, desk.now, 5, "Luật")
    assert 'name="reporter.phone"' in walker.opens(f"/ho-so/{first}").text
    wrong = walker.sends(f"/ho-so/{first}/tiep-noi", content="Khói vẫn còn buổi tối")
    assert wrong.status_code == 422
    assert "Còn thiếu mục này" in wrong.text
    assert "Khói vẫn còn buổi tối</textarea>" in wrong.text
    said = {"content": "Khói vẫn còn", "reporter.name": "Nguyễn Thị Hoa", "reporter.phone": "0905 123 456"}
    assert walker.sends(f"/ho-so/{first}/tiep-noi", **said).status_code == 200
    assert len(desk.record.complaints) == 2


def test_the_centre_goes_on_with_the_closed_case_of_a_caller_and_of_no_other(desk: Desk, walker: Walker) -> None:
    desk.employs("ioc", Role.CENTRE_OPERATOR, "buon-ma-thuot")
    caller, other = (desk.filed(procedure="buon-ma-thuot", field="moi-truong") for _ in range(2))
    for code, channel in ((caller, "phone"), (other, "portal")):
        desk.record.complaints[code] = replace(desk.record.complaints[code], status=Status.CLOSED, channel=channel)
    walker.signs_in("ioc")
    assert "Gửi ý kiến tiếp nối hồ sơ này" not in walker.opens(f"/can-bo/ho-so/{other}").text
    assert "Gửi ý kiến tiếp nối hồ sơ này" in walker.opens(f"/can-bo/ho-so/{caller}").text
    received = walker.sends(f"/can-bo/ho-so/{caller}/tiep-noi", content="Khói vẫn còn buổi tối")
    (code,) = set(desk.record.complaints) - {caller, other}
    assert code in received.text
    assert f'href="/can-bo/ho-so/{caller}"' in walker.opens(f"/can-bo/ho-so/{code}").text
    assert f'href="/can-bo/ho-so/{code}"' in walker.opens(f"/can-bo/ho-so/{caller}").text


def test_too_many_words_are_told_beside_the_field_and_kept(desk: Desk, walker: Walker) -> None:
    code = desk.filed()
    follows(desk, walker, code)
    answer = walker.sends(f"/ho-so/{code}/comment", text="ổ gà " * 3000)
    assert answer.status_code == 422
    assert "Mục này dài quá" in answer.text[answer.text.index('id="comment-text-error"') :][:200]
    assert "ổ gà ổ gà" in answer.text


def test_a_report_is_withdrawn_after_it_was_asked_whether_really(desk: Desk, walker: Walker) -> None:
    code = desk.filed()
    follows(desk, walker, code)
    asked = walker.opens(f"/ho-so/{code}/rut")
    assert "không mở lại được" in asked.text
    assert desk.record.complaints[code].status == "submitted"
    assert "Người gửi đã rút" in walker.sends(f"/ho-so/{code}/withdraw", reason="Đã được sửa").text
    assert "không mở lại được" not in walker.opens(f"/ho-so/{code}/rut").text


def test_an_act_that_came_too_late_is_told_where_the_case_now_stands(desk: Desk, walker: Walker) -> None:
    code = desk.filed()
    follows(desk, walker, code)
    asked = walker.opens(f"/ho-so/{code}/rut")
    for act, who in (("dispatch", "operator"), ("accept", "officer"), ("submit_result", "officer")):
        assert desk.acts(code, act, who).status_code == 200
    walker.page = asked
    answer = walker.sends(f"/ho-so/{code}/withdraw")
    assert answer.status_code == 409
    assert "nên không làm được thao tác này" in answer.text
    assert desk.record.complaints[code].status == "awaiting_approval"


def test_a_report_in_which_others_go_on_is_not_withdrawn_and_its_page_says_why(desk: Desk, walker: Walker) -> None:
    code, merged = desk.filed(), desk.filed()
    desk.acts(merged, "merge", "operator", into=code)
    follows(desk, walker, code)
    walker.opens(f"/ho-so/{code}/rut")
    answer = walker.sends(f"/ho-so/{code}/withdraw")
    assert answer.status_code == 409
    assert "Phản ánh của người khác đã gộp vào hồ sơ này" in answer.text
    assert merged not in answer.text


def test_an_act_of_anybody_else_is_not_taken(desk: Desk, walker: Walker) -> None:
    code = desk.filed()
    for act in ("comment", "withdraw", "rate", "approve", "khong-co"):
        answer = walker.client.post(f"/ho-so/{code}/{act}", data={"text": "x"}, headers={"Origin": HOST})
        assert answer.status_code in (404, 422), act
    assert len(desk.record.ledger[code]) == 3


def test_the_reporter_sees_the_own_name_and_nobody_else_does(desk: Desk, walker: Walker) -> None:
    code, _ = sent(walker)
    assert "Nguyễn Thị Hoa" in walker.opens(f"/ho-so/{code}").text


def test_the_page_speaks_english_to_whoever_asked_for_it(desk: Desk, walker: Walker) -> None:
    code = desk.filed()
    follows(desk, walker, code)
    text = walker.sends("/ngon-ngu", language="en").text
    assert "Waits to be verified" in text
    assert "Monday 23/11/2026" in text


def test_photos_can_be_added_while_the_case_is_open(desk: Desk, walker: Walker) -> None:
    code = desk.filed()
    assert f'href="/tep/{code}"' in follows(desk, walker, code)
    walker.opens(f"/ho-so/{code}/rut")
    walker.sends(f"/ho-so/{code}/withdraw")
    assert f'href="/tep/{code}"' not in walker.opens(f"/ho-so/{code}").text


def test_what_was_written_is_not_lost_while_the_record_or_temporal_is_away_and_is_done_once(
    desk: Desk, walker: Walker
) -> None:
    code = desk.filed()
    follows(desk, walker, code)
    desk.record.away = True
    answer = walker.sends(f"/ho-so/{code}/comment", text="Vẫn chưa ai đến")
    assert (answer.status_code, "Vẫn chưa ai đến" in answer.text) == (503, True)
    desk.record.away = False
    desk.gateway.loses_answers = True
    answer = walker.sends(f"/ho-so/{code}/comment")
    assert (answer.status_code, "Vẫn chưa ai đến" in answer.text) == (503, True)
    desk.gateway.loses_answers = False
    assert "Đã ghi nhận" in walker.sends(f"/ho-so/{code}/comment").text
    assert [entry.event.kind for entry in desk.record.ledger[code]].count("commented") == 1


def test_a_code_in_small_letters_leads_to_the_case(desk: Desk, walker: Walker) -> None:
    code = desk.filed()
    follows(desk, walker, code)
    assert walker.opens(f"/ho-so/{code.lower()}").status_code == 200


@pytest.mark.slow
def test_a_reporter_chooses_how_the_news_come_and_nobody_else_does(real_desk: RealDesk) -> None:
    code = real_desk.filed(reporter=REPORT["reporter"] | {"email": "hoa@vidu.vn", "told_by": "email"})
    wants = real_desk.record.identities.told_by
    assert wants(code) is ToldBy.EMAIL
    walker = Walker(real_desk)
    walker.client.post(f"/ho-so/{code}/bao-tin", data={"told_by": "nothing"}, headers={"Origin": HOST})
    assert wants(code) is ToldBy.EMAIL
    walker.opens(f"/theo-doi/{code}/{real_desk.keys[code]}")
    assert "hoa@vidu.vn" in walker.page.text
    for chosen in ToldBy:
        walker.sends(f"/ho-so/{code}/bao-tin", told_by=chosen)
        assert wants(code) is chosen
    walker.sends(f"/ho-so/{code}/bao-tin", told_by="pigeon")
    assert wants(code) is ToldBy.NOTHING
