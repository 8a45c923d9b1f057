"""The other shipped regulations over HTTP, each in its special rules."""

from __future__ import annotations

from typing import Any

import pytest

from domain.offices.office import Agency
from domain.words import Role
from tests.support.fronts.desk import REPORT, Desk


class Town:
    """The people of one authority at the desk, and a report that its regulation accepts."""

    def __init__(self, desk: Desk, authority: str, field: str) -> None:
        self.desk, self.authority, self.field = desk, authority, field
        self.agency = f"{authority}-phong"
        desk.record.agencies_ += (Agency(self.agency, authority, "Phòng chuyên môn"),)
        for role in Role:
            if role is not Role.REPORTER:
                desk.employs(self.name(role), role, authority, self.agency if role.of_agency else None)

    def name(self, role: str) -> str:
        return role if role in ("reporter", "nobody") else f"{role}@{self.authority}"

    def report(self, **other: Any) -> dict[str, Any]:
        reporter = REPORT["reporter"] | {"email": "hoa@vidu.vn"}
        return REPORT | {"procedure": self.authority, "field": self.field, "reporter": reporter} | other

    def sends(self, who: str = "nobody", **other: Any) -> Any:
        return self.desk.sends(self.report(**other), who=self.name(who))

    def filed(self, who: str = "nobody", **other: Any) -> str:
        answer = self.sends(who, **other)
        assert answer.status_code == 201, answer.text
        self.desk.keys[answer.json()["code"]] = answer.json()["tracking_key"]
        return str(answer.json()["code"])

    def acts(self, code: str, act: str, who: str, **said: Any) -> Any:
        return self.desk.acts(code, act, self.name(who), **said)

    def does(self, code: str, act: str, who: str, **said: Any) -> Any:
        answer = self.acts(code, act, who, **said)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def sees(self, code: str, who: str, rest: str = "") -> Any:
        return self.desk.sees(code, self.name(who), rest)

    def possible(self, code: str, who: str) -> list[str]:
        return [act["act"] for act in self.sees(code, who).json()["possible_acts"]]

    def events(self, code: str, who: str) -> dict[str, Any]:
        return {event["kind"]: event for event in self.sees(code, who, "/events").json()["items"]}


@pytest.fixture
def buon_ma_thuot(desk: Desk) -> Town:
    return Town(desk, "buon-ma-thuot", "ha-tang-do-thi")


@pytest.fixture
def lai_chau(desk: Desk) -> Town:
    return Town(desk, "lai-chau", "giao-thong-an-ninh")


@pytest.fixture
def dien_bien(desk: Desk) -> Town:
    return Town(desk, "dien-bien", "giao-thong")


@pytest.fixture
def binh_dinh(desk: Desk) -> Town:
    return Town(desk, "binh-dinh", "giao-thong-van-tai")


def test_in_buon_ma_thuot_a_case_goes_to_the_focal_point_and_from_there_to_an_agency(buon_ma_thuot: Town) -> None:
    town = buon_ma_thuot
    code = town.filed()
    assert "dispatch" in town.possible(code, "centre_operator")
    answer = town.acts(code, "dispatch", "centre_operator", lead=town.agency)
    assert answer.json()["type"] == "/problems/goes-to-focal-point"
    town.does(code, "dispatch", "centre_operator", lead=None)
    assert town.sees(code, "agency_officer").status_code == 404
    assert town.possible(code, "focal_point")[:2] == ["take_on", "forward"]
    seen = town.does(code, "forward", "focal_point", lead=town.agency)
    assert seen["lead"]["name"] == "Phòng chuyên môn"
    answer = town.acts(code, "submit_result", "agency_officer")
    assert answer.json()["type"] == "/problems/day-missing"
    assert "submit_result" in town.possible(code, "agency_officer")
    answer = town.acts(code, "submit_result", "agency_officer", handled_on="2026-11-23")
    assert answer.json()["type"] == "/problems/images-missing"
    stranger = ["6f1c2b1e-9a57-4e0b-8f43-0c5f8f0a7a11"]
    answer = town.acts(code, "submit_result", "agency_officer", handled_on="2026-11-23", images=stranger)
    assert [error["field"] for error in answer.json()["errors"]] == ["images"]
    town.does(code, "submit_result", "agency_officer", handled_on="2026-11-23", no_images=True)
    assert town.events(code, "reporter")["result_submitted"]["handled_on"] == "2026-11-23"
    assert town.events(code, "auditor")["dispatched"]["by"]["role_label"] == "cán bộ DAK LAK IOC"


def test_in_buon_ma_thuot_the_focal_point_may_handle_a_case_itself(buon_ma_thuot: Town) -> None:
    town = buon_ma_thuot
    code = town.filed()
    town.does(code, "dispatch", "centre_operator", lead=None, urgency="urgent")
    town.does(code, "take_on", "focal_point")
    seen = town.does(code, "submit_result", "focal_point", handled_on="2026-11-23", no_images=True)
    assert (seen["lead"], seen["urgency"]) == (None, "urgent")


def test_in_buon_ma_thuot_what_touches_a_persons_name_is_kept_from_the_first_moment(buon_ma_thuot: Town) -> None:
    town = buon_ma_thuot
    code = town.filed()
    town.does(code, "restrict", "centre_operator", ground="reputation")
    town.does(code, "dispatch", "centre_operator", lead=None)
    town.does(code, "take_on", "focal_point")
    town.does(code, "submit_result", "focal_point", handled_on="2026-11-23", no_images=True)
    assert "publish" not in town.possible(code, "centre_operator")
    town.does(code, "withhold", "centre_operator", ground="reputation")
    assert town.sees(code, "nobody").status_code == 404
    assert town.sees(code, "reporter").json()["result"]


