"""Tests that an agency ends on its day: each open case goes on at the heir, with its people, and nothing reaches the agency."""

from __future__ import annotations

import asyncio
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from api.background.sweeping import sweep
from domain.complaint import Complaint
from domain.offices.succession import Heir, Succession
from records.offices.rows import ChangedBy
from tests.api.staff.test_delegations import delegates
from tests.support.fronts.desk import ENVIRONMENT, NHA_TRANG, TRANSPORT
from tests.support.fronts.real_desk import KH, RealDesk
from tests.support.pages.walker import Walker

pytestmark = pytest.mark.slow

DECISION = {"decision": "Nghị quyết 1", "decided_by": "Ủy ban Thường vụ Quốc hội"}
WALKS = ("dispatch", "accept", "submit_result", "approve", "publish", "rate")


@pytest.fixture
def desk(real_desk: RealDesk) -> RealDesk:
    """A desk whose clock is the database's, by which an agency's day comes."""
    real_desk.now = datetime.now(UTC)
    return real_desk


def ended(desk: RealDesk, agency: str, heir: str, *by_part: Heir) -> Succession:
    """Let an agency have ended two days ago, so that no midnight in any zone matters."""
    return desk.record.successions.enter(
        Succession(
            uuid.uuid4().hex,
            KH,
            agency,
            (desk.now - timedelta(days=2)).date(),
            "Nghị quyết 1",
            "Quốc hội",
            heir,
            by_part,
            entered_by=desk.accounts["kh_admin"].id,
            entered_at=desk.now,
        ),
        ChangedBy(desk.accounts["kh_admin"].id, desk.now),
    )


def carried_out(desk: RealDesk) -> None:
    while asyncio.run(sweep(desk.app.state.front)):
        pass


def case(desk: RealDesk, code: str) -> Complaint:
    found = desk.record.cases.complaint(code)
    assert found is not None
    return found


def clocks(complaint: Complaint) -> list[tuple[Any, ...]]:
    return [(each.id, each.counted_from, each.schedule, each.passed_at) for each in complaint.running_limits]


def kinds(desk: RealDesk, code: str, who: str) -> list[str]:
    return [each["kind"] for each in desk.sees(code, who, "/events").json()["items"]]


def test_every_open_case_goes_on_at_the_heir_and_its_people_come_along(desk: RealDesk) -> None:
    codes = {until: desk.walked(until) for until in WALKS}
    helped = desk.filed()
    sent = desk.acts(helped, "dispatch", "operator", lead=TRANSPORT, co_ordinating=[NHA_TRANG])
    assert sent.status_code == 200, sent.text
    delegates(desk, "leader", "officer", lasts=timedelta(days=2))
    before = {code: case(desk, code) for code in (*codes.values(), helped)}
    succession = ended(desk, NHA_TRANG, ENVIRONMENT)
    carried_out(desk)
    for until, code in codes.items():
        after = case(desk, code)
        assert after.status is before[code].status, until
        assert clocks(after) == clocks(before[code]), until
        assert after.officer == before[code].officer, until
        assert after.lead == (NHA_TRANG if until == "rate" else ENVIRONMENT), until
        assert after.tally.get("returned", 0) == 0
    assert case(desk, helped).co_ordinating == (ENVIRONMENT,)
    people = {name: desk.record.accounts.find(desk.accounts[name].id) for name in ("officer", "leader")}
    assert {each.agency for each in people.values() if each} == {ENVIRONMENT}
    assert desk.gets("/delegations", "leader").json()["items"][0]["revoked_at"] is not None
    done = desk.record.successions.find(succession.id)
    assert (done.total, done.carried_out_at is not None) == (6, True)
    assert desk.acts(codes["dispatch"], "accept", "officer").status_code == 200
    [event] = [
        each
        for each in desk.sees(codes["accept"], "reporter", "/events").json()["items"]
        if each["kind"] == "succeeded"
    ]
    assert (event["agency"]["id"], event["predecessor"]["id"]) == (ENVIRONMENT, NHA_TRANG)
    assert event["article"] == "Nghị quyết 1 của Quốc hội"
    assert "officer" not in event or event["officer"] is None
    carried_out(desk)
    assert kinds(desk, codes["accept"], "operator").count("succeeded") == 1
    assert kinds(desk, codes["accept"], "operator").count("assigned") == 0


def test_a_round_that_breaks_off_goes_on_where_it_was(desk: RealDesk) -> None:
    codes = [desk.walked("accept") for _ in range(3)]
    succession = ended(desk, NHA_TRANG, TRANSPORT)
    desk.recording.breaks_after = 1
    asyncio.run(sweep(desk.app.state.front))
    desk.recording.breaks_after, desk.recording.away = None, False
    assert desk.record.successions.find(succession.id).carried_out_at is None
    assert 0 < desk.record.successions.count_waiting(succession) < 3
    carried_out(desk)
    assert {case(desk, code).lead for code in codes} == {TRANSPORT}
    assert [kinds(desk, code, "operator").count("succeeded") for code in codes] == [1, 1, 1]


