"""Tests that nobody's work is left without an owner when an account is switched off or moves."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from api.background.sweeping import sweep
from domain.words import Role
from records.messages.rows import Contact
from records.offices.rows import ChangedBy
from tests.api.staff.test_delegations import delegates
from tests.support.fronts.desk import NHA_TRANG, TRANSPORT
from tests.support.fronts.real_desk import KH, RealDesk

pytestmark = pytest.mark.slow


@pytest.fixture
def desk(real_desk: RealDesk) -> RealDesk:
    """A desk with a colleague of the officer."""
    real_desk.employs("colleague", Role.AGENCY_OFFICER, KH, NHA_TRANG)
    return real_desk


def changes(desk: RealDesk, whom: str, **about: Any) -> Any:
    account = desk.accounts[whom]
    kept = {"role": account.role, "agency": account.agency, "display_name": account.display_name}
    return desk.puts(f"/admin/accounts/{account.id}", "admin", **kept | about)


def duties(desk: RealDesk, whom: str) -> Any:
    return desk.gets(f"/admin/accounts/{desk.accounts[whom].id}/duties", "admin").json()


def officer_of(desk: RealDesk, code: str) -> str | None:
    officer = desk.sees(code, "auditor").json()["officer"]
    return officer and officer["name"]


def test_an_officer_with_open_cases_leaves_only_when_it_is_said_where_they_go(desk: RealDesk) -> None:
    codes = [desk.walked(until) for until in ("accept", "submit_result", "approve", "publish")]
    ended = desk.walked("rate")
    shown = duties(desk, "officer")
    assert [case["code"] for case in shown["cases"]] == codes
    assert "colleague" in {each["name"].lower() for each in shown["takers"]}
    refused = changes(desk, "officer", active=False)
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/cases-held")
    assert f"4 hồ sơ chưa kết thúc ({', '.join(codes)})" in refused.json()["detail"]
    assert desk.gets("/me", "officer").status_code == 200  # nothing was changed
    left = changes(desk, "officer", active=False, cases_to=desk.accounts["colleague"].id)
    assert left.status_code == 200, left.text
    assert desk.gets(f"/handovers/{left.json()['handover']}", "admin").json()["done"] == 4
    assert {officer_of(desk, code) for code in codes} == {"Colleague"}
    assert officer_of(desk, ended) == "Officer"
    assert desk.gets("/me", "officer").status_code == 401
    assert changes(desk, "colleague", display_name="Tên mới").json()["handover"] is None


def test_cases_may_go_back_to_the_agency_and_are_then_unassigned(desk: RealDesk) -> None:
    code = desk.walked("accept")
    left = changes(desk, "officer", active=False, cases_to="pool")
    assert left.status_code == 200, left.text
    assert officer_of(desk, code) is None
    assert [each["code"] for each in desk.gets("/complaints", "leader", unassigned=True).json()["items"]] == [code]
    assigned = [each for each in desk.sees(code, "leader", "/events").json()["items"] if each["kind"] == "assigned"]
    assert [(each["unassigned"], each["by"]["on_behalf_of"]["name"]) for each in assigned] == [(True, "Leader")]
    assert desk.acts(code, "submit_result", "colleague").status_code == 200  # the agency goes on with it


@pytest.mark.parametrize("to", ["officer", "other_officer", "operator", "nobody-here"])
def test_cases_go_to_a_colleague_who_works_in_the_agency(desk: RealDesk, to: str) -> None:
    desk.walked("accept")
    taker = desk.accounts[to].id if to in desk.accounts else to
    refused = changes(desk, "officer", active=False, cases_to=taker)
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "cases_to")


@pytest.mark.parametrize(
    "about", [{"agency": TRANSPORT}, {"role": "centre_operator", "agency": None}], ids=["agency", "role"]
)
def test_moving_elsewhere_is_leaving_too(desk: RealDesk, about: dict[str, Any]) -> None:
    code = desk.walked("accept")
    assert changes(desk, "officer", **about).json()["type"] == "/problems/cases-held"
    assert changes(desk, "officer", **about, cases_to="pool").status_code == 200
    assert officer_of(desk, code) is None


def test_a_new_role_in_the_same_agency_keeps_the_cases(desk: RealDesk) -> None:
    code = desk.walked("accept")
    assert changes(desk, "officer", role="agency_leader").status_code == 200
    assert officer_of(desk, code) == "Officer"


def test_delegations_end_with_the_account_of_either_side(desk: RealDesk) -> None:
    for leader, delegate in (("leader", "officer"), ("leader", "colleague")):
        assert delegates(desk, leader, delegate).status_code == 201
    later = delegates(desk, "leader", "officer", starts=timedelta(days=30))
    assert later.status_code == 201
    assert len(duties(desk, "officer")["delegations"]) == 2
    assert changes(desk, "officer", active=False).status_code == 200
    held = {each["delegate"]["name"]: each["revoked_at"] for each in desk.gets("/delegations", "admin").json()["items"]}
    assert held["Colleague"] is None
    assert held["Officer"] is not None
    desk.employs("second_leader", Role.AGENCY_LEADER, KH, NHA_TRANG)
    assert changes(desk, "leader", agency=TRANSPORT).status_code == 200  # somebody else leads
    assert all(each["revoked_at"] for each in desk.gets("/delegations", "admin").json()["items"])


def test_the_last_account_that_can_do_a_needed_act_stays(desk: RealDesk) -> None:
    refused = changes(desk, "authority", active=False)
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/last-holder")
    code = desk.walked("submit_result")
    assert duties(desk, "leader")["must_stay"] is True
    for about in ({"active": False}, {"role": "agency_officer"}, {"agency": TRANSPORT}):
        refused = changes(desk, "leader", **about)
        assert (refused.status_code, refused.json()["type"]) == (409, "/problems/last-holder"), about
        assert "“" in refused.json()["detail"]
    desk.employs("second_leader", Role.AGENCY_LEADER, KH, NHA_TRANG)
    assert changes(desk, "leader", active=False).status_code == 200
    assert desk.acts(code, "approve", "second_leader").status_code == 200


def test_an_agency_without_open_cases_may_lose_its_last_leader(desk: RealDesk) -> None:
    shown = duties(desk, "other_leader")
    assert (bool(shown["undone"]), shown["must_stay"]) == (True, False)
    assert changes(desk, "other_leader", active=False).status_code == 200


def test_cases_are_moved_later_where_the_workflows_are_away(desk: RealDesk) -> None:
    code = desk.walked("accept")
    desk.recording.away = True
    left = changes(desk, "officer", active=False, cases_to="pool")
    assert left.status_code == 200
    begun = desk.gets(f"/handovers/{left.json()['handover']}", "admin").json()
    assert (begun["waiting"], begun["to_account"]) == (1, None)
    assert desk.gets("/me", "officer").status_code == 401
    assert code == begun["cases"][0]["code"]


def dead(desk: RealDesk, *usernames: str) -> None:
    """Switch accounts off behind the system's back, as a restored backup or an older version may have left them."""
    with desk.engine.begin() as connection:
        connection.execute(
            text("UPDATE accounts SET active = false WHERE username = ANY (:names)"), {"names": list(usernames)}
        )