def test_in_lai_chau_staff_write_down_what_a_camera_saw(lai_chau: Town) -> None:
    seen_by_camera: dict[str, Any] = {"channel": "camera", "reporter": {}}
    answer = lai_chau.sends(**seen_by_camera)
    assert [error["field"] for error in answer.json()["errors"]] == ["channel"]
    assert lai_chau.sends("centre_operator", **seen_by_camera).status_code == 201
    answer = lai_chau.sends("centre_operator", channel="app", reporter={})
    assert [error["field"] for error in answer.json()["errors"]] == ["reporter.name", "reporter.phone"]


def test_in_lai_chau_a_complex_case_waits_for_the_citys_leaders(lai_chau: Town) -> None:
    town = lai_chau
    other = f"{town.agency}-khac"
    town.desk.record.agencies_ += (Agency(other, town.authority, "Phòng khác"),)
    code = town.filed()
    answer = town.acts(code, "dispatch", "centre_leader", lead=town.agency, co_ordinating=[other])
    assert answer.json()["type"] == "/problems/not-before"
    assert "lãnh đạo chỉ đạo" in answer.json()["detail"]
    town.does(code, "ask_direction", "centre_leader")
    assert town.possible(code, "authority_leader") == ["direct", "share_identity"]
    town.does(code, "direct", "authority_leader", direction="Phòng chuyên môn chủ trì ngay")
    town.does(code, "dispatch", "centre_leader", lead=town.agency, co_ordinating=[other])
    assert "chủ trì ngay" not in town.sees(code, "reporter", "/events").text
    assert town.events(code, "agency_officer")["directed"]["words"] == "Phòng chuyên môn chủ trì ngay"
    assert "reclassify" in town.possible(code, "focal_point")


def test_in_dien_bien_a_technician_tries_the_system_and_takes_the_trial_out(dien_bien: Town) -> None:
    town = dien_bien
    report = town.filed()
    answer = town.sends(test=True)
    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/wrong-role")
    trial = town.filed("technician", test=True)
    listed = town.desk.gets("/complaints", town.name("technician")).json()["items"]
    assert [(line["code"], line["test"]) for line in listed] == [(trial, True)]
    for act in ("delete_test", "comment"):
        assert town.acts(report, act, "technician").status_code == 404
    assert town.possible(trial, "technician") == ["delete_test"]
    assert town.does(trial, "delete_test", "technician")["status"] == "deleted"
    assert town.acts(report, "delete_test", "centre_leader").json()["type"] == "/problems/not-a-test"
    assert town.events(trial, "auditor")["test_deleted"]["words"]


def test_in_dien_bien_what_violates_the_rules_is_hidden_and_never_public(dien_bien: Town) -> None:
    town = dien_bien
    code = town.filed()
    town.does(code, "hide", "centre_operator", ground="abusive")
    town.does(code, "dispatch", "centre_operator", lead=town.agency)
    assert town.sees(code, "agency_officer").json()["report"]["content"] == REPORT["content"]
    town.does(code, "submit_result", "agency_officer")
    town.does(code, "publish", "agency_officer")
    assert town.sees(code, "nobody").status_code == 404
    events = town.events(code, "reporter")
    assert events["hidden"]["ground"]["name"] == "Từ ngữ thóa mạ, chỉ trích, quy chụp hoặc kích động"


def test_in_dien_bien_a_report_that_is_not_clear_is_answered_with_guidance(dien_bien: Town) -> None:
    town = dien_bien
    code = town.filed()
    town.does(code, "dispatch", "centre_operator", lead=town.agency)
    answer = town.acts(code, "refuse", "agency_officer", ground="unclear")
    assert answer.json()["type"] == "/problems/guidance-missing"
    town.does(code, "refuse", "agency_officer", ground="unclear", guidance="Gửi lại kèm ảnh")
    assert town.events(code, "reporter")["refused"]["guidance"] == "Gửi lại kèm ảnh"


def test_in_binh_dinh_anybody_follows_a_case_but_reads_no_result_before_it_is_published(binh_dinh: Town) -> None:
    town = binh_dinh
    code = town.filed()
    assert town.sees(code, "nobody").status_code == 404
    town.does(code, "dispatch", "centre_operator", lead=town.agency)
    seen = town.sees(code, "nobody").json()
    assert (seen["audience"], seen["identity"], seen["limits"]) == ("public", None, [])
    town.does(code, "accept", "agency_officer")
    town.does(code, "submit_result", "agency_officer", result="Bản của nhân sự")
    town.does(code, "approve", "agency_leader", edited="Bản của lãnh đạo")
    assert town.sees(code, "nobody").json()["result"] is None
    assert "publish" not in town.possible(code, "agency_leader")
    town.does(code, "publish", "centre_operator", edited="Bản của trung tâm")
    assert town.sees(code, "nobody").json()["result"] == "Bản của trung tâm"
    course = [event["kind"] for event in town.sees(code, "nobody", "/events").json()["items"]]
    assert course == ["filed", "verified", "dispatched", "accepted", "result_submitted", "approved", "published"]
    assert not any(word in town.sees(code, "nobody", "/events").text for word in ("Bản của", "Hoa", "0905"))
