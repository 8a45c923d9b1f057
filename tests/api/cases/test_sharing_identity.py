"""Tests that an identity is shared with an agency of the case by the people whom the regulation names, and is in no event."""

from __future__ import annotations

import json
from typing import Any

import pytest

from domain.offices.office import Agency
from domain.words import Role
from records.staff.rows import LookedAt
from tests.support.fronts.desk import Desk

LC, AGENCY, OTHER = "lai-chau", "phong-tnmt", "cong-an"
NAME, PHONE = "Nguyễn Thị Hoa", "0905123456"


@pytest.fixture
def code(desk: Desk) -> str:
    """A case of Lai Châu that two agencies handle."""
    desk.record.agencies_ += (Agency(AGENCY, LC, "Phòng TNMT"), Agency(OTHER, LC, "Công an thành phố"))
    for name, role, agency in (
        ("ioc", Role.CENTRE_LEADER, None), ("mayor", Role.AUTHORITY_LEADER, None), ("tnmt", Role.AGENCY_OFFICER, AGENCY),
        ("police", Role.AGENCY_OFFICER, OTHER),
    ):  # fmt: skip
        desk.employs(name, role, LC, agency)
    code = desk.filed(procedure=LC, field="moi-truong")
    assert desk.acts(code, "dispatch", "ioc", lead=AGENCY).status_code == 200
    assert desk.acts(code, "involve", "tnmt", co_ordinating=[OTHER]).status_code == 200
    return code


def shares(desk: Desk, code: str, who: str = "mayor", **said: Any) -> Any:
    return desk.acts(code, "share_identity", who, **({"outside": ""} | said))


def test_the_agency_sees_who_reported_from_then_on_and_every_look_is_recorded(desk: Desk, code: str) -> None:
    assert desk.sees(code, "tnmt").json()["identity"] is None
    assert shares(desk, code, agency=AGENCY).status_code == 200
    assert desk.sees(code, "tnmt").json()["identity"]["name"] == NAME
    assert desk.sees(code, "police").json()["identity"] is None
    assert ("id-tnmt", LookedAt.IDENTITY, code, 1) in desk.record.looks_


def test_nobody_but_the_leader_whom_the_text_names_shares_it(desk: Desk, code: str) -> None:
    for who in ("ioc", "tnmt"):
        assert shares(desk, code, who, agency=AGENCY).status_code == 403
    assert desk.sees(code, "tnmt").json()["identity"] is None


def test_no_event_holds_who_reported_and_the_reporter_learns_with_whom_it_was_shared(desk: Desk, code: str) -> None:
    shares(desk, code, agency=AGENCY)
    shares(desk, code, outside="Tòa án thành phố")
    events = desk.sees(code, "reporter", "/events").json()["items"]
    shared = [event for event in events if event["kind"] == "identity_shared"]
    assert [(event["agency"] or {}).get("name") or event["recipient"] for event in shared] == [
        "Phòng TNMT", "Tòa án thành phố",
    ]  # fmt: skip
    assert {event["words"] for event in shared} == {None}
    kept = json.dumps(desk.sees(code, "tnmt", "/events").json(), ensure_ascii=False) + repr(desk.record.ledger[code])
    assert NAME not in kept
    assert PHONE not in kept


def test_what_was_shared_of_one_reporter_says_nothing_of_another(desk: Desk, code: str) -> None:
    shares(desk, code, agency=AGENCY)
    merged = desk.filed(procedure=LC, field="moi-truong")
    assert desk.acts(merged, "merge", "ioc", into=code).status_code == 200
    (report,) = desk.sees(code, "tnmt").json()["merged_reports"]
    assert report["identity"] is None
