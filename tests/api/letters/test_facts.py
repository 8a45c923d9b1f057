"""The content of a case's letter, on a real record: what it asks for and why, and which letter it replaces."""

from __future__ import annotations

from typing import Any

import pytest

from activities.lettering import letter_of
from documents.letters.letter import Letter
from domain.words import Role
from records.letters.rows import LetterKey
from records.record import Record
from tests.support.fronts.desk import REPORT
from tests.support.fronts.real_desk import RealDesk

pytestmark = pytest.mark.slow

BINH_DINH, BUON_MA_THUOT, DIEN_BIEN = "binh-dinh", "buon-ma-thuot", "dien-bien"
TRANSPORT, URBAN = "so-gtvt", "phong-qldt"


def letters_of(desk: RealDesk, code: str, event: str) -> list[Letter]:
    """Return the letters for events of this kind, in order."""
    numbers = [entry.number for entry in desk.record.cases.entries(code) if entry.event.kind == event]
    found = [Record(desk.engine).letters.facts(LetterKey(code, number)) for number in numbers]
    return [letter_of(facts) for facts in found if facts]


def filed(desk: RealDesk, authority: str, **about: object) -> str:
    reporter = REPORT["reporter"] | {"email": "hoa@vidu.vn"}
    sent = desk.sends(
        {key: REPORT[key] for key in REPORT if key != "field"} | {"procedure": authority, "reporter": reporter} | about
    )
    assert sent.status_code == 201, sent.text
    code = str(sent.json()["code"])
    desk.keys[code] = sent.json()["tracking_key"]
    return code


def test_an_unclear_report_is_written_what_to_add_and_why(real_desk: RealDesk) -> None:
    real_desk.employs("db_officer", Role.AGENCY_OFFICER, DIEN_BIEN, "ubnd-dien-bien-phu")
    code = filed(real_desk, DIEN_BIEN, place_id="him-lam")
    said = {"ground": "unclear", "reason": "Không rõ đoạn đường.", "guidance": "Tên đường, số nhà.\nẢnh chụp gần."}
    assert real_desk.acts(code, "refuse", "db_officer", **said).status_code == 200
    [letter] = letters_of(real_desk, code, "refused")
    assert (letter.body, letter.reason, letter.replaces) == (said["guidance"], said["reason"], None)
    assert "Đề nghị bổ sung thông tin" in letter.title


def test_a_report_out_of_scope_is_not_written_that_it_is_unclear(real_desk: RealDesk) -> None:
    real_desk.employs("db_officer", Role.AGENCY_OFFICER, DIEN_BIEN, "ubnd-dien-bien-phu")
    code = filed(real_desk, DIEN_BIEN, place_id="him-lam")
    said = {"ground": "out_of_scope", "reason": "Việc của ngành điện.", "guidance": "Gọi tổng đài 19006769."}
    assert real_desk.acts(code, "refuse", "db_officer", **said).status_code == 200
    [letter] = letters_of(real_desk, code, "refused")
    assert letter.title.startswith("Trả lời phản ánh không thuộc phạm vi quản lý số 01/PAHT-UBND,")
    [line] = real_desk.sees(code, "reporter", "/letters").json()["items"]
    assert line["name"] == "Trả lời phản ánh không thuộc phạm vi quản lý"


def test_a_letter_says_what_the_centre_published_and_the_leader_who_approved_signs_it(real_desk: RealDesk) -> None:
    for name, role, agency in (
        ("operator_bd", Role.CENTRE_OPERATOR, None),
        ("officer_bd", Role.AGENCY_OFFICER, TRANSPORT),
        ("leader_bd", Role.AGENCY_LEADER, TRANSPORT),
    ):
        real_desk.employs(name, role, BINH_DINH, agency)
    code = filed(real_desk, BINH_DINH, field="giao-thong-van-tai")
    for act, who, about in (
        ("dispatch", "operator_bd", {"lead": TRANSPORT}),
        ("accept", "officer_bd", {}),
        ("submit_result", "officer_bd", {"result": "Đã xử phạt ông Nguyễn Văn A."}),
        ("approve", "leader_bd", {"edited": "Đã xử phạt ông A."}),
    ):
        done = real_desk.acts(code, act, who, **about)
        assert done.status_code == 200, (act, done.text)
    assert real_desk.sees(code, "leader_bd", "/letters").json() == {"items": []}
    assert real_desk.acts(code, "publish", "operator_bd", edited="Đã xử phạt chủ hộ.").status_code == 200
    [letter] = letters_of(real_desk, code, "published")
    assert (letter.body, letter.signer) == ("Đã xử phạt chủ hộ.", real_desk.accounts["leader_bd"].display_name)
    assert (letter.issuer, letter.number) == ("Sở Giao thông vận tải", "01/TB-SGTVT")
    for who in ("leader_bd", "operator_bd"):
        [line] = real_desk.sees(code, who, "/letters").json()["items"]
        answer = real_desk.sees(code, who, f"/letters/{line['event']}.pdf")
        assert answer.json()["type"] == "/problems/letter-not-ready", "it may be opened, and is not made yet"


