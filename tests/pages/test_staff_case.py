"""The staff's case page: each role's forms, refusals that explain and lose nothing, a leader's changes, the public's view."""

from __future__ import annotations

import html
import re
import uuid
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from api.cases.bodies import BODIES
from api.pages.common.languages import Language, translations
from api.pages.staff.act_fields import QUESTIONS, question
from api.pages.staff.lines import hands
from api.web.names import Name
from domain.words import FOLLOWING, ActKind, Status
from tests.support.attachments.pictures import photo
from tests.support.fronts.desk import FIELDS, STAFF, Desk
from tests.support.pages.reading import texts_of
from tests.support.pages.walker import Walker
from tests.support.procedures.files import khanh_hoa
from tests.support.procedures.wide import WIDE

RESULT = "Đã vá ổ gà bằng bê tông nhựa ngày 25/11."


def address(code: str, act: str = "") -> str:
    return f"/can-bo/ho-so/{code}" + (f"/{act}" if act else "")


def acts_on(page: str) -> set[str]:
    """Return the acts that the page has forms for."""
    return set(re.findall(r'<form method="post" action="/can-bo/ho-so/[^/"]+/([a-z_]+)"', page))


def act_id_on(page: str, act: str) -> str:
    found = re.search(rf'action="/can-bo/ho-so/[^/"]+/{act}".*?name="act_id" value="([^"]+)"', page, re.DOTALL)
    assert found
    return found[1]


@pytest.mark.parametrize("until", [None, "dispatch", "accept", "submit_result", "approve", "publish"])
def test_each_role_is_offered_just_what_the_api_says_it_may_do(desk: Desk, until: str | None) -> None:
    code = desk.walked(until) if until else desk.filed()
    for who in STAFF:
        walker = Walker(desk)
        walker.signs_in(who)
        page = walker.opens(address(code))
        seen = desk.sees(code, who).json()
        if seen.get("audience") != "staff":
            assert page.status_code == 404, who
            continue
        assert acts_on(page.text) == {each["act"] for each in seen["possible_acts"]}, who


@pytest.mark.parametrize("act", sorted(set(ActKind) - FOLLOWING - {"file", "withdraw", "contest"}))
def test_every_act_that_staff_may_do_is_done_with_its_form(desk: Desk, walker: Walker, act: str) -> None:
    code = desk.under(desk.ready_for(act), channel="hotline")  # the centre rates and asks for those who telephone
    who = next(
        who for who in STAFF if act in {each["act"] for each in desk.sees(code, who).json().get("possible_acts", ())}
    )
    walker.signs_in(who)
    walker.opens(address(code))
    said = {f"{name}[]" if isinstance(value, list) else name: value for name, value in FIELDS[act].items()}
    answer = walker.sends_with(address(code, act), said)
    assert answer.status_code == 200, answer.text
    assert f"xong={act}" in str(answer.url)
    assert "Đã ghi nhận:" in answer.text
    assert [entry.by.account for entry in desk.record.ledger[code] if entry.by and entry.by.account][-1] == f"id-{who}"


def test_every_field_of_every_act_has_words_and_their_english() -> None:
    for act, body in BODIES.items():
        for name in set(body.model_fields) - {"act", "act_id"}:
            assert question(act, name).label
    english = translations(Language.ENGLISH)
    said = {words for each in QUESTIONS for words in (each.label, each.hint) if words}
    assert sorted(words for words in said if english.gettext(words) == words) == []


def test_a_double_click_is_one_act_and_the_form_after_it_is_another(desk: Desk, walker: Walker) -> None:
    code = desk.filed()
    walker.signs_in("operator")
    page = walker.opens(address(code))
    first = walker.sends(address(code, "comment"), text="Đã gọi điện cho người gửi")
    walker.page = page
    again = walker.sends(address(code, "comment"), text="Đã gọi điện cho người gửi")
    assert [entry.event.kind for entry in desk.record.ledger[code]].count("commented") == 1
    assert act_id_on(again.text, "comment") != act_id_on(page.text, "comment")
    assert first.url == again.url


def test_a_refused_act_says_why_and_loses_nothing_and_keeps_its_id(desk: Desk, walker: Walker) -> None:
    code = desk.walked("accept")
    walker.signs_in("officer")
    page = walker.opens(address(code)).text
    desk.acts(code, "submit_result", "officer")
    answer = walker.sends(address(code, "submit_result"), result="Đã vá xong cả hai ổ gà")
    assert answer.status_code == 409
    assert act_id_on(answer.text, "submit_result") == act_id_on(page, "submit_result")
    assert "Đã vá xong cả hai ổ gà</textarea>" in answer.text
    assert 'role="alert"' in answer.text
    assert "nên không làm được thao tác này" in answer.text


