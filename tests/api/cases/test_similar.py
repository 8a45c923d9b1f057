"""Possible duplicates that the centre is shown: near, of the same field, open, similar in words, with enough facts to
judge."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.support.fronts.real_desk import STAFF, RealDesk

pytestmark = pytest.mark.slow

HERE = {"latitude": 12.2388, "longitude": 109.1967}
A_HUNDRED_METRES_ON = {"latitude": 12.2397, "longitude": 109.1967}
A_KILOMETRE_ON = {"latitude": 12.2478, "longitude": 109.1967}
HOLE = "Ổ gà lớn giữa đường Lê Hồng Phong, xe máy phải tránh rất nguy hiểm"
THE_SAME_HOLE = "duong le hong phong co o ga to giua duong, nguy hiem cho xe may"
SOMETHING_ELSE = "Đề nghị sơn lại vạch qua đường cho học sinh"


def similar(desk: RealDesk, code: str, who: str = "operator") -> list[dict[str, Any]]:
    answer = desk.sees(code, who, "/similar")
    assert answer.status_code == 200, answer.text
    return list(answer.json()["items"])


def codes(desk: RealDesk, code: str) -> list[str]:
    return [each["code"] for each in similar(desk, code)]


def test_the_same_hole_told_in_other_words_without_diacritics_is_shown_with_enough_to_judge(
    real_desk: RealDesk,
) -> None:
    first = real_desk.walked("dispatch", content=HOLE, place="Số 45 Lê Hồng Phong", **HERE)
    real_desk.now += timedelta(hours=1)
    second = real_desk.filed(content=THE_SAME_HOLE, place="le hong phong", **A_HUNDRED_METRES_ON)
    [shown] = similar(real_desk, second)
    assert shown | {"received_at": ""} == {
        "code": first,
        "excerpt": HOLE,
        "place": "Số 45 Lê Hồng Phong",
        "distance": 100,
        "likeness": shown["likeness"],
        "received_at": "",
        "received_text": "08:00 thứ Hai 23/11/2026",
        "status": "dispatched",
        "status_label": "Chờ cơ quan xử lý tiếp nhận",
        "field": {"id": "giao-thong", "name": "Giao thông, đường sá"},
        "lead": {"id": "ubnd-nha-trang", "name": "UBND thành phố Nha Trang"},
        "merged": 0,
        "closed": False,
        "answered_text": None,
        "answer": None,
    }
    assert shown["likeness"] >= 85
    assert codes(real_desk, first) == [second]


@pytest.mark.parametrize(
    ("other", "is_shown"),
    [
        ({}, True),
        (A_HUNDRED_METRES_ON, True),
        (A_KILOMETRE_ON, False),
        ({"field": None}, True),
        ({"field": "moi-truong"}, False),
        ({"content": SOMETHING_ELSE}, False),
        ({"latitude": None, "longitude": None, "place": "45 Le Hong Phong"}, True),
        ({"latitude": None, "longitude": None, "place": "Chợ Đầm"}, False),
        ({"latitude": None, "longitude": None, "place": "Chợ Đầm", "place_id": "loc-tho"}, True),
        ({"latitude": None, "longitude": None, "place": "Chợ Đầm", "place_id": "vinh-hai"}, False),
    ],
)
def test_what_is_near_of_the_same_field_and_alike_is_shown(
    real_desk: RealDesk, other: dict[str, Any], is_shown: bool
) -> None:
    about = {"content": HOLE, "place": "Trước số 45 Lê Hồng Phong", "place_id": "loc-tho", **HERE}
    first, second = real_desk.filed(**about), real_desk.filed(**about | {"place_id": None} | other)
    assert codes(real_desk, first) == [second] * is_shown
    assert codes(real_desk, second) == [first] * is_shown


def test_where_no_place_is_known_on_the_map_the_distance_is_not_said(real_desk: RealDesk) -> None:
    first, second = real_desk.filed(content=HOLE), real_desk.filed(content=THE_SAME_HOLE)
    assert [(each["code"], each["distance"]) for each in similar(real_desk, first)] == [(second, None)]


def test_a_report_without_a_field_is_compared_with_every_field(real_desk: RealDesk) -> None:
    first, second = real_desk.filed(content=HOLE, **HERE), real_desk.filed(content=HOLE, field=None, **HERE)
    third = real_desk.filed(content=HOLE, field=None)
    assert set(codes(real_desk, second)) == {first, third}
    assert set(codes(real_desk, third)) == {first, second}


def test_what_was_closed_in_the_last_weeks_comes_after_what_is_open_with_what_was_answered_in_public(
    real_desk: RealDesk,
) -> None:
    about = {"content": HOLE, **HERE}
    closed, secret = real_desk.walked("rate", **about), real_desk.walked("approve", **about, secret=True)
    assert real_desk.acts(secret, "withhold", "leader", ground="reporter_asked").status_code == 200
    assert real_desk.acts(secret, "rate", "reporter").status_code == 200
    real_desk.now += timedelta(weeks=4)
    waiting, new = real_desk.filed(**about), real_desk.filed(**about)
    shown = {each["code"]: each for each in similar(real_desk, new)}
    assert next(iter(shown)) == waiting
    assert set(shown) == {waiting, closed, secret}
    assert [shown[code]["closed"] for code in (waiting, closed, secret)] == [False, True, True]
    assert shown[closed]["answer"] == real_desk.sees(closed, "nobody").json()["result"] != ""
    assert shown[closed]["answered_text"] == "08:00 thứ Hai 23/11/2026"
    assert (shown[secret]["answer"], shown[waiting]["answer"]) == (None, None)
    real_desk.now += timedelta(minutes=1)
    assert codes(real_desk, new) == [waiting]


def test_what_was_refused_is_not_shown_and_the_latest_come_first(real_desk: RealDesk) -> None:
    about = {"content": HOLE, **HERE}
    refused = real_desk.filed(**about)
    assert real_desk.acts(refused, "refuse", "operator").status_code == 200
    found = []
    for _ in range(3):
        real_desk.now += timedelta(minutes=1)
        found.append(real_desk.filed(**about))
    new = real_desk.filed(**about)
    assert codes(real_desk, new) == found[::-1]


def test_staff_see_what_was_merged_into_a_case_and_how_many(real_desk: RealDesk) -> None:
    about = {"content": HOLE, **HERE}
    kept, merged, new = (real_desk.filed(**about) for _ in range(3))
    assert real_desk.acts(merged, "merge", "operator", into=kept).status_code == 200
    assert {each["code"]: each["merged"] for each in similar(real_desk, new)} == {kept: 1}
    assert real_desk.sees(kept, "operator").json()["merged"] == [merged]
    assert real_desk.sees(kept, "reporter").json()["merged"] == []


@pytest.mark.parametrize("who", [*STAFF, "reporter", "nobody"])
def test_only_those_who_dispatch_are_shown_the_reports_of_others(real_desk: RealDesk, who: str) -> None:
    code = real_desk.filed()
    knows = {"focal_point", "authority", "auditor", "admin", "kh_admin", "kh_auditor"}
    status = 200 if who in ("operator", "centre_leader") else 403 if who in knows else 401 if who == "reporter" else 404
    assert real_desk.sees(code, who, "/similar").status_code == status