def test_a_result_given_again_is_a_letter_of_its_own_that_says_which_it_takes_the_place_of(real_desk: RealDesk) -> None:
    for name, role, agency in (
        ("operator_bmt", Role.CENTRE_OPERATOR, None),
        ("focal_bmt", Role.FOCAL_POINT, None),
        ("officer_bmt", Role.AGENCY_OFFICER, URBAN),
    ):
        real_desk.employs(name, role, BUON_MA_THUOT, agency)
    code = filed(real_desk, BUON_MA_THUOT, field="ha-tang-do-thi")
    day = f"{real_desk.clock():%Y-%m-%d}"
    answered: list[tuple[str, str, dict[str, Any]]] = [
        ("submit_result", "officer_bmt", {"result": "Đã vá.", "handled_on": day, "no_images": True}),
        ("publish", "operator_bmt", {}),
    ]
    sent: list[tuple[str, str, dict[str, Any]]] = [
        ("dispatch", "operator_bmt", {"lead": None}),
        ("forward", "focal_bmt", {"lead": URBAN}),
    ]
    for act, who, about in (*sent, *answered, ("contest", "reporter", {"reason": "Vẫn còn ổ gà."}), *answered):
        done = real_desk.acts(code, act, who, **about)
        assert done.status_code == 200, (act, done.text)
    first, second = letters_of(real_desk, code, "published")
    assert (first.replaces, second.number == first.number) == (None, False)
    assert second.replaces == f"Văn bản này thay thế văn bản số {first.number} ngày {first.dated:%d/%m/%Y}."


def test_a_result_in_writing_names_its_paper_in_the_course_and_in_the_letter(real_desk: RealDesk) -> None:
    code = real_desk.walked("accept")
    paper = {"paper_number": "152/BC-UBND", "paper_date": "2026-11-20", "paper_sender": "UBND phường Lộc Thọ"}
    part = real_desk.acts(code, "submit_result", "officer", paper_number="152/BC-UBND")
    assert (part.status_code, part.json()["errors"][0]["field"]) == (409, "paper_number")
    assert real_desk.acts(code, "submit_result", "officer", **paper).status_code == 200
    assert real_desk.acts(code, "approve", "leader").status_code == 200
    assert real_desk.acts(code, "publish", "leader").status_code == 200
    said = "số 152/BC-UBND ngày 20/11/2026 của UBND phường Lộc Thọ"
    course = real_desk.sees(code, "operator", "/events").json()["items"]
    assert [each["paper"]["text"] for each in course if each["kind"] == "result_submitted"] == [said]
    [letter] = letters_of(real_desk, code, "published")
    assert letter.body.splitlines()[-1] == f"Đính kèm: Văn bản {said}."


def test_who_asks_the_province_for_direction_reports_in_a_letter_with_the_reason(real_desk: RealDesk) -> None:
    real_desk.employs("operator_bd", Role.CENTRE_OPERATOR, BINH_DINH)
    real_desk.employs("centre_leader_bd", Role.CENTRE_LEADER, BINH_DINH)
    real_desk.employs("province_bd", Role.AUTHORITY_LEADER, BINH_DINH)
    code, reason = filed(real_desk, BINH_DINH, field="giao-thong-van-tai"), "Hai cơ quan không thống nhất."
    assert real_desk.acts(code, "dispatch", "operator_bd", lead=TRANSPORT).status_code == 200
    asked = real_desk.acts(code, "ask_direction", "centre_leader_bd", reason=reason)
    assert asked.status_code == 200, asked.text
    [letter] = letters_of(real_desk, code, "direction_asked")
    assert (letter.addressee, letter.reason) == ("Ủy ban nhân dân tỉnh Bình Định", reason)
    assert letter.body.startswith(f"Nội dung: {REPORT['content']}")
    assert REPORT["reporter"]["name"] not in str(letter.as_data())
    assert real_desk.sees(code, "reporter", "/letters").json() == {"items": []}
    [line] = real_desk.sees(code, "province_bd", "/letters").json()["items"]
    answer = real_desk.sees(code, "province_bd", f"/letters/{line['event']}.pdf")
    assert answer.json()["type"] == "/problems/letter-not-ready", "it may be opened, and is not made yet"


def test_what_harms_a_reputation_is_written_to_the_city_without_who_sent_it(real_desk: RealDesk) -> None:
    real_desk.employs("operator_bmt", Role.CENTRE_OPERATOR, BUON_MA_THUOT)
    real_desk.employs("city_bmt", Role.AUTHORITY_LEADER, BUON_MA_THUOT)
    real_desk.employs("auditor_bmt", Role.AUDITOR, BUON_MA_THUOT)
    code = filed(real_desk, BUON_MA_THUOT, field="cong-vu-cong-chuc")
    assert real_desk.acts(code, "restrict", "operator_bmt", ground="reputation").status_code == 200
    [letter] = letters_of(real_desk, code, "restricted")
    assert (letter.addressee, letter.number) == ("Ủy ban nhân dân thành phố Buôn Ma Thuột", "01/STTTT-DAKLAKIOC")
    assert letter.superior == "Sở Thông tin và Truyền thông"
    said = letter.body.split("\n")
    assert said[:2] == [f"Nội dung: {REPORT['content']}", f"Địa điểm: {REPORT['place']}"]
    assert REPORT["reporter"]["name"] not in str(letter.as_data())
    assert real_desk.sees(code, "reporter", "/letters").json() == {"items": []}
    [line] = real_desk.sees(code, "city_bmt", "/letters").json()["items"]
    answers = {
        who: real_desk.sees(code, who, f"/letters/{line['event']}.pdf").json()["type"]
        for who in ("city_bmt", "auditor_bmt")
    }
    assert answers == {"city_bmt": "/problems/letter-not-ready", "auditor_bmt": "/problems/addressee-only"}
    register = real_desk.client.get(f"/api/v1/papers?code={code}", headers=real_desk.headers("operator_bmt")).json()
    [entry] = register["items"]
    assert (entry["paper_number"], entry["other"]) == (letter.number, letter.addressee)
