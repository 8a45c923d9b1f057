"""Answer templates: admins keep them, staff insert one into the form of an act and edit it."""

from __future__ import annotations

import re

import pytest

from tests.pages.test_admin import OFFICE, admin, beside, last_change
from tests.support.fronts.real_desk import RealDesk
from tests.support.pages.walker import Walker

pytestmark = pytest.mark.slow
__all__ = ["admin"]

ANSWERS = f"{OFFICE}/mau-tra-loi"
NEW = {
    "id": "thieu-vi-tri",
    "name": "Thiếu vị trí",
    "act": "ask_supplement",
    "text": "Xin cho biết số nhà của {địa điểm}.",
}


@pytest.fixture
def kept(admin: Walker) -> Walker:
    """The admin, after a template for a request to supplement was kept."""
    admin.opens(f"{ANSWERS}/them")
    added = admin.sends(f"{ANSWERS}/them", **NEW)
    assert "Đã lưu mục thieu-vi-tri." in added.text
    return admin


def textarea(page: str, field: str) -> str:
    found = re.search(rf'<textarea id="{field}"[^>]*>\n?(.*?)</textarea>', page, re.DOTALL)
    assert found
    return found[1]


def test_a_template_is_kept_and_what_is_wrong_with_it_is_said_beside_the_field(
    real_desk: RealDesk, admin: Walker
) -> None:
    admin.opens(f"{ANSWERS}/them")
    wrong = admin.sends(f"{ANSWERS}/them", **(NEW | {"text": "Kính gửi {họ tên}"}))
    assert wrong.status_code == 422
    assert "hãy dùng: {mã hồ sơ}" in beside(wrong.text, "text")
    wrong = admin.sends(f"{ANSWERS}/them", **(NEW | {"act": "accept"}))
    assert "hãy chọn trong danh sách" in beside(wrong.text, "act")
    wrong = admin.sends(f"{ANSWERS}/them", **(NEW | {"field": "trên trời"}))
    assert "hãy chọn trong danh sách" in beside(wrong.text, "field")
    listed = admin.sends(f"{ANSWERS}/them", **(NEW | {"field": ""}))
    assert "Thiếu vị trí" in listed.text
    assert last_change(real_desk)["subject"] == "answer_template"


def test_a_template_opens_the_form_of_its_act_filled_from_the_case(real_desk: RealDesk, kept: Walker) -> None:
    code = real_desk.filed()
    walker = Walker(real_desk)
    walker.signs_in("operator")
    page = walker.opens(f"/can-bo/ho-so/{code}").text
    assert "Mẫu trả lời (1)" in page
    assert textarea(page, "ask_supplement-wanted").strip() == ""
    place = real_desk.sees(code, "operator").json()["report"]["place"]
    begun = walker.opens(f"/can-bo/ho-so/{code}?mau=thieu-vi-tri").text
    assert textarea(begun, "ask_supplement-wanted").strip() == f"Xin cho biết số nhà của {place}."
    assert re.search(r'<details class="act" id="ask_supplement" open>', begun)


def test_a_template_counts_as_used_when_the_act_is_done_and_only_then(real_desk: RealDesk, kept: Walker) -> None:
    code = real_desk.filed()
    walker = Walker(real_desk)
    walker.signs_in("operator")
    walker.opens(f"/can-bo/ho-so/{code}?mau=thieu-vi-tri")
    assert real_desk.record.offices.answer_uses("khanh-hoa") == {}
    wrong = walker.sends(f"/can-bo/ho-so/{code}/ask_supplement", wanted="")
    assert wrong.status_code == 422
    assert real_desk.record.offices.answer_uses("khanh-hoa") == {}
    done = walker.sends(f"/can-bo/ho-so/{code}/ask_supplement", wanted="Xin cho biết số nhà.")
    assert done.status_code == 200
    assert real_desk.record.offices.answer_uses("khanh-hoa") == {"thieu-vi-tri": 1}
    assert re.search(r'data-of="Đã dùng">1<', kept.opens(ANSWERS).text)


def test_a_template_that_was_made_up_counts_for_nothing(real_desk: RealDesk, kept: Walker) -> None:
    code = real_desk.filed()
    walker = Walker(real_desk)
    walker.signs_in("operator")
    walker.opens(f"/can-bo/ho-so/{code}")
    done = walker.sends(f"/can-bo/ho-so/{code}/ask_supplement", wanted="Ở đâu?", mau="khong-co")
    assert done.status_code == 200
    assert real_desk.record.offices.answer_uses("khanh-hoa") == {}


def test_a_stopped_template_is_offered_no_more(real_desk: RealDesk, kept: Walker) -> None:
    kept.opens(f"{ANSWERS}/muc/thieu-vi-tri")
    kept.sends(f"{ANSWERS}/muc/thieu-vi-tri", active=[])
    walker = Walker(real_desk)
    walker.signs_in("operator")
    assert "Mẫu trả lời (" not in walker.opens(f"/can-bo/ho-so/{real_desk.filed()}").text


def test_templates_are_kept_by_the_api_too(real_desk: RealDesk) -> None:
    body = {name: value for name, value in NEW.items() if name != "id"}
    made = real_desk.puts("/admin/khanh-hoa/answers/thieu-vi-tri", "admin", **body)
    assert made.status_code == 201, made.text
    [listed] = real_desk.gets("/admin/khanh-hoa/answers", "admin").json()["items"]
    assert (listed["id"], listed["used"], listed["version"]) == ("thieu-vi-tri", 0, made.headers["ETag"].strip('"'))
