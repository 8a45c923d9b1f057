"""Tests that entries of an office hold from a day to a day, entered ahead."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, text

from records.record import Record
from tests.support.fronts.desk import NHA_TRANG, TRANSPORT
from tests.support.fronts.real_desk import KH, RealDesk

pytestmark = pytest.mark.slow

TODAY = datetime.now(UTC).date()
AHEAD, LONG_AGO = (TODAY + timedelta(days=3)).isoformat(), (TODAY - timedelta(days=300)).isoformat()
PAST = (TODAY - timedelta(days=3)).isoformat()


def keeps(desk: RealDesk, entry: str, **body: Any) -> Any:
    return desk.puts(f"/admin/{KH}/{entry}", "kh_admin", **body)


def places(desk: RealDesk) -> set[str]:
    return {each["id"] for each in desk.gets(f"/procedures/{KH}/places").json()["items"]}


def test_a_place_is_offered_on_its_days_only_and_keeps_its_name(real_desk: RealDesk) -> None:
    place = {"name": "Phường Mới", "kind": "ward"}
    for entry, days in (
        ("now", {}),
        ("ahead", {"valid_from": AHEAD}),
        ("over", {"valid_from": LONG_AGO, "valid_to": PAST}),
        ("soon-over", {"valid_to": AHEAD}),
    ):
        assert keeps(real_desk, f"places/{entry}", **place, **days).status_code == 201
    assert places(real_desk) & {"now", "ahead", "over", "soon-over"} == {"now", "soon-over"}
    refused = real_desk.sends({"procedure": KH, "place_id": "ahead", "content": "Ổ gà lớn giữa đường", "pledged": True})
    assert refused.status_code == 422
    listed = {each["id"]: each for each in real_desk.gets(f"/admin/{KH}/places", "kh_admin").json()["items"]}
    assert (listed["ahead"]["holds"], listed["ahead"]["valid_from"]) == (False, AHEAD)
    changed = keeps(real_desk, "places/ahead", **place)
    assert changed.status_code == 200
    assert "ahead" in places(real_desk)
    backwards = keeps(real_desk, "places/now", **place, valid_from=AHEAD, valid_to=AHEAD)
    assert [each["field"] for each in backwards.json()["errors"]] == ["valid_to"]


def test_rules_follow_one_another_and_never_overlap(real_desk: RealDesk) -> None:
    rule = {"source": "QĐ 1", "field": "giao-thong", "place": "ninh-hoa"}
    assert keeps(real_desk, "routing-rules/cu", **rule, agency=TRANSPORT, valid_to=AHEAD).status_code == 201
    overlapping = keeps(real_desk, "routing-rules/moi", **rule, agency=NHA_TRANG, valid_from=PAST)
    assert overlapping.json()["type"] == "/problems/routed-already"
    assert keeps(real_desk, "routing-rules/moi", **rule, agency=NHA_TRANG, valid_from=AHEAD).status_code == 201
    code = real_desk.filed(field="giao-thong", place_id="ninh-hoa")
    assert suggested(real_desk, code) == TRANSPORT


def test_a_rule_for_a_district_that_ended_no_longer_routes_its_wards(real_desk: RealDesk) -> None:
    place = {"name": "Huyện Cũ", "kind": "district"}
    assert keeps(real_desk, "places/huyen-cu", **place).status_code == 201
    assert keeps(real_desk, "places/xa-a", name="Xã A", kind="ward", parent="huyen-cu").status_code == 201
    rule = {"source": "QĐ 1", "field": "giao-thong", "place": "huyen-cu", "agency": NHA_TRANG}
    assert keeps(real_desk, "routing-rules/huyen-cu", **rule).status_code == 201
    code = real_desk.filed(field="giao-thong", place_id="xa-a")
    assert suggested(real_desk, code) == NHA_TRANG
    assert keeps(real_desk, "places/huyen-cu", **place, valid_to=PAST).status_code == 200
    assert suggested(real_desk, code) != NHA_TRANG


def suggested(desk: RealDesk, code: str) -> str | None:
    found = desk.sees(code, "operator", "/suggestions").json()["agency"]
    return str(found["agency"]["id"]) if found else None


def test_a_new_name_is_entered_ahead_and_holds_by_itself_from_its_day(real_desk: RealDesk, engine: Engine) -> None:
    now_called = {"name": "Sở Cũ", "symbol": "SC"}
    ahead = {"next_name": "Sở Mới", "next_symbol": "SM", "renamed_on": AHEAD}
    assert keeps(real_desk, "agencies/so", **now_called, **ahead).status_code == 201

    def called(record: Record) -> tuple[str, str, list[str]]:
        [agency] = [each for each in record.offices.agencies(KH) if each.id == "so"]
        return agency.name, agency.symbol, [name for _, name in record.offices.agency_names(KH)["so"]]

    def symbol() -> str:
        with engine.begin() as connection:
            return str(connection.execute(text("SELECT agency_symbol_at(:of, 'so', now())"), {"of": KH}).scalar_one())

    assert (called(Record(engine)), symbol()) == (("Sở Cũ", "SC", ["Sở Cũ"]), "SC")
    # It is taken back, and entered again.
    assert keeps(real_desk, "agencies/so", **now_called).json()["renamed_on"] is None
    assert keeps(real_desk, "agencies/so", **now_called, **ahead).status_code == 200
    # Its day comes.
    with engine.begin() as connection:
        connection.execute(
            text("UPDATE agency_names SET since = :day WHERE agency = 'so' AND name = 'Sở Mới'"), {"day": PAST}
        )
        connection.execute(text("UPDATE agencies SET renamed_on = :day WHERE id = 'so'"), {"day": PAST})
    assert (called(Record(engine)), symbol()) == (("Sở Mới", "SM", ["Sở Cũ", "Sở Mới"]), "SM")
    # Who changes it then changes it as it is called now.
    fresh = RealDesk(engine)
    seen = {each["id"]: each for each in fresh.gets(f"/admin/{KH}/agencies", "kh_admin").json()["items"]}["so"]
    assert (seen["name"], seen["former_names"], seen["renamed_on"]) == ("Sở Mới", ["Sở Cũ"], None)
    kept = fresh.client.put(
        f"/api/v1/admin/{KH}/agencies/so",
        json={"name": "Sở Mới", "symbol": "SM", "own_limit": "4 wd"},
        headers={"Authorization": "Bearer token-kh_admin", "If-Match": seen["version"]},
    )
    assert (kept.status_code, kept.json()["former_names"]) == (200, ["Sở Cũ"])


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"renamed_on": AHEAD}, "renamed_on"),
        ({"next_name": "Sở Mới"}, "renamed_on"),
        ({"next_name": "Sở Mới", "renamed_on": "2020-01-01"}, "renamed_on"),
    ],
)
def test_a_new_name_has_a_day_that_is_to_come(real_desk: RealDesk, said: dict[str, str], field: str) -> None:
    refused = keeps(real_desk, "agencies/so", name="Sở Cũ", **said)
    assert (refused.status_code, [each["field"] for each in refused.json()["errors"]]) == (422, [field])