def unowned(desk: RealDesk, who: str = "auditor") -> list[str]:
    return [each["code"] for each in desk.gets("/complaints", who, unowned=True).json()["items"]]


def test_cases_that_nobody_holds_are_found_and_counted(desk: RealDesk) -> None:
    held, waiting, ended = desk.walked("accept"), desk.walked("dispatch"), desk.walked("rate")
    assert unowned(desk) == []
    dead(desk, "officer")
    assert unowned(desk) == [held]
    dead(desk, "leader", "colleague")
    assert sorted(unowned(desk)) == sorted([held, waiting])
    assert ended not in unowned(desk)
    lines = {each["code"]: each["nobody"] for each in desk.gets("/complaints", "operator").json()["items"]}
    assert (lines[waiting], lines[ended]) == (True, False)
    assert desk.sees(waiting, "operator").json()["nobody"] is True
    assert desk.gets("/complaints", "auditor", unowned=False).json()["items"][0]["code"] == ended


def test_agencies_in_which_nobody_works_are_marked_before_a_case_is_sent_there(desk: RealDesk) -> None:
    staffed = {each["id"]: each["staffed"] for each in desk.gets("/agencies", "operator").json()["items"]}
    assert (staffed[NHA_TRANG], staffed["so-tnmt"]) == (True, False)


def goes_behind_the_back(desk: RealDesk, whom: str, **about: Any) -> None:
    """Change an account as if its acts were recorded right after: no handover is begun."""
    account = desk.accounts[whom]
    kept = {"role": account.role, "agency": account.agency, "display_name": account.display_name, "active": True}
    change = ChangedBy(desk.accounts["kh_admin"].id, desk.now)
    desk.record.accounts.change(account.id, contact=Contact(None, None), change=change, **kept | about)


@pytest.mark.parametrize("about", [{"active": False}, {"agency": TRANSPORT}], ids=["off", "moved"])
async def test_what_is_left_with_nobody_goes_back_to_the_agency(desk: RealDesk, about: dict[str, Any]) -> None:
    codes, other, ended = [desk.walked("accept"), desk.walked("accept")], desk.walked("dispatch"), desk.walked("rate")
    assert desk.acts(other, "accept", "colleague").status_code == 200
    goes_behind_the_back(desk, "officer", **about)
    await sweep(desk.app.state.front)
    assert officer_of(desk, codes[0]) == "Officer"  # a handover may be about to begin
    desk.now += timedelta(seconds=6)
    while await sweep(desk.app.state.front):
        pass
    assert [officer_of(desk, code) for code in (*codes, other, ended)] == [None, None, "Colleague", "Officer"]
    assert desk.gets("/complaints", "leader", unowned=True).json()["items"] == []
    given = [each for each in desk.sees(codes[0], "leader", "/events").json()["items"] if each["kind"] == "assigned"]
    assert [(each["by"]["account"]["name"], each["by"]["on_behalf_of"]["name"]) for each in given] == [
        ("Kh_Admin", "Leader")
    ]
    assert desk.record.handovers.left_behind(desk.now) == ()


async def test_what_cannot_be_given_back_is_tried_once_and_holds_up_nothing(desk: RealDesk) -> None:
    broken, sound = desk.walked("accept"), desk.walked("accept")
    goes_behind_the_back(desk, "officer", active=False)
    desk.now += timedelta(seconds=6)
    desk.recording.unrecorded.add(broken)
    for _ in range(4):
        await sweep(desk.app.state.front)
    assert (officer_of(desk, broken), officer_of(desk, sound)) == ("Officer", None)
    with desk.engine.connect() as connection:
        begun = connection.execute(text("SELECT count(*) FROM handovers")).scalar_one()
    assert begun == 2  # of both, then of the one that is left


async def test_a_chosen_handover_that_waits_is_not_overtaken(desk: RealDesk) -> None:
    code = desk.walked("accept")
    desk.recording.away = True
    assert changes(desk, "officer", active=False, cases_to=desk.accounts["colleague"].id).status_code == 200
    desk.now += timedelta(minutes=1)
    assert desk.record.handovers.left_behind(desk.now) == ()
    desk.recording.away = False
    while await sweep(desk.app.state.front):
        pass
    assert officer_of(desk, code) == "Colleague"