def test_a_divided_agencys_cases_go_by_field_and_place(desk: RealDesk) -> None:
    traffic, waste = desk.walked("accept"), desk.walked("accept", field="moi-truong")
    there = desk.walked("accept", place_id="nha-trang")
    ended(desk, NHA_TRANG, TRANSPORT, Heir(ENVIRONMENT, field="moi-truong"), Heir("dien-luc", place="nha-trang"))
    carried_out(desk)
    assert [case(desk, each).lead for each in (traffic, waste, there)] == [TRANSPORT, ENVIRONMENT, "dien-luc"]
    assert [case(desk, each).officer is None for each in (traffic, waste, there)] == [False, True, True]


def test_no_act_reaches_an_agency_that_has_ended(desk: RealDesk) -> None:
    closed, opened, new = desk.walked("rate"), desk.walked("accept"), desk.filed()
    ended(desk, NHA_TRANG, TRANSPORT)
    refused = desk.acts(new, "dispatch", "operator", lead=NHA_TRANG)
    assert refused.status_code == 422
    assert "Sở Giao thông vận tải" in refused.json()["errors"][0]["message"]
    assert NHA_TRANG not in {each["id"] for each in desk.gets("/agencies", "operator").json()["items"]}
    walker = Walker(desk)
    walker.signs_in("kh_admin")
    assert "hồ sơ về Sở Giao thông vận tải)" in walker.opens(f"/quan-tri/dia-phuong/{KH}/phan-phoi").text
    # Before the sweeper comes by, the next act on a case moves it first.
    assert desk.acts(opened, "comment", "operator").status_code == 200
    assert case(desk, opened).lead == TRANSPORT
    asked = desk.acts(closed, "ask", "reporter")
    assert asked.status_code in (200, 409), asked.text
    if asked.status_code == 200:
        assert case(desk, closed).lead == TRANSPORT


def enters(desk: RealDesk, **body: Any) -> Any:
    key = body.pop("key", str(uuid.uuid4()))
    day = (desk.now + timedelta(days=30)).date().isoformat()
    said = {"agency": NHA_TRANG, "heir": TRANSPORT, "day": day} | DECISION | body
    headers = desk.headers(body.pop("who", "kh_admin")) | {"Idempotency-Key": key}
    return desk.client.post(f"/api/v1/admin/{KH}/successions", json=said, headers=headers)


def test_a_succession_is_entered_ahead_when_its_numbers_were_seen_and_withdrawn_until_its_day(desk: RealDesk) -> None:
    code = desk.walked("accept")
    refused = enters(desk)
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/stop-unconfirmed")
    assert "1 hồ sơ chưa kết thúc do cơ quan này chủ trì" in refused.json()["detail"]
    seal = desk.gets(f"/admin/{KH}/agencies/{NHA_TRANG}/dependents", "kh_admin").json()["seal"]
    key = str(uuid.uuid4())
    entered = enters(desk, confirmed=seal, key=key)
    assert entered.status_code == 201, entered.text
    assert enters(desk, confirmed=seal, key=key).json()["id"] == entered.json()["id"]
    assert enters(desk, confirmed=seal).json()["type"] == "/problems/ends-already"
    carried_out(desk)
    assert case(desk, code).lead == NHA_TRANG  # its day has not come
    [shown] = desk.gets(f"/admin/{KH}/successions", "kh_admin").json()["items"]
    assert (shown["state"], shown["waiting"], shown["total"]) == ("ahead", 1, None)
    assert desk.deletes(f"/admin/{KH}/successions/{shown['id']}", "kh_admin").json()["state"] == "withdrawn"
    assert enters(desk, confirmed=seal).status_code == 201
    come = ended(desk, ENVIRONMENT, TRANSPORT)
    assert desk.deletes(f"/admin/{KH}/successions/{come.id}", "kh_admin").status_code == 404
    changes = desk.gets("/admin/changes", "kh_admin").json()["items"]
    assert [each["subject"] for each in changes if each["subject"] == "succession"] == ["succession"] * 4


def test_what_would_leave_cases_without_an_owner_is_refused_beside_its_field(desk: RealDesk) -> None:
    seal = desk.gets(f"/admin/{KH}/agencies/{NHA_TRANG}/dependents", "kh_admin").json()["seal"]
    add_agency_without_people(desk)
    yesterday = (desk.now - timedelta(days=2)).date().isoformat()
    for body, field in (
        ({"agency": "khong-co"}, "agency"),
        ({"day": yesterday}, "day"),
        ({"heir": NHA_TRANG}, "heir"),
        ({"heir": "khong-co"}, "heir"),
        ({"by_part": [{"agency": TRANSPORT}]}, "by_part.0.field"),
        ({"by_part": [{"agency": TRANSPORT, "field": "khong-co"}]}, "by_part.0.field"),
        ({"by_part": [{"agency": TRANSPORT, "place": "khong-co"}]}, "by_part.0.place"),
        ({"by_part": [{"agency": "so-trong", "field": "moi-truong"}]}, "by_part.0.agency"),
        ({"decision": ""}, "decision"),
    ):
        refused = enters(desk, confirmed=seal, **body)
        assert refused.status_code == 422, (body, refused.text)
        assert [each["field"] for each in refused.json()["errors"]] == [field], body
    ended(desk, TRANSPORT, ENVIRONMENT)
    assert enters(desk, confirmed=seal).json()["errors"][0]["field"] == "heir"


def add_agency_without_people(desk: RealDesk) -> None:
    assert desk.puts(f"/admin/{KH}/agencies/so-trong", "kh_admin", name="Sở Trống").status_code == 201
