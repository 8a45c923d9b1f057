"""Delegations: who may appoint a delegate, what the delegate may do and until when, and what the record says."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest

from domain.words import Role
from tests.support.fronts.desk import NHA_TRANG
from tests.support.fronts.real_desk import KH, STAFF, RealDesk

pytestmark = pytest.mark.slow

WEEK = timedelta(days=7)


def delegates(
    desk: RealDesk,
    who: str,
    to: str,
    *,
    leader: str | None = None,
    key: str | None = None,
    starts: timedelta = timedelta(0),
    lasts: timedelta = WEEK,
) -> Any:
    body = {
        "delegate": desk.accounts[to].id,
        "starts_at": (desk.now + starts).isoformat(),
        "ends_at": (desk.now + starts + lasts).isoformat(),
        "reason": "Đi công tác",
    } | ({"leader": desk.accounts[leader].id} if leader else {})
    headers = desk.headers(who) | {"Idempotency-Key": key or str(uuid.uuid4())}
    return desk.client.post("/api/v1/delegations", json=body, headers=headers)


def revokes(desk: RealDesk, who: str, delegation: str) -> Any:
    return desk.client.post(f"/api/v1/delegations/{delegation}/revocation", headers=desk.headers(who))


def submitted(desk: RealDesk) -> str:
    """Return a case whose result somebody else than the officer submitted."""
    if "submitter" not in desk.accounts:
        desk.employs("submitter", Role.AGENCY_OFFICER, KH, NHA_TRANG)
    code = desk.walked("accept")
    assert desk.acts(code, "submit_result", "submitter").status_code == 200
    return code


def test_a_delegate_does_what_the_leader_may_and_the_record_names_both(real_desk: RealDesk) -> None:
    code = real_desk.walked("submit_result")
    real_desk.employs("colleague", Role.AGENCY_OFFICER, KH, NHA_TRANG)
    assert real_desk.acts(code, "approve", "colleague").status_code == 403
    added = delegates(real_desk, "leader", "colleague")
    assert added.status_code == 201, added.text
    assert (added.json()["in_force"], added.json()["delegate"]["name"]) == (True, "Colleague")
    possible = {act["act"]: act for act in real_desk.sees(code, "colleague").json()["possible_acts"]}
    assert possible["approve"]["on_behalf_of"] == real_desk.accounts["leader"].id
    assert real_desk.acts(code, "approve", "colleague").status_code == 200
    approved = next(
        event for event in real_desk.sees(code, "operator", "/events").json()["items"] if event["kind"] == "approved"
    )
    assert (approved["by"]["role"], approved["by"]["account"]["name"]) == ("agency_leader", "Colleague")
    assert approved["by"]["on_behalf_of"] == {"id": real_desk.accounts["leader"].id, "name": "Leader"}
    assert "Leader" not in real_desk.sees(code, "reporter", "/events").text
    [entry] = {entry.by for entry in real_desk.record.cases.entries(code) if entry.event.kind == "approved"}
    assert entry is not None
    assert entry.on_behalf_of == real_desk.accounts["leader"].id


def test_a_delegate_does_not_approve_a_result_of_their_own(real_desk: RealDesk) -> None:
    code = real_desk.walked("submit_result")
    delegates(real_desk, "leader", "officer")
    assert "approve" not in {act["act"] for act in real_desk.sees(code, "officer").json()["possible_acts"]}
    refused = real_desk.acts(code, "approve", "officer")
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/own-result")
    assert "lãnh đạo khác" in refused.json()["detail"]
    assert real_desk.acts(code, "approve", "leader").status_code == 200


def test_the_same_delegation_twice_is_one(real_desk: RealDesk) -> None:
    first, again = (delegates(real_desk, "leader", "officer").json() for _ in range(2))
    assert first["id"] == again["id"]
    assert len(real_desk.gets("/delegations", "leader").json()["items"]) == 1
    assert revokes(real_desk, "leader", first["id"]).status_code == 200
    assert delegates(real_desk, "leader", "officer").json()["id"] != first["id"]  # what was ended may be given again


def test_what_the_delegate_may_do_alone_is_done_in_its_own_name(real_desk: RealDesk) -> None:
    code = real_desk.walked("dispatch")
    delegates(real_desk, "leader", "officer")
    assert real_desk.acts(code, "accept", "officer").status_code == 200
    assert {entry.by for entry in real_desk.record.cases.entries(code) if entry.event.kind == "accepted"} == {
        real_desk.recording.requests[-1].by
    }
    assert real_desk.recording.requests[-1].by.on_behalf_of is None


@pytest.mark.parametrize(
    ("starts", "waits", "status"),
    [
        (timedelta(days=1), timedelta(0), 403),
        (timedelta(days=1), timedelta(days=1), 200),
        (timedelta(0), WEEK - timedelta(seconds=1), 200),
        (timedelta(0), WEEK, 403),
    ],
)
def test_the_delegation_holds_within_its_dates_alone(
    real_desk: RealDesk, starts: timedelta, waits: timedelta, status: int
) -> None:
    code = submitted(real_desk)
    delegates(real_desk, "leader", "officer", starts=starts)
    real_desk.now += waits
    assert real_desk.acts(code, "approve", "officer").status_code == status


def test_a_delegation_that_was_revoked_holds_no_longer_and_what_was_done_stays_done(real_desk: RealDesk) -> None:
    code, other = submitted(real_desk), submitted(real_desk)
    delegation = delegates(real_desk, "leader", "officer").json()["id"]
    act_id = str(uuid.uuid4())
    assert real_desk.acts(code, "approve", "officer", act_id=act_id).status_code == 200
    revoked = revokes(real_desk, "leader", delegation)
    assert (revoked.status_code, revoked.json()["in_force"]) == (200, False)
    assert revokes(real_desk, "leader", delegation).json() == revoked.json()
    assert real_desk.acts(other, "approve", "officer").status_code == 403
    assert real_desk.acts(code, "approve", "officer", act_id=act_id).status_code == 200  # the same act, sent again


def test_no_one_acts_for_a_leader_who_no_longer_works_here_or_in_another_agency_now(real_desk: RealDesk) -> None:
    code = submitted(real_desk)
    real_desk.employs("second_leader", Role.AGENCY_LEADER, KH, NHA_TRANG)
    delegates(real_desk, "leader", "officer")
    leader = real_desk.accounts["leader"]
    body = {"role": "agency_leader", "agency": leader.agency, "display_name": "Leader"}
    real_desk.puts(f"/admin/accounts/{leader.id}", "admin", **body, active=False)
    assert real_desk.acts(code, "approve", "officer").status_code == 403
    real_desk.puts(f"/admin/accounts/{leader.id}", "admin", **body | {"agency": "so-gtvt"})
    assert real_desk.acts(code, "approve", "officer").status_code == 403
    real_desk.puts(f"/admin/accounts/{leader.id}", "admin", **body)
    assert real_desk.acts(code, "approve", "officer").status_code == 403  # the delegation ended when the leader left
    delegates(real_desk, "kh_admin", "officer", leader="leader", lasts=2 * WEEK)
    assert real_desk.acts(code, "approve", "officer").status_code == 200


def test_the_same_delegation_sent_again_is_one_and_another_under_its_key_is_refused(real_desk: RealDesk) -> None:
    first = delegates(real_desk, "leader", "officer", key="một".encode().hex())
    again = delegates(real_desk, "leader", "officer", key="một".encode().hex())
    assert (again.status_code, again.json()) == (201, first.json())
    other = delegates(real_desk, "leader", "officer", key="một".encode().hex(), lasts=2 * WEEK)
    assert (other.status_code, other.json()["type"]) == (409, "/problems/idempotency-key-reused")
    changes = real_desk.gets("/admin/changes", "auditor", limit=2).json()["items"]
    assert [change["subject"] for change in changes] != ["delegation", "delegation"]
    assert (changes[0]["subject"], changes[0]["by"]) == ("delegation", "leader")


@pytest.mark.parametrize("who", [*STAFF, "nobody"])
def test_who_may_delegate_for_a_leader_and_revoke(real_desk: RealDesk, who: str) -> None:
    may = who in {"leader", "admin", "kh_admin"}
    added = delegates(real_desk, who, "officer", leader="leader")
    assert added.status_code == (201 if may else 401 if who == "nobody" else 403), added.text
    delegation = delegates(real_desk, "leader", "officer").json()["id"]
    status = 200 if may else 401 if who == "nobody" else 404 if who == "dn_admin" else 403
    assert revokes(real_desk, who, delegation).status_code == status


@pytest.mark.parametrize(
    ("who", "to", "status"),
    [
        ("leader", "other_officer", 409),
        ("leader", "operator", 409),
        ("leader", "leader", 409),
        ("centre_leader", "operator", 201),
        ("centre_leader", "officer", 409),
        ("centre_leader", "kh_admin", 409),
        ("authority", "centre_leader", 201),
        ("operator", "centre_leader", 403),
        ("leader", "dn_admin", 422),
    ],
)
def test_whom_a_leader_may_choose(real_desk: RealDesk, who: str, to: str, status: int) -> None:
    assert delegates(real_desk, who, to).status_code == status


@pytest.mark.parametrize(
    ("period", "field"),
    [
        ({"lasts": timedelta(0)}, "ends_at"),
        ({"lasts": -WEEK}, "ends_at"),
        ({"starts": -2 * WEEK}, "starts_at"),
        ({"starts": timedelta(days=-2), "lasts": WEEK}, "starts_at"),
        ({"starts": timedelta(days=367), "lasts": WEEK}, "starts_at"),
        ({"starts": timedelta(hours=-20), "lasts": timedelta(hours=10)}, "ends_at"),
        ({"lasts": timedelta(days=400)}, "ends_at"),
    ],
)
def test_a_period_that_makes_no_sense_is_refused(real_desk: RealDesk, period: dict[str, Any], field: str) -> None:
    refused = delegates(real_desk, "leader", "officer", **period)
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, field)


def test_whoever_stands_in_reads_for_whom(real_desk: RealDesk) -> None:
    assert real_desk.gets("/me", "officer").json()["stands_in_for"] == []
    added = delegates(real_desk, "leader", "officer")
    leader = {"id": real_desk.accounts["leader"].id, "name": "Leader"}
    assert real_desk.gets("/me", "officer").json()["stands_in_for"] == [leader]
    revokes(real_desk, "leader", added.json()["id"])
    assert real_desk.gets("/me", "officer").json()["stands_in_for"] == []


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("leader", {"Officer": True}),
        ("officer", {"Leader": False}),
        (
            "centre_leader",
            {
                "Operator": True,
                "Authority": True,
                "Focal_Point": True,
                "Technician": False,
                "Kh_Admin": False,
                "Kh_Auditor": False,
            },
        ),
        ("admin", {}),
    ],
)
def test_everybody_finds_the_people_they_work_with_and_who_could_stand_in(
    real_desk: RealDesk, who: str, seen: dict[str, bool]
) -> None:
    gone = real_desk.employs("gone", Role.AGENCY_OFFICER, KH, "ubnd-nha-trang")
    account = {"role": "agency_officer", "agency": "ubnd-nha-trang", "display_name": "Gone", "active": False}
    assert real_desk.puts(f"/admin/accounts/{gone.id}", "kh_admin", **account).status_code == 200
    found = real_desk.gets("/colleagues", who).json()["items"]
    assert {each["name"]: each["can_stand_in"] for each in found} == seen
    assert {each["id"] for each in found} == {real_desk.accounts[each["name"].lower()].id for each in found}


def test_nobody_who_is_not_staff_is_told_who_works_there(real_desk: RealDesk) -> None:
    assert real_desk.gets("/colleagues").status_code == 401


def test_each_sees_the_delegations_that_are_its_business(real_desk: RealDesk) -> None:
    delegates(real_desk, "leader", "officer")
    delegates(real_desk, "centre_leader", "operator")
    counts = {
        who: len(real_desk.gets("/delegations", who).json()["items"])
        for who in ("leader", "officer", "operator", "other_leader", "kh_admin", "auditor", "dn_admin")
    }
    assert counts == {
        "leader": 1, "officer": 1, "operator": 1, "other_leader": 0, "kh_admin": 2, "auditor": 2, "dn_admin": 0
    }  # fmt: skip
    assert real_desk.gets("/delegations", "nobody").status_code == 401
    assert KH in {each["authority"] for each in real_desk.gets("/delegations", "kh_admin").json()["items"]}
