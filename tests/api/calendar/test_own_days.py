"""Days off of one authority or agency, half days, and worked days without hours: who may decide them, and what moves."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.fronts.desk import Desk

FESTIVAL: dict[str, Any] = {
    "number": "12/QĐ-UBND",
    "source": "Quyết định 12/QĐ-UBND",
    "date": "2026-11-20",
    "authority": "khanh-hoa",
    "days": [{"why": "Lễ hội", "off": ["2026-11-25"]}],
}


def decides(desk: Desk, who: str = "admin", **changes: Any) -> Any:
    return desk.client.post("/api/v1/calendar/decisions", json=FESTIVAL | changes, headers=desk.headers(who))


def moved(answer: Any) -> dict[str, str]:
    assert answer.status_code == 200, answer.text
    items = answer.json()["moves"]["items"]
    return {each["limit"]["id"]: each["due_after_text"] for case in items for each in case["limits"]}


def lead(desk: Desk, code: str) -> str:
    agency = desk.sees(code, "auditor").json()["lead"]["id"]
    assert isinstance(agency, str)
    return agency


@pytest.fixture
def code(desk: Desk) -> str:
    return desk.walked("accept")


def test_a_provinces_day_off_moves_its_cases_and_no_others(desk: Desk, code: str) -> None:
    assert set(moved(decides(desk))) >= {"process", "case"}
    assert moved(decides(desk, authority="lai-chau")) == {}


def test_an_agencys_day_off_moves_its_steps_and_not_the_whole_case(desk: Desk, code: str) -> None:
    assert set(moved(decides(desk, agency=lead(desk, code)))) == {"process"}
    assert decides(desk, agency="no-such-agency").json()["errors"][0]["field"] == "agency"


def test_an_afternoon_off_moves_a_limit_by_half_a_day(desk: Desk, code: str) -> None:
    whole = moved(decides(desk))["process"]
    half = moved(decides(desk, days=[{"why": "Bão", "off": ["2026-11-25"], "half": "afternoon"}]))["process"]
    assert whole != half
    before = {limit["id"]: limit["due_text"] for limit in desk.sees(code, "auditor").json()["limits"]}["process"]
    saved = decides(desk, dry_run=False, days=[{"why": "Bão", "off": ["2026-11-25"], "half": "afternoon"}])
    assert saved.status_code == 202
    after = {limit["id"]: limit["due_text"] for limit in desk.sees(code, "auditor").json()["limits"]}["process"]
    assert before != after == half
    [act] = [each for each in desk.client.get("/api/v1/calendar/decisions").json()["acts"] if each["authority"]]
    assert (act["number"], act["authority"], act["agency"], act["days"][0]["half"]) == (
        "12/QĐ-UBND",
        "khanh-hoa",
        None,
        "afternoon",
    )
    own = desk.client.get("/api/v1/calendar/2026?procedure=khanh-hoa").json()["days"]
    others = desk.client.get("/api/v1/calendar/2026?procedure=lai-chau").json()["days"]
    assert next(each for each in own if each["day"] == "2026-11-25")["kind"] == "half_off"
    assert not any(each["day"] == "2026-11-25" for each in others)


def test_two_provinces_may_number_their_acts_alike(desk: Desk, code: str) -> None:
    assert decides(desk, dry_run=False).json()["revision"] == 2
    other: dict[str, Any] = {"authority": "lai-chau", "days": [{"why": "Mưa lũ", "off": ["2026-11-26"]}]}
    assert decides(desk, dry_run=False, **other).json()["revision"] == 3
    body = {"number": FESTIVAL["number"], "authority": "lai-chau", "dry_run": False}
    took = desk.client.post("/api/v1/calendar/decisions/withdraw", json=body, headers=desk.headers("admin"))
    assert took.status_code == 202
    acts = desk.client.get("/api/v1/calendar/decisions").json()["acts"]
    assert [each["authority"] for each in acts if each["number"] == FESTIVAL["number"]] == ["khanh-hoa"]


def test_a_deadline_may_be_asked_for_one_agency(desk: Desk, code: str) -> None:
    agency = lead(desk, code)
    decides(desk, dry_run=False, agency=agency)
    asked = {"start": "2026-11-24T17:00:00+07:00", "amount": "1 wd", "procedure": "khanh-hoa"}
    own, usual = (
        desk.client.post("/api/v1/deadlines", json=asked | more).json()["due_text"] for more in ({"agency": agency}, {})
    )
    assert (own.split()[-1], usual.split()[-1]) == ("26/11/2026", "25/11/2026")


@pytest.mark.parametrize("hours_of", ["sunday", "saturday"])
def test_a_day_worked_with_hours_of_a_day_without_any_is_refused_with_one_sentence(desk: Desk, hours_of: str) -> None:
    days = [{"why": "Làm bù", "worked": ["2026-11-29"], "hours_of": hours_of}]
    nowhere: dict[str, Any] = {"authority": None}
    for whose in ({}, nowhere):
        answer = decides(desk, days=days, **whose)
        assert answer.status_code == 422
        [error] = answer.json()["errors"]
        assert error["field"] == "days.0.hours_of"
        assert "không mở cửa ngày 29/11/2026" in error["message"]


def test_a_sunday_may_be_worked_at_hours_of_its_own(desk: Desk) -> None:
    answer = decides(desk, dry_run=False, days=[{"why": "Làm bù", "worked": ["2026-11-29"], "hours": "08:00-11:00"}])
    assert answer.status_code == 202
    days = desk.client.get("/api/v1/calendar/2026?procedure=khanh-hoa").json()["days"]
    assert next(each for each in days if each["day"] == "2026-11-29")["hours"] == "08:00-11:00"


@pytest.mark.parametrize(
    ("changes", "field", "bound"),
    [
        ({"date": "2026-11-24"}, "date", "23/11/2026"),
        ({"days": [{"why": "Lễ", "off": ["2062-11-25"]}]}, "days.0.off", "31/12/2028"),
        ({"days": [{"why": "Lễ", "off": ["2021-11-25"]}]}, "days.0.off", "22/11/2025"),
    ],
)
def test_dates_of_an_act_have_bounds_that_the_refusal_names(desk: Desk, changes: Any, field: str, bound: str) -> None:
    [error] = decides(desk, **changes).json()["errors"]
    assert error["field"] == field
    assert bound in error["message"]


@pytest.mark.parametrize("amount", ["٥ wd", "５ wd", "9999 wd", "501 wd", "4001 wh", "1e3 h", "99999 min"])
def test_amounts_take_ascii_digits_up_to_a_bound(desk: Desk, amount: str) -> None:
    answer = desk.client.post("/api/v1/deadlines", json={"start": "2026-11-24T17:00:00+07:00", "amount": amount})
    assert answer.status_code == 422
    assert "500 wd" in answer.json()["errors"][0]["message"]
