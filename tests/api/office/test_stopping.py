"""Tests that an entry of an office is stopped only after what hangs on it was seen, and never where cases would have no owner."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from tests.api.staff.test_delegations import delegates
from tests.support.fronts.desk import NHA_TRANG
from tests.support.fronts.real_desk import KH, RealDesk

pytestmark = pytest.mark.slow

AGENCY: dict[str, Any] = {"name": "UBND thành phố Nha Trang", "active": False}


def hanging(desk: RealDesk, entry: str) -> Any:
    return desk.gets(f"/admin/{KH}/{entry}/dependents", "admin").json()


def stops(desk: RealDesk, entry: str, confirmed: str = "", **body: Any) -> Any:
    return desk.puts(f"/admin/{KH}/{entry}", "admin", confirmed=confirmed, **body)


def test_an_agency_stops_only_when_its_numbers_were_confirmed(real_desk: RealDesk) -> None:
    desk, entry = real_desk, f"agencies/{NHA_TRANG}"
    desk.walked("dispatch")
    desk.walked("accept")
    delegates(desk, "leader", "officer", lasts=timedelta(days=2))
    shown = hanging(desk, entry)
    assert (shown["led"], shown["accounts"], shown["delegations"]) == (2, 2, 1)
    assert shown["left_alone"] is False
    refused = stops(desk, entry, **AGENCY)
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/stop-unconfirmed")
    assert "2 hồ sơ chưa kết thúc do cơ quan này chủ trì; 2 tài khoản đang làm việc" in refused.json()["detail"]
    desk.walked("dispatch")  # what was seen is no longer true
    assert stops(desk, entry, shown["seal"], **AGENCY).status_code == 409
    assert stops(desk, entry, hanging(desk, entry)["seal"], **AGENCY).status_code == 200
    assert desk.gets(f"/admin/{KH}/{entry}/dependents", "admin").status_code == 404  # it is in use no longer
    assert stops(desk, entry, **AGENCY).status_code == 200  # to stop it again changes nothing


def test_an_agency_whose_cases_nobody_could_go_on_with_does_not_stop(real_desk: RealDesk) -> None:
    desk, entry = real_desk, f"agencies/{NHA_TRANG}"
    desk.walked("dispatch")
    with desk.engine.begin() as connection:
        connection.execute(text("UPDATE accounts SET active = false WHERE agency = :agency"), {"agency": NHA_TRANG})
    shown = hanging(desk, entry)
    assert (shown["led"], shown["left_alone"]) == (1, True)
    refused = stops(desk, entry, shown["seal"], **AGENCY)
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/left-alone")


def test_a_place_a_field_and_a_rule_say_what_hangs_on_them(real_desk: RealDesk) -> None:
    desk = real_desk
    place = {"name": "Phường Mới", "kind": "ward", "parent": "nha-trang"}
    desk.puts(f"/admin/{KH}/places/phuong-moi", "admin", **place)
    field = {"name": "Tiếng ồn", "source": "QĐ 7"}
    desk.puts(f"/admin/{KH}/fields/tieng-on", "admin", **field)
    rule = {"agency": "so-tnmt", "source": "QĐ 8", "field": "tieng-on"}
    desk.puts(f"/admin/{KH}/routing-rules/on-ao", "admin", **rule)
    desk.filed(field="tieng-on", place_id="phuong-moi")
    assert hanging(desk, "places/nha-trang")["places"] >= 1
    assert hanging(desk, "places/phuong-moi")["cases"] == 1
    assert {name: hanging(desk, "fields/tieng-on")[name] for name in ("cases", "rules")} == {"cases": 1, "rules": 1}
    of_rule = hanging(desk, "routing-rules/on-ao")
    assert of_rule["cases"] == 1
    for entry, body in (
        ("places/phuong-moi", place),
        ("routing-rules/on-ao", rule),
        ("fields/tieng-on", field),
    ):
        assert stops(desk, entry, **body, active=False).json()["type"] == "/problems/stop-unconfirmed", entry
        assert stops(desk, entry, hanging(desk, entry)["seal"], **body, active=False).status_code == 200, entry


def test_what_nothing_hangs_on_stops_at_once(real_desk: RealDesk) -> None:
    real_desk.puts(f"/admin/{KH}/agencies/so-xd", "admin", name="Sở Xây dựng")
    assert stops(real_desk, "agencies/so-xd", name="Sở Xây dựng", active=False).status_code == 200
