"""Tests that a plan by which an authority joins another one is refused while anything would be left without an owner."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from domain import acts
from domain.offices.office import Agency
from domain.words import Role
from procedures import use_provinces
from records.offices.rows import ChangedBy
from tests.api.staff.test_reorganisations import DECISION, HUONG, NEW, files, joined
from tests.support.fronts.real_desk import RealDesk

pytestmark = pytest.mark.slow


@pytest.fixture
def desk(real_desk: RealDesk) -> RealDesk:
    """A desk whose clock is the database's, by which the day of a plan comes."""
    real_desk.now = datetime.now(UTC)
    return real_desk


@pytest.fixture(autouse=True)
def shipped_again() -> Iterator[None]:
    yield
    use_provinces(())


@pytest.fixture
def day(desk: RealDesk, tmp_path: Path) -> date:
    """A day in the near future on which Sông Hương joins Hương Giang; it has two agencies, with people in one."""
    found = (desk.now + timedelta(days=3)).date()
    joined(tmp_path, found, "new_text")
    change = ChangedBy(None, desk.now - timedelta(days=30))
    agencies = [Agency("so-xay-dung", HUONG, "Sở Xây dựng"), Agency("so-cu", HUONG, "Sở Cũ")]
    desk.record.offices.keep_all(HUONG, change, agencies=agencies)
    desk.employs("huong_officer", Role.AGENCY_OFFICER, HUONG, "so-xay-dung")
    desk.employs("huong_operator", Role.CENTRE_OPERATOR, HUONG)
    return found


def tried(desk: RealDesk, day: date, **changes: Any) -> dict[str, str]:
    """Return what is wrong with the plan, by its field."""
    body = {"day": day.isoformat(), "into": NEW, **DECISION} | changes
    answer = desk.posts(f"/admin/{HUONG}/reorganisations/preview", "admin", **body)
    if answer.status_code == 200:
        return {}
    assert answer.status_code == 422, answer.text
    return {each["field"]: each["message"] for each in answer.json()["errors"]}


def test_a_join_that_leaves_nothing_behind_is_not_refused(desk: RealDesk, day: date) -> None:
    assert tried(desk, day) == {}


def test_open_cases_of_an_agency_in_which_nobody_works_are_named(desk: RealDesk, day: date) -> None:
    at = f"{desk.now - timedelta(days=2):%Y-%m-%d %H:%M}"
    files(desk).does(at, "centre_operator", acts.Dispatch(lead="so-cu", field="khac"))
    assert "Sở Cũ" in tried(desk, day)["into"]
    desk.employs("old_officer", Role.AGENCY_OFFICER, HUONG, "so-cu")
    assert tried(desk, day) == {}


def test_what_is_planned_for_later_is_withdrawn_first(desk: RealDesk, day: date) -> None:
    succession = {
        "agency": "so-cu",
        "heir": "so-xay-dung",
        "day": (day + timedelta(days=9)).isoformat(),
        **DECISION,
    }
    key = {"Idempotency-Key": "a"} | desk.headers("admin")
    entered = desk.client.post(f"/api/v1/admin/{HUONG}/successions", json=succession, headers=key)
    assert entered.status_code == 201, entered.text
    assert "sau ngày ấy" in tried(desk, day)["day"]
    assert desk.deletes(f"/admin/{HUONG}/successions/{entered.json()['id']}", "admin").status_code == 200
    seal = desk.posts(
        f"/admin/{HUONG}/reorganisations/preview", "admin", **{"day": day.isoformat(), "into": NEW, **DECISION}
    ).json()["seal"]
    plan = {"day": day.isoformat(), "into": NEW, **DECISION, "confirmed": seal}
    key = {"Idempotency-Key": "b"} | desk.headers("admin")
    assert desk.client.post(f"/api/v1/admin/{HUONG}/reorganisations", json=plan, headers=key).status_code == 201
    key = {"Idempotency-Key": "c"} | desk.headers("admin")
    late = desk.client.post(f"/api/v1/admin/{HUONG}/successions", json=succession, headers=key)
    assert (late.status_code, late.json()["errors"][0]["field"]) == (422, "day")
    assert NEW in late.json()["errors"][0]["message"]


def test_the_preview_of_a_join_counts_what_goes_along_and_the_numbers_are_confirmed(desk: RealDesk, day: date) -> None:
    desk.employs("huong_clerk", Role.AGENCY_OFFICER, HUONG, "so-cu")
    plan = {"day": f"{day}", "decision": "QĐ 30/2027", "decided_by": "UBND tỉnh", "into": NEW}
    address = f"/api/v1/admin/{HUONG}/reorganisations/preview"
    first = desk.client.post(address, json=plan, headers=desk.headers("admin")).json()
    offices = desk.record.offices
    working = [each for each in desk.record.accounts.of_authority(HUONG) if each.active]
    assert first["along"] == {
        "accounts": len(working),
        "agencies": sum(each.in_use for each in offices.agencies(HUONG)),
        "places": sum(each.in_use for each in offices.places(HUONG)),
        "rules": sum(each.in_use for each in offices.routing_rules(HUONG)),
    }
    assert first["along"]["accounts"] >= 2
    desk.employs("huong_third", Role.AGENCY_OFFICER, HUONG, "so-cu")
    second = desk.client.post(address, json=plan, headers=desk.headers("admin")).json()
    assert second["along"]["accounts"] == first["along"]["accounts"] + 1
    assert second["seal"] != first["seal"]