def test_other_words_in_a_form_that_was_sent_are_kept_and_done_at_the_second_press(desk: Desk, walker: Walker) -> None:
    code = desk.filed()
    walker.signs_in("operator")
    page = walker.opens(address(code))
    walker.sends(address(code, "comment"), text="Đã gọi điện cho người gửi")
    walker.page = page
    answer = walker.sends(address(code, "comment"), text="Người gửi không nghe máy")
    assert (answer.status_code, "Từ biểu mẫu này đã có một thao tác khác được ghi nhận" in answer.text) == (409, True)
    assert "Người gửi không nghe máy</textarea>" in answer.text
    assert walker.sends(address(code, "comment")).status_code == 200
    assert [entry.event.kind for entry in desk.record.ledger[code]].count("commented") == 2


@pytest.mark.parametrize(
    ("act", "until", "who", "typed", "said"),
    [
        ("submit_result", "accept", "officer", {"result": ""}, "Còn thiếu mục này."),
        ("refuse", None, "operator", {"ground": "", "reason": "Không rõ địa điểm"}, "Còn thiếu mục này."),
        ("merge", None, "operator", {"into": "KH-2026-999999"}, "Không có hồ sơ nào mang mã này ở địa phương"),
        (
            "dispatch",
            None,
            "operator",
            {"note": "Làm gấp", "lead": "khong-co"},
            "Không có cơ quan này đang hoạt động ở địa phương",
        ),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(
    desk: Desk, walker: Walker, act: str, until: str | None, who: str, typed: dict[str, str], said: str
) -> None:
    code = desk.walked(until) if until else desk.filed()
    walker.signs_in(who)
    walker.opens(address(code))
    answer = walker.sends(address(code, act), **typed)
    assert answer.status_code == 422
    page = html.unescape(answer.text)
    wrong = next(name for name in typed if f'id="{act}-{name}-error"' in page)
    assert re.search(rf'id="{act}-{wrong}-error">.*?{said}', page)
    assert f'href="#{act}-{wrong}"' in page
    for name, value in typed.items():
        assert not value or value in page or value == "khong-co", name


def test_what_may_not_be_filed_with_a_form_is_no_fault(desk: Desk, walker: Walker) -> None:
    code = desk.filed()
    walker.signs_in("operator")
    walker.opens(address(code))
    page = walker.sends(address(code, "comment"), text="x" * 20_000)
    assert (page.status_code, "dài quá" in page.text) == (422, True)
    token = re.search(r'name="csrf" value="([^"]+)"', walker.opens(address(code)).text)
    assert token
    for act, status in (("khong-co", 422), ("file", 404), ("take_on", 404)):
        answer = walker.client.post(
            address(code, act), data={"csrf": token[1]}, headers={"Sec-Fetch-Site": "same-origin"}
        )
        assert answer.status_code == status, act


def test_while_temporal_is_away_it_says_so_and_the_same_form_does_it_later(desk: Desk, walker: Walker) -> None:
    code = desk.walked("accept")
    walker.signs_in("officer")
    page = walker.opens(address(code))
    desk.gateway.away = True
    answer = walker.sends(address(code, "submit_result"), result=RESULT)
    assert answer.status_code == 503
    assert act_id_on(answer.text, "submit_result") == act_id_on(page.text, "submit_result")
    assert RESULT in answer.text
    desk.gateway.away = False
    assert "xong=submit_result" in str(walker.sends(address(code, "submit_result")).url)


def test_whoever_gives_a_case_out_of_their_hands_goes_back_to_the_inbox(desk: Desk, walker: Walker) -> None:
    code = desk.walked("dispatch")
    walker.signs_in("officer")
    walker.opens(address(code))
    answer = walker.sends(address(code, "return"), reason="Không thuộc địa bàn")
    assert answer.url.path == "/can-bo"
    assert "Đã ghi nhận: Trả lại, không đúng thẩm quyền." in answer.text
    assert walker.opens(address(code)).status_code == 404


class TestAResult:
    def test_a_leader_sees_what_was_changed_before_and_after_approving(self, desk: Desk, walker: Walker) -> None:
        code = desk.under(desk.walked("accept"))
        desk.acts(code, "submit_result", "officer", result=RESULT)
        walker.signs_in("leader")
        page = walker.opens(address(code))
        assert f"\n{RESULT}</textarea>" in page.text
        edited = RESULT.replace("bê tông nhựa", "nhựa nóng")
        looked = walker.sends(address(code, "approve"), edited=edited, xem_truoc="true")
        assert desk.record.complaints[code].status == "awaiting_approval"
        assert re.search(r"<del>.*?bê tông.*?</del>", looked.text)
        assert re.search(r"<ins>.*?nóng.*?</ins>", looked.text)
        done = walker.sends(address(code, "approve"))
        assert "Phần đã sửa" in done.text
        assert re.search(r"<ins>.*?nóng.*?</ins>", done.text)

    def test_what_was_left_as_it_stood_was_not_edited(self, desk: Desk, walker: Walker) -> None:
        code = desk.under(desk.walked("submit_result"))
        walker.signs_in("leader")
        walker.opens(address(code))
        walker.sends(address(code, "approve"))
        approved = next(entry.event for entry in desk.record.ledger[code] if entry.event.kind == "approved")
        assert approved.edited.is_blank

    def test_whoever_publishes_sees_what_the_public_will(self, desk: Desk, walker: Walker) -> None:
        code, hidden = desk.walked("approve"), desk.under(desk.walked("approve"), hidden=True)
        walker.signs_in("leader")
        shown = re.search(r'<div class="card preview">.*?</div>', walker.opens(address(code)).text, re.DOTALL)
        assert shown
        assert "Ổ gà lớn giữa đường" in shown[0]
        assert "Nguyễn Thị Hoa" not in shown[0]
        assert "không hiện với công chúng" in walker.opens(address(hidden)).text


def test_the_centre_is_shown_likely_duplicates_and_merges_into_one(desk: Desk, walker: Walker) -> None:
    first, second = desk.filed(), desk.filed()
    walker.signs_in("operator")
    page = walker.opens(address(second)).text
    assert "Hồ sơ có thể trùng" in page
    assert f'<option value="{first}">' in page
    answer = walker.sends(address(second, "merge"), into=first)
    assert f"<dd>{first}</dd>" in answer.text
    assert desk.record.complaints[second].merged_into == first


def test_limits_stand_with_their_articles_and_clocks(desk: Desk, walker: Walker) -> None:
    code = desk.walked("accept")
    desk.waits(timedelta(days=30))
    walker.signs_in("leader")
    page = walker.opens(address(code)).text
    limits = page[page.index('id="thoi-han"') :]
    assert "Điều 7" in limits
    assert "Quá hạn" in limits
    assert "làm việc" in limits


def test_whoever_stands_in_for_a_leader_reads_so_beside_the_leaders_acts(desk: Desk, walker: Walker) -> None:
    code = desk.walked("submit_result")
    desk.under(code, desk.record.complaints[code].procedure, authors={"result_submitted": "id-colleague"})
    walker.signs_in("officer")
    assert "approve" not in acts_on(walker.opens(address(code)).text)
    desk.record.stood_in_for_["id-officer"] = (desk.record.accounts_["leader"][0],)
    assert "Bạn làm việc này thay cho Leader đang vắng." in walker.opens(address(code)).text
    assert "thay Leader" in walker.sends(address(code, "approve")).text


def test_the_reporters_own_browser_gives_staff_no_other_rights(desk: Desk, walker: Walker) -> None:
    code = desk.walked("accept")
    walker.client.cookies.set("__Host-keys", f"{code}:{desk.keys[code]}")
    walker.signs_in("officer")
    assert "withdraw" not in acts_on(walker.opens(address(code)).text)


def test_an_address_that_is_no_case_of_theirs_is_none(desk: Desk, walker: Walker) -> None:
    walker.signs_in("stranger")
    for code in (desk.filed(), "KH-2026-999999", "khong-phai-ma", "%00"):
        assert walker.opens(address(code)).status_code == 404


def test_an_act_without_an_id_of_its_own_is_asked_for_again(desk: Desk, walker: Walker) -> None:
    code = desk.filed()
    walker.signs_in("operator")
    walker.opens(address(code))
    answer = walker.sends(address(code, "comment"), text="Đã gọi", act_id="")
    assert answer.status_code == 422
    assert uuid.UUID(act_id_on(answer.text, "comment"))


def test_a_result_goes_with_its_photos_and_a_bad_one_loses_no_words(desk: Desk, walker: Walker) -> None:
    code = desk.walked("accept")
    walker.signs_in("officer")
    walker.opens(address(code))
    bad = walker.sends(
        address(code, "submit_result"), files=[("photos", ("a.jpg", b"none", "image/jpeg"))], result=RESULT
    )
    assert bad.status_code == 422
    assert 'id="photos-error"' in bad.text
    assert f"{RESULT}</textarea>" in bad.text
    done = walker.sends(address(code, "submit_result"), files=[("photos", ("a.jpg", photo(), "image/jpeg"))])
    assert "xong=submit_result" in str(done.url)
    assert len(re.findall(r'<img src="/tep/[^"]+/nho"', done.text)) == 1
    [result] = [
        each for each in desk.sees(code, "operator", "/events").json()["items"] if each["kind"] == "result_submitted"
    ]
    [kept] = desk.sees(code, "operator", "/attachments").json()["items"]
    assert result["images"] == [kept["id"]], "the result must name the photos sent with it"


@pytest.mark.parametrize("regulation_wants_it_said", [False, True])
def test_a_result_whose_images_are_all_unticked_gives_none(
    desk: Desk, walker: Walker, regulation_wants_it_said: bool
) -> None:
    acts = tuple(
        replace(each, needs_images=regulation_wants_it_said) if each.act is ActKind.SUBMIT_RESULT else each
        for each in WIDE.acts
    )
    code = desk.under(desk.walked("accept"), replace(WIDE, acts=acts))
    sent = desk.client.post(
        f"/api/v1/complaints/{code}/attachments",
        files=[("files", ("a.jpg", photo(), "image/jpeg"))],
        headers=desk.headers("officer"),
    )
    assert sent.status_code == 201, sent.text
    walker.signs_in("officer")
    assert 'name="images[]"' in walker.opens(address(code)).text
    said: dict[str, Any] = {"result": RESULT, "images[]": []} | (
        {"no_images": "true"} if regulation_wants_it_said else {}
    )
    done = walker.sends_with(address(code, "submit_result"), said)
    assert "xong=submit_result" in str(done.url)
    for act in ("approve", "publish"):
        assert desk.acts(code, act, "leader").status_code == 200
    assert desk.sees(code, "reporter", "/attachments").json()["items"] == []
    assert len(desk.sees(code, "officer", "/attachments").json()["items"]) == 1


def test_a_place_with_a_point_has_a_map_and_an_address_for_those_without(desk: Desk, walker: Walker) -> None:
    walker.signs_in("operator")
    assert 'id="case-map"' not in walker.opens(address(desk.filed())).text
    page = walker.opens(address(desk.filed(latitude=12.24, longitude=109.19))).text
    assert 'data-at="12.24,109.19"' in page
    assert 'href="geo:12.24,109.19"' in page


def test_where_a_result_must_hold_images_the_form_asks_for_them_or_that_there_are_none(
    desk: Desk, walker: Walker
) -> None:
    needing = tuple(replace(rule, needs_images=rule.act is ActKind.SUBMIT_RESULT) for rule in WIDE.acts)
    code = desk.under(desk.walked("accept"), replace(WIDE, acts=needing))
    walker.signs_in("officer")
    walker.opens(address(code))
    refused = walker.sends(address(code, "submit_result"), result=RESULT)
    assert refused.status_code == 409
    assert "Kết quả phải kèm hình ảnh việc đã xử lý" in refused.text
    done = walker.sends(address(code, "submit_result"), no_images="true")
    assert "xong=submit_result" in str(done.url)


def test_a_second_act_from_one_form_is_asked_about_and_done_when_it_is_sent_once_more(
    desk: Desk, walker: Walker
) -> None:
    code = desk.filed()
    walker.signs_in("operator")
    stands = walker.opens(address(code))
    walker.sends(address(code, "comment"), text="Đã gọi cho người gửi")
    walker.page = stands
    asked = walker.sends(address(code, "comment"), text="Đã hẹn ngày đến xem")
    assert asked.status_code == 409
    assert "nếu vẫn muốn làm thêm thao tác dưới đây thì bấm lần nữa" in asked.text
    walker.sends(address(code, "comment"))
    assert [entry.event.kind for entry in desk.record.ledger[code]].count("commented") == 2


@pytest.mark.parametrize(
    ("act", "field", "wrong", "told"),
    [
        ("verify", "field", "khong-co", "Quy trình không có lĩnh vực"),
        ("refuse", "ground", "khong-co", "Quy chế không có căn cứ"),
        ("answer", "answer", "Đã xem. " * 2000, "Mục này dài quá"),
    ],
)
def test_what_the_regulation_or_the_body_refuses_of_a_field_stands_beside_it(
    desk: Desk, walker: Walker, act: str, field: str, wrong: str, told: str
) -> None:
    code = desk.ready_for(act) if act == "answer" else desk.filed()
    walker.signs_in("officer" if act == "answer" else "operator")
    walker.opens(address(code))
    page = walker.sends_with(address(code, act), FIELDS[act] | {field: wrong})
    assert told in texts_of(page.text)[f"{act}-{field}-error"]


@pytest.mark.parametrize(
    ("status", "role", "person"),
    [
        (Status.PROCESSING, "cán bộ chuyên môn", "Trần Bình"),
        (Status.AWAITING_APPROVAL, "lãnh đạo cơ quan xử lý", None),
        (Status.RETURNED, "cán bộ trung tâm", None),
        (Status.PUBLISHED, "người gửi", None),
    ],
)
def test_the_officer_who_has_a_case_is_named_where_the_agency_must_act_and_nowhere_else(
    status: Status, role: str, person: str | None
) -> None:
    lead, officer = Name(id="ubnd-nha-trang", name="UBND thành phố Nha Trang"), Name(id="1", name="Trần Bình")
    found = hands(khanh_hoa(), status, lead, officer)
    assert found is not None
    assert (found.role, found.person) == (role, person)
