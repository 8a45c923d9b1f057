"""Handovers: an officer's open cases go to a colleague, each by an act of its own, exactly once, also after an
interruption."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from api.background.sweeping import sweep
from domain.words import Role
from tests.support.fronts.desk import NHA_TRANG
from tests.support.fronts.real_desk import KH, STAFF, RealDesk

pytestmark = pytest.mark.slow


@pytest.fixture
def desk(real_desk: RealDesk) -> RealDesk:
    """A desk with a colleague of the officer."""
    real_desk.employs("colleague", Role.AGENCY_OFFICER, KH, NHA_TRANG)
    return real_desk


def hands_over(
    desk: RealDesk, who: str, *, source: str = "officer", target: str = "colleague", key: str = "key-1", **other: Any
) -> Any:
    body = {"from": desk.accounts[source].id, "to": desk.accounts[target].id, "reason": "Chuyển công tác"} | other
    return desk.client.post("/api/v1/handovers", json=body, headers=desk.headers(who) | {"Idempotency-Key": key})


def officers(desk: RealDesk, codes: list[str]) -> set[str]:
    return {desk.sees(code, "auditor").json()["officer"]["name"] for code in codes}


def test_every_open_case_of_an_officer_goes_to_a_colleague_with_an_act_in_its_record(desk: RealDesk) -> None:
    cases = [desk.walked(until) for until in ("accept", "submit_result", "approve", "publish")]
    others, ended = desk.walked("dispatch"), desk.walked("rate")
    answer = hands_over(desk, "leader")
    assert answer.status_code == 200, answer.text
    seen = answer.json()
    assert [case["code"] for case in seen["cases"]] == cases
    assert (seen["finished"], seen["total"], seen["done"], seen["left"], seen["waiting"]) == (True, 4, 4, 0, 0)
    assert (seen["from_account"]["name"], seen["to_account"]["name"]) == ("Officer", "Colleague")
    assert officers(desk, cases) == {"Colleague"}
    assert officers(desk, [ended]) == {"Officer"}
    assert desk.sees(others, "auditor").json()["officer"] is None
    for code in cases:
        assigned = [
            event for event in desk.sees(code, "leader", "/events").json()["items"] if event["kind"] == "assigned"
        ]
        assert [event["by"]["account"]["name"] for event in assigned] == ["Leader"]
    assert desk.gets("/admin/changes", "auditor", limit=1).json()["items"][0]["subject"] == "handover"


def test_the_same_handover_sent_again_does_nothing_more(desk: RealDesk) -> None:
    code = desk.walked("accept")
    first = hands_over(desk, "leader")
    asked = len(desk.recording.requests)
    desk.acts(code, "assign", "leader", officer=desk.accounts["officer"].id)
    again = hands_over(desk, "leader")
    assert (again.status_code, again.json()) == (200, first.json())
    assert len(desk.recording.requests) == asked + 1
    assert officers(desk, [code]) == {"Officer"}
    other = hands_over(desk, "leader", reason="Nghỉ việc")
    assert (other.status_code, other.json()["type"]) == (409, "/problems/idempotency-key-reused")


async def test_a_handover_that_breaks_off_goes_on_by_itself_and_hands_each_case_over_once(desk: RealDesk) -> None:
    cases = [desk.walked("accept") for _ in range(30)]
    desk.recording.requests.clear()
    desk.recording.breaks_after = 7
    broken_off = hands_over(desk, "leader")
    assert broken_off.status_code == 202
    assert (broken_off.json()["finished"], broken_off.json()["total"]) == (False, 30)
    assert 0 < broken_off.json()["waiting"] < 30
    desk.recording.away, desk.recording.breaks_after = False, None
    while await sweep(desk.app.state.front):
        pass
    seen = desk.gets(f"/handovers/{broken_off.json()['id']}", "leader").json()
    assert (seen["finished"], seen["done"]) == (True, 30)
    assert officers(desk, cases) == {"Colleague"}
    for code in cases:
        assert [entry.event.kind for entry in desk.record.cases.entries(code)].count("assigned") == 1


async def test_what_may_not_be_handed_over_stays_and_says_why(desk: RealDesk) -> None:
    published, processing = desk.walked("publish"), desk.walked("accept")
    desk.recording.away = True
    begun = hands_over(desk, "leader").json()
    desk.recording.away = False
    assert desk.acts(published, "rate", "reporter").status_code == 200
    while await sweep(desk.app.state.front):
        pass
    seen = desk.gets(f"/handovers/{begun['id']}", "leader").json()
    left = {case["code"]: case for case in seen["cases"]}
    assert (left[processing]["state"], left[published]["state"]) == ("done", "left")
    assert "đã kết thúc" in left[published]["why"]
    assert (seen["done"], seen["left"], seen["finished"]) == (1, 1, True)


def test_one_case_that_cannot_be_recorded_holds_up_no_other(desk: RealDesk) -> None:
    broken, sound = desk.walked("accept"), desk.walked("accept")
    desk.recording.unrecorded.add(broken)
    seen = {case["code"]: case["state"] for case in hands_over(desk, "leader").json()["cases"]}
    assert seen == {broken: "left", sound: "done"}


def test_an_admin_hands_over_on_behalf_of_the_agencys_leader_and_not_where_there_is_none(desk: RealDesk) -> None:
    code = desk.walked("accept")
    seen = hands_over(desk, "kh_admin").json()
    assert (seen["by"]["account"]["name"], seen["by"]["on_behalf_of"]["name"]) == ("Kh_Admin", "Leader")
    assert officers(desk, [code]) == {"Colleague"}
    assert desk.acts(code, "submit_result", "colleague").status_code == 200
    for act, who in (("approve", "leader"), ("publish", "leader"), ("rate", "reporter")):
        assert desk.acts(code, act, who).status_code == 200
    leader = desk.accounts["leader"]
    gone = {"role": "agency_leader", "agency": leader.agency, "display_name": "Leader", "active": False}
    desk.puts(f"/admin/accounts/{leader.id}", "admin", **gone)
    refused = hands_over(desk, "kh_admin", source="colleague", target="officer", key="key-2")
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/no-leader")


def test_a_delegate_of_the_leader_hands_over(desk: RealDesk) -> None:
    code = desk.walked("accept")
    body = {
        "delegate": desk.accounts["colleague"].id,
        "starts_at": desk.now.isoformat(),
        "ends_at": desk.now.replace(year=2027).isoformat(),
        "reason": "Đi công tác",
    }
    headers = {"Idempotency-Key": str(uuid.uuid4())}
    assert hands_over(desk, "colleague").status_code == 403
    desk.client.post("/api/v1/delegations", json=body, headers=desk.headers("leader") | headers)
    assert hands_over(desk, "colleague").json()["by"]["on_behalf_of"]["name"] == "Leader"
    assert officers(desk, [code]) == {"Colleague"}


@pytest.mark.parametrize("who", [*STAFF, "nobody"])
def test_who_may_hand_over_and_see_how_far_it_is(desk: RealDesk, who: str) -> None:
    may = who in {"leader", "admin", "kh_admin"}
    begun = hands_over(desk, "leader").json()["id"]
    status = hands_over(desk, who).status_code
    refused = 422 if who == "dn_admin" else 403  # to an admin of another authority the account does not exist
    assert status == (200 if may else 401 if who == "nobody" else refused)
    sees = may or who in {"auditor", "kh_auditor"}
    assert desk.gets(f"/handovers/{begun}", who).status_code == (200 if sees else 401 if who == "nobody" else 404)
    assert desk.gets("/handovers/unknown", "leader").status_code == 404


@pytest.mark.parametrize("target", ["officer", "other_officer", "operator"])
def test_cases_go_to_a_colleague_who_works_here(desk: RealDesk, target: str) -> None:
    refused = hands_over(desk, "leader", target=target)
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "to")
    assert hands_over(desk, "admin", source="operator").json()["errors"][0]["field"] == "from"
