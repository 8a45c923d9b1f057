"""An address reads and exports so often in a minute. Another address, and a minute later the same, is served."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from fastapi.testclient import TestClient

from api.web.front import Front
from api.web.own_tries import OwnTries
from api.web.throttle import Limits
from domain.allowances import Allowance
from tests.support.fronts.desk import Desk

FEW = Limits(reads_of_address=3, exports_of_address=2)
NOON = datetime(2026, 11, 23, 5, tzinfo=UTC)


def limited(desk: Desk) -> Front:
    desk.app.state.front = replace(desk.app.state.front, limits=FEW)
    return desk.app.state.front


@pytest.mark.fault("many half-open requests, many public reads")
def test_an_address_that_reads_without_end_waits_and_others_do_not(desk: Desk) -> None:
    limited(desk)
    read = "/api/v1/public/complaints.geojson?authority=khanh-hoa"
    assert [desk.client.get(read).status_code for _ in range(5)] == [200, 200, 200, 429, 429]
    refused = desk.client.get(read)
    assert refused.json()["type"] == "/problems/too-many-reads"
    assert "hãy đợi 20 giây rồi mở lại" in refused.json()["detail"]
    assert refused.headers["Retry-After"] == "20"
    assert TestClient(desk.app, client=("203.0.113.7", 1)).get(read).status_code == 200
    desk.now += timedelta(seconds=20)
    assert desk.client.get(read).status_code == 200


def test_a_page_that_is_read_too_often_says_so_in_a_sentence(desk: Desk) -> None:
    limited(desk)
    for _ in range(3):
        assert desk.client.get("/cong-khai/khanh-hoa").status_code == 200
    refused = desk.client.get("/cong-khai/khanh-hoa")
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "20")
    assert "hãy đợi 20 giây rồi mở lại" in refused.text


def test_exports_count_by_themselves_and_those_of_staff_too(desk: Desk) -> None:
    limited(desk)
    headers = desk.headers("operator")
    answers = [desk.client.get("/api/v1/complaints.csv", headers=headers).status_code for _ in range(3)]
    assert answers == [200, 200, 429]
    assert desk.client.get("/api/v1/complaints", headers=headers).status_code == 200, "a list is not an export"


def test_filing_and_following_are_not_reads(desk: Desk) -> None:
    limited(desk)
    code = desk.filed()
    answers = {desk.client.get(f"/api/v1/complaints/{code}", headers=desk.headers("reporter", code)).status_code}
    assert answers == {200}


def test_a_front_forgets_addresses_whose_tries_have_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    tries, allowance = OwnTries(), Allowance(2, timedelta(minutes=1))
    monkeypatch.setattr("api.web.own_tries._MOST_KEPT", 2)
    for number in range(2):
        assert not tries.spend({f"address {number}": allowance}, NOON)
    assert not tries.spend({"address 2": allowance}, NOON + timedelta(minutes=5))
    assert list(tries._spent_until) == ["address 2"]
    tries.give_back({"address 2": allowance}, NOON)
    assert not tries.wait({"address 2": allowance}, NOON + timedelta(minutes=5))
