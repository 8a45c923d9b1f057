"""The public list, map and feed, without signing in: they show public cases only, and never who reported."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import pytest

from domain.offices.places import Place, PlaceKind
from tests.support.fronts.desk import Desk

ATOM = "{http://www.w3.org/2005/Atom}"
HERE = {"latitude": 12.2388, "longitude": 109.1967}
WAYS = ("/public/complaints", "/public/complaints.geojson", "/public/feed.atom")


def _codes(desk: Desk, **query: Any) -> list[str]:
    answer = desk.gets("/public/complaints", **query)
    assert answer.status_code == 200, answer.text
    return [item["code"] for item in answer.json()["items"]]


def _entries(desk: Desk, **query: Any) -> list[ElementTree.Element]:
    feed = ElementTree.fromstring(desk.gets("/public/feed.atom", **query).text)  # noqa: S314 - our own document
    return feed.findall(f"{ATOM}entry")


@pytest.mark.parametrize("way", WAYS)
def test_only_what_may_be_seen_is_told_and_of_nobody_who_reported(desk: Desk, way: str) -> None:
    shown = desk.walked("publish", **HERE)
    withheld = desk.walked("approve", **HERE)
    assert desk.acts(withheld, "withhold", "leader").status_code == 200
    kept = [withheld, desk.walked("approve", **HERE)]
    reasons: tuple[dict[str, Any], ...] = ({"secret": True}, {"hidden": True}, {"restricted": True}, {"test": True})
    kept += [desk.under(desk.walked("publish", **HERE), **reason) for reason in reasons]
    told = desk.gets(way)
    assert told.status_code == 200
    assert shown in told.text
    assert not any(code in told.text for code in kept)
    assert not any(each in told.text for each in ("Hoa", "0905", "12 Trần Phú"))


def test_a_line_says_what_a_list_needs(desk: Desk) -> None:
    code = desk.walked("publish", **HERE)
    [line] = desk.gets("/public/complaints").json()["items"]
    assert line["url"] == f"https://pakn.vidu.vn/cong-khai/ho-so/{code}"
    assert line["authority"]["name"] == "Ủy ban nhân dân tỉnh Khánh Hòa"
    assert (line["status_label"], line["field"]["name"]) == ("Đã công khai kết quả", "Giao thông, đường sá")
    assert (line["received_text"], line["lead"]["name"]) == ("08:00 thứ Hai 23/11/2026", "UBND thành phố Nha Trang")
    assert (line["latitude"], line["longitude"]) == (12.2388, 109.1967)


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ({"authority": "khanh-hoa"}, True),
        ({"authority": "lai-chau"}, False),
        ({"authority": "khong-co"}, False),
        ({"field": "giao-thong"}, True),
        ({"field": "y-te"}, False),
        ({"status": "published"}, True),
        ({"status": ["closed", "published"]}, True),
        ({"status": "closed"}, False),
        ({"since": "2026-11-23"}, True),
        ({"since": "2026-11-24"}, False),
        ({"until": "2026-11-23"}, True),
        ({"until": "2026-11-22"}, False),
        ({"text": "o ga"}, True),
        ({"text": "ngap lut"}, False),
        ({"box": "109.1,12.2,109.3,12.4"}, True),
        ({"box": "100,0,120,30"}, True),
        ({"box": "109.2,12.3,109.3,12.4"}, False),
        ({"authority": "khanh-hoa", "place": "khong-co"}, False),
        (dict.fromkeys(("authority", "field", "place", "status", "since", "until", "text", "box"), ""), True),
    ],
    ids=str,
)
def test_the_list_the_map_and_the_feed_are_narrowed_alike(desk: Desk, query: dict[str, Any], is_found: bool) -> None:
    code = desk.walked("publish", **HERE)
    assert _codes(desk, **query) == [code] * is_found
    features = desk.gets("/public/complaints.geojson", **query).json()["features"]
    assert [each["id"] for each in features] == [code] * is_found
    assert len(_entries(desk, **query)) == is_found


def test_a_district_has_the_cases_of_its_wards(desk: Desk) -> None:
    desk.record.places_ = (
        Place("nha-trang", "Thành phố Nha Trang", PlaceKind.DISTRICT),
        Place("loc-tho", "Phường Lộc Thọ", PlaceKind.WARD, parent="nha-trang"),
        Place("vinh-hai", "Phường Vĩnh Hải", PlaceKind.WARD, parent="nha-trang"),
        Place("cam-ranh", "Thành phố Cam Ranh", PlaceKind.DISTRICT),
    )
    code = desk.walked("publish", place_id="loc-tho")
    for place, is_found in {"nha-trang": True, "loc-tho": True, "vinh-hai": False, "cam-ranh": False}.items():
        assert _codes(desk, authority="khanh-hoa", place=place) == [code] * is_found, place


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"since": "hôm qua"}, "since"),
        ({"since": "0001-01-01"}, "since"),
        ({"until": "9999-12-31"}, "until"),
        ({"status": "vui"}, "status.0"),
        ({"text": "a" * 501}, "text"),
        ({"box": "1,2,3"}, "box"),
        ({"box": "nan,nan,nan,nan"}, "box"),
        ({"box": "109.3,12.2,109.1,12.4"}, "box"),
        ({"box": "0,0,1,1"}, "box"),
        ({"place": "loc-tho"}, "place"),
        ({"reporter": "Hoa"}, "reporter"),
    ],
    ids=str,
)
def test_a_filter_that_cannot_be_is_named(desk: Desk, way: str, query: dict[str, Any], field: str) -> None:
    answer = desk.gets(way, **query)
    assert answer.status_code == 422, answer.text
    error = answer.json()["errors"][0]
    assert (error["field"], error["place"]) == (field, "query")
    assert error["message"].endswith(".")


def test_the_newest_comes_first_and_pages_follow_one_another(desk: Desk) -> None:
    codes = [desk.walked("publish") for _ in range(5)][::-1]
    seen, cursor = [], None
    while True:
        page = desk.gets("/public/complaints", limit=2, **({"cursor": cursor} if cursor else {})).json()
        assert (page["count"], page["more_than_counted"]) == (5, False)
        seen.append([item["code"] for item in page["items"]])
        if (cursor := page["next"]) is None:
            break
    assert seen == [codes[:2], codes[2:4], codes[4:]]
    assert desk.gets("/public/complaints", cursor="tự-chế").json()["type"] == "/problems/bad-cursor"


@pytest.mark.parametrize("way", WAYS)
def test_whoever_holds_the_answer_is_told_that_nothing_changed_until_something_does(desk: Desk, way: str) -> None:
    code = desk.walked("publish", **HERE)
    first = desk.gets(way)
    assert first.headers["cache-control"] == "public, no-cache"
    held = {"If-None-Match": f'"another", W/{first.headers["etag"]}'}
    again = desk.client.get(f"/api/v1{way}", headers=held)
    assert (again.status_code, again.content) == (304, b"")
    desk.under(code, hidden=True)
    changed = desk.client.get(f"/api/v1{way}", headers=held)
    assert changed.status_code == 200
    assert code not in changed.text


def test_the_map_is_geojson_with_longitude_first(desk: Desk) -> None:
    code = desk.walked("publish", **HERE)
    desk.walked("publish")
    answer = desk.gets("/public/complaints.geojson")
    assert answer.headers["content-type"] == "application/geo+json"
    document = answer.json()
    assert (document["type"], document["count"], document["truncated"]) == ("FeatureCollection", 1, False)
    [feature] = document["features"]
    assert (feature["type"], feature["id"]) == ("Feature", code)
    assert feature["geometry"] == {"type": "Point", "coordinates": [109.1967, 12.2388]}
    assert feature["properties"]["excerpt"].startswith("Ổ gà lớn")


def test_where_points_are_many_the_map_has_clusters_that_stand_for_all_of_them(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.public.drawing.MOST_SINGLE", 3)
    monkeypatch.setattr("api.public.drawing.MOST_POINTS", 5)
    for number in range(6):
        desk.walked("publish", latitude=12.2 + number // 3 / 10, longitude=109.1)
    document = desk.gets("/public/complaints.geojson").json()
    assert (document["count"], document["truncated"]) == (5, True)
    assert [each["properties"] for each in document["features"]] == [
        {"cluster": True, "count": 2},
        {"cluster": True, "count": 3},
    ]
    assert document["features"][0]["bbox"] == pytest.approx([109.1, 12.2, 109.1, 12.2])
    single = desk.gets("/public/complaints.geojson", cluster="false").json()
    assert [each["geometry"]["type"] for each in single["features"]] == ["Point"] * 6


def test_the_feed_has_ids_that_stay_and_says_when_what_is_seen_changed(desk: Desk) -> None:
    code = desk.walked("publish")
    [before] = _entries(desk)
    assert before.findtext(f"{ATOM}title") == f"{code} · Giao thông, đường sá · Đã công khai kết quả"
    assert before.findtext(f"{ATOM}updated") == "2026-11-23T01:00:00Z"
    link = before.find(f"{ATOM}link")
    assert link is not None
    assert link.attrib["href"] == f"https://pakn.vidu.vn/cong-khai/ho-so/{code}"
    desk.now = desk.now.replace(hour=5)
    assert desk.acts(code, "rate", "reporter").status_code == 200
    [after] = _entries(desk)
    assert after.findtext(f"{ATOM}id") == before.findtext(f"{ATOM}id")
    assert after.findtext(f"{ATOM}updated") == "2026-11-23T05:00:00Z"


def test_a_feed_has_what_atom_asks_of_every_feed_even_an_empty_one(desk: Desk) -> None:
    answer = desk.gets("/public/feed.atom", authority="khanh-hoa")
    assert answer.headers["content-type"].startswith("application/atom+xml")
    assert answer.headers["last-modified"].endswith("GMT")
    feed = ElementTree.fromstring(answer.text)  # noqa: S314 - our own
    assert feed.tag == f"{ATOM}feed"
    address = "https://pakn.vidu.vn/api/v1/public/feed.atom?authority=khanh-hoa"
    assert feed.findtext(f"{ATOM}id") == address
    assert feed.findtext(f"{ATOM}title") == "Phản ánh, kiến nghị công khai: Ủy ban nhân dân tỉnh Khánh Hòa"
    assert feed.findtext(f"{ATOM}updated")
    assert {link.attrib["rel"]: link.attrib["href"] for link in feed.findall(f"{ATOM}link")} == {
        "self": address,
        "alternate": "https://pakn.vidu.vn/cong-khai/khanh-hoa",
    }


def test_what_a_person_wrote_cannot_break_the_feed(desk: Desk) -> None:
    desk.walked("publish", content='Rác & "nước" <script>alert(1)</script> ]]> trước cổng trường học')
    [entry] = _entries(desk)
    assert entry.findtext(f"{ATOM}summary") == 'Rác & "nước" <script>alert(1)</script> ]]> trước cổng trường học'


@pytest.mark.parametrize("way", WAYS)
def test_with_the_database_away_it_is_a_problem_that_nobody_keeps(desk: Desk, way: str) -> None:
    desk.record.away = True
    answer = desk.gets(way)
    assert (answer.status_code, answer.headers["cache-control"]) == (503, "no-store")
