"""What a letter says of its case, over a real record: what is asked for and why, which letter it takes the place of."""

from __future__ import annotations

import pytest

from activities.lettering import letter_of
from documents.letters.letter import Letter
from domain.words import Role
from records.letters.rows import LetterKey
from records.record import Record
from tests.support.fronts.desk import REPORT
from tests.support.fronts.real_desk import RealDesk

pytestmark = pytest.mark.slow

BINH_DINH, DIEN_BIEN, TRANSPORT = "binh-dinh", "dien-bien", "so-gtvt"


def letters_of(desk: RealDesk, code: str, event: str) -> list[Letter]:
    """The letters that events of this kind called for, in order."""
    numbers = [entry.number for entry in desk.record.cases.entries(code) if entry.event.kind == event]
    found = [Record(desk.engine).letters.facts(LetterKey(code, number)) for number in numbers]
    return [letter_of(facts) for facts in found if facts]


def filed(desk: RealDesk, authority: str, **about: object) -> str:
    reporter = REPORT["reporter"] | {"email": "hoa@vidu.vn"}
    sent = desk.sends(
        {key: REPORT[key] for key in REPORT if key != "field"} | {"procedure": authority, "reporter": reporter} | about
    )
    assert sent.status_code == 201, sent.text
    return str(sent.json()["code"])


def test_an_unclear_report_is_written_what_to_add_and_why(real_desk: RealDesk) -> None:
    real_desk.employs("db_officer", Role.AGENCY_OFFICER, DIEN_BIEN, "ubnd-dien-bien-phu")
    code = filed(real_desk, DIEN_BIEN, place_id="him-lam")
    said = {"ground": "unclear", "reason": "Không rõ đoạn đường.", "guidance": "Tên đường, số nhà.\nẢnh chụp gần."}
    assert real_desk.acts(code, "refuse", "db_officer", **said).status_code == 200
    [letter] = letters_of(real_desk, code, "refused")
    assert (letter.body, letter.reason, letter.replaces) == (said["guidance"], said["reason"], None)


def test_a_result_approved_again_is_a_letter_of_its_own_that_says_which_it_takes_the_place_of(
    real_desk: RealDesk,
) -> None:
    for name, role, agency in (
        ("operator_bd", Role.CENTRE_OPERATOR, None),
        ("department_bd", Role.CENTRE_LEADER, None),
        ("authority_bd", Role.AUTHORITY_LEADER, None),
        ("officer_bd", Role.AGENCY_OFFICER, TRANSPORT),
        ("leader_bd", Role.AGENCY_LEADER, TRANSPORT),
    ):
        real_desk.employs(name, role, BINH_DINH, agency)
    code = filed(real_desk, BINH_DINH, field="giao-thong-van-tai")
    handled = [
        ("dispatch", "operator_bd"),
        ("accept", "officer_bd"),
        ("submit_result", "officer_bd"),
        ("approve", "leader_bd"),
    ]
    for act, who in (*handled, ("ask_direction", "department_bd"), ("direct", "authority_bd"), *handled):
        about = {"lead": TRANSPORT} if act == "dispatch" else {}
        done = real_desk.acts(code, act, who, **about)
        assert done.status_code == 200, (act, done.text)
    first, second = letters_of(real_desk, code, "approved")
    day = f"{first.dated:%d/%m/%Y}"
    assert (first.replaces, second.number == first.number) == (None, False)
    assert second.replaces == f"Văn bản này thay thế văn bản số {first.number} ngày {day}."
