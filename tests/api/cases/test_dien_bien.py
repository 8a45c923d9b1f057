"""Điện Biên over HTTP with its shipped office: dispatch by place, unclear reports, trials."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from api.office.wards import load_wards, plan
from domain.words import Role
from records.offices.rows import ChangedBy
from tests.support.fronts.desk import REPORT
from tests.support.fronts.real_desk import RealDesk

pytestmark = pytest.mark.slow

DIEN_BIEN, CITY = "dien-bien", "ubnd-dien-bien-phu"


@pytest.fixture
def dien_bien(real_desk: RealDesk) -> RealDesk:
    real_desk.employs("db_operator", Role.CENTRE_OPERATOR, DIEN_BIEN)
    real_desk.employs("db_technician", Role.TECHNICIAN, DIEN_BIEN)
    real_desk.employs("db_officer", Role.AGENCY_OFFICER, DIEN_BIEN, CITY)
    return real_desk


def filed(desk: RealDesk, who: str = "nobody", **about: Any) -> dict[str, Any]:
    sent = desk.sends(
        {key: REPORT[key] for key in REPORT if key != "field"} | {"procedure": DIEN_BIEN} | about, who=who
    )
    assert sent.status_code == 201, sent.text
    return dict(sent.json())


def test_a_report_without_a_field_goes_by_itself_to_the_district_of_its_ward(dien_bien: RealDesk) -> None:
    case = filed(dien_bien, place_id="him-lam")
    assert case["status"] == "processing"
    seen = dien_bien.sees(case["code"], "db_officer").json()
    assert (seen["lead"]["name"], seen["field"]) == ("UBND thành phố Điện Biên Phủ", None)


def test_a_report_with_a_point_alone_goes_to_the_district_that_the_point_lies_in(dien_bien: RealDesk) -> None:
    case = filed(dien_bien, latitude=21.386, longitude=103.023)
    assert case["status"] == "processing"
    assert dien_bien.record.cases.complaint(case["code"]).lead == CITY


def test_after_the_wards_were_loaded_a_point_is_classified_by_the_present_ward(dien_bien: RealDesk) -> None:
    change = ChangedBy(None, dien_bien.now)
    load_wards(dien_bien.record.offices, DIEN_BIEN, plan(dien_bien.record.offices, DIEN_BIEN, "11"), change)
    wards = (each for each in dien_bien.record.offices.places(DIEN_BIEN) if each.in_use)
    ward = next(each for each in wards if each.name == "Phường Điện Biên Phủ")
    code = filed(dien_bien, latitude=ward.latitude, longitude=ward.longitude)["code"]
    assert dien_bien.record.cases.complaint(code).place == ward.id


def test_a_report_with_a_point_where_two_districts_may_be_waits_for_the_centre(dien_bien: RealDesk) -> None:
    assert filed(dien_bien, latitude=21.03, longitude=103.14)["status"] == "submitted"


def test_the_centre_sends_a_report_without_a_field_too(dien_bien: RealDesk) -> None:
    code = filed(dien_bien)["code"]
    sent = dien_bien.acts(code, "dispatch", "db_operator", lead=CITY)
    assert (sent.status_code, sent.json()["status"]) == (200, "processing")


def test_an_unclear_report_is_answered_with_guidance_or_not_at_all(dien_bien: RealDesk) -> None:
    code = filed(dien_bien, place_id="him-lam")["code"]
    bare = dien_bien.acts(code, "refuse", "db_officer", ground="unclear")
    assert (bare.status_code, bare.json()["type"]) == (409, "/problems/guidance-missing")
    assert dien_bien.record.cases.complaint(code).status == "processing"
    told = dien_bien.acts(code, "refuse", "db_officer", ground="unclear", guidance="Đề nghị gửi kèm ảnh rõ vị trí.")
    assert (told.status_code, told.json()["status"]) == (200, "refused")


def test_what_is_found_after_publication_is_hidden_and_shown_again_once_each(dien_bien: RealDesk) -> None:
    dien_bien.employs("db_leader", Role.CENTRE_LEADER, DIEN_BIEN)
    code = filed(dien_bien, place_id="him-lam")["code"]
    for act in ("submit_result", "publish"):
        assert dien_bien.acts(code, act, "db_officer").status_code == 200
    assert dien_bien.sees(code, "nobody").status_code == 200
    assert [act["act"] for act in dien_bien.sees(code, "db_operator").json()["possible_acts"]] == [
        "ask_secrecy",
        "restrict",
        "hide",
    ]
    started = len(dien_bien.recording.started)
    late = dien_bien.acts(code, "submit_result", "db_officer")
    assert (late.status_code, late.json()["type"]) == (409, "/problems/case-closed")
    assert len(dien_bien.recording.started) == started
    sent = {"act_id": str(uuid.uuid4()), "ground": "personal_data"}
    for _ in range(2):
        hidden = dien_bien.acts(code, "hide", "db_operator", **sent)
        assert (hidden.status_code, hidden.json()["status"]) == (200, "closed")
    assert len(dien_bien.recording.started) == started + 1
    assert dien_bien.sees(code, "nobody").status_code == 404
    assert dien_bien.acts(code, "unhide", "db_leader").status_code == 200
    assert dien_bien.sees(code, "nobody").status_code == 200
    kinds = [entry.event.kind for entry in dien_bien.record.cases.entries(code)]
    assert kinds[-2:] == ["hidden", "unhidden"]


def test_a_technicians_trial_goes_nowhere_and_can_be_deleted_and_no_report_of_anybodys_can(dien_bien: RealDesk) -> None:
    trial = filed(dien_bien, "db_technician", place_id="him-lam", test=True)
    assert trial["status"] == "submitted"
    assert dien_bien.acts(trial["code"], "delete_test", "db_technician").status_code == 200
    kinds = [entry.event.kind for entry in dien_bien.record.cases.entries(trial["code"])]
    assert "test_deleted" in kinds
    report = filed(dien_bien, place_id="him-lam")["code"]
    dien_bien.employs("db_leader", Role.CENTRE_LEADER, DIEN_BIEN)
    kept = dien_bien.acts(report, "delete_test", "db_leader")
    assert (kept.status_code, kept.json()["type"]) == (409, "/problems/not-a-test")


def test_nobody_but_a_technician_files_a_trial(dien_bien: RealDesk) -> None:
    sent = dien_bien.sends(REPORT | {"procedure": DIEN_BIEN, "test": True})
    assert (sent.status_code, sent.json()["type"]) == (403, "/problems/wrong-role")
