"""An act may name only what exists: agencies, the case to merge into, the assigned person."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from domain.words import ActKind, Role, Status
from tests.support.fronts.answers import alike
from tests.support.fronts.desk import ENVIRONMENT, KH, NHA_TRANG, TRANSPORT, Desk
from tests.support.procedures.wide import WIDE


@pytest.mark.parametrize(
    ("act", "who", "said", "field"),
    [
        ("forward", "focal_point", {"lead": "khong-co"}, "lead"),
        ("forward", "focal_point", {"lead": "so-da-nang"}, "lead"),
        ("forward", "focal_point", {"co_ordinating": ["khong-co"]}, "co_ordinating"),
        ("reclassify", "operator", {"lead": "khong-co"}, "lead"),
        ("involve", "officer", {"co_ordinating": [TRANSPORT, "so-da-nang"]}, "co_ordinating"),
    ],
)
def test_every_agency_that_an_act_names_is_there(
    desk: Desk, act: str, who: str, said: dict[str, Any], field: str
) -> None:
    code = desk.ready_for(act)
    before = len(desk.gateway.requests)
    answer = desk.acts(code, act, who, **said)
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert len(desk.gateway.requests) == before


def test_a_wrong_field_is_put_right_without_naming_an_agency_and_the_other_way_round(desk: Desk) -> None:
    code = desk.ready_for("reclassify")
    seen = desk.acts(code, "reclassify", "operator").json()
    assert (seen["field"]["id"], seen["lead"]["id"]) == ("moi-truong", NHA_TRANG)
    seen = desk.acts(code, "reclassify", "operator", field="", lead=ENVIRONMENT).json()
    assert (seen["field"]["id"], seen["lead"]["id"]) == ("moi-truong", ENVIRONMENT)
    assert desk.acts(code, "reclassify", "operator", lead=ENVIRONMENT).json()["type"] == "/problems/nothing-new"


@pytest.mark.parametrize("officer", ["id-other_officer", "id-operator", "id-stranger", "id-reporter", "officer", ""])
def test_a_case_becomes_the_work_of_the_lead_agencys_people_alone(desk: Desk, officer: str) -> None:
    answer = desk.acts(desk.walked("accept"), "assign", "leader", officer=officer)
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == ["officer"]


def test_whoever_may_not_assign_learns_nothing_of_accounts(desk: Desk) -> None:
    code = desk.walked("accept")
    for officer in ("id-leader", "khong-co"):
        answer = desk.acts(code, "assign", "operator", officer=officer)
        assert (answer.status_code, answer.json()["type"]) == (403, "/problems/wrong-role")


def test_while_no_agency_has_the_case_it_is_the_work_of_the_focal_points_people(desk: Desk) -> None:
    theirs = tuple(
        replace(rule, by=(*rule.by, Role.FOCAL_POINT)) if rule.act is ActKind.ASSIGN else rule for rule in WIDE.acts
    )
    desk.employs("second_focal_point", Role.FOCAL_POINT, KH)
    desk.employs("another_focal_point", Role.FOCAL_POINT, "da-nang")
    code = desk.under(desk.filed(), replace(WIDE, acts=theirs), status=Status.PROCESSING)
    for officer in ("id-officer", "id-another_focal_point"):
        assert desk.acts(code, "assign", "focal_point", officer=officer).status_code == 422
    seen = desk.acts(code, "assign", "focal_point", officer="id-second_focal_point").json()
    assert seen["officer"] == {"id": "id-second_focal_point", "name": "Second_Focal_Point"}


def _merge(desk: Desk, code: str, into: str) -> Any:
    return desk.acts(code, "merge", "operator", into=into)


def test_a_report_goes_on_as_part_of_an_open_case_and_is_done(desk: Desk) -> None:
    first, second = desk.filed(), desk.filed()
    seen = _merge(desk, second, f" {first.lower()}").json()
    assert (seen["status_label"], seen["merged_into"]) == ("Đã gộp vào hồ sơ khác", first)
    merged = [each for each in desk.sees(second, "reporter", "/events").json()["items"] if each["kind"] == "merged"]
    assert [each["merged_into"] for each in merged] == [first]


@pytest.mark.parametrize("into", ["KH-2026-999999", "nope", ""])
def test_a_case_to_merge_into_is_there(desk: Desk, into: str) -> None:
    answer = _merge(desk, desk.filed(), into)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "into")


def test_a_case_to_merge_into_is_open_and_in_nobody_elses(desk: Desk) -> None:
    ended, kept, merged, code = desk.walked("rate"), desk.filed(), desk.filed(), desk.filed()
    _merge(desk, merged, kept)
    assert "khép lại" in _merge(desk, code, ended).json()["detail"]
    assert kept in _merge(desk, code, merged).json()["detail"]
    assert _merge(desk, code, kept).status_code == 200


def test_a_case_in_which_other_peoples_reports_go_on_is_not_its_reporters_to_take_back(desk: Desk) -> None:
    kept, merged = desk.filed(), desk.filed()
    _merge(desk, merged, kept)
    answer = desk.acts(kept, "withdraw", "reporter")
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/others-wait-too")
    assert desk.sees(kept, "reporter").json()["status"] == "submitted"


def test_a_trial_and_a_report_of_peoples_are_never_merged(desk: Desk) -> None:
    report, trial = desk.filed(), desk.under(desk.filed(), test=True)
    assert _merge(desk, report, trial).status_code == _merge(desk, trial, report).status_code == 422


def test_a_case_under_another_regulation_is_as_good_as_absent(desk: Desk) -> None:
    code, other = desk.filed(), desk.filed()
    desk.under(other, replace(WIDE, id="da-nang"))
    absent = _merge(desk, code, "KH-2026-999999")
    assert alike(_merge(desk, code, other)) == alike(absent)


def test_who_may_not_merge_learns_nothing_of_other_cases(desk: Desk) -> None:
    code, other = desk.walked("dispatch"), desk.filed()
    for into in (other, "KH-2026-999999"):
        answer = desk.acts(code, "merge", "officer", into=into)
        assert (answer.status_code, answer.json()["type"]) == (403, "/problems/wrong-role")
