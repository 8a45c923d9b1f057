"""Tests where a case belongs: the most specific rule wins. Also tests how far apart things are."""

from __future__ import annotations

from itertools import permutations

import pytest

from domain.offices.places import VIET_NAM, Place, PlaceKind, box_around, distance, surroundings
from domain.offices.routing import Route, RoutingRule, route

WARD, OTHER_WARD, CITY = "loc-tho", "vinh-hai", "nha-trang"
PLACES = (
    Place(CITY, "Thành phố Nha Trang", PlaceKind.DISTRICT),
    Place(WARD, "Phường Lộc Thọ", PlaceKind.WARD, CITY),
    Place(OTHER_WARD, "Phường Vĩnh Hải", PlaceKind.WARD, CITY),
)
RULES = (
    RoutingRule("all", "trung-tam", "Điều 1"),
    RoutingRule("city", "ubnd-nha-trang", "Điều 2", place=CITY),
    RoutingRule("ward", "ubnd-loc-tho", "Điều 3", place=WARD),
    RoutingRule("roads", "so-gtvt", "Điều 4", field="giao-thong"),
    RoutingRule("roads in the city", "phong-do-thi", "Điều 5", field="giao-thong", place=CITY),
    RoutingRule("roads in the ward", "doi-trat-tu", "Điều 6", field="giao-thong", place=WARD),
)


@pytest.mark.parametrize(
    ("field", "place", "rule"),
    [
        ("giao-thong", WARD, "roads in the ward"),
        ("giao-thong", OTHER_WARD, "roads in the city"),
        ("giao-thong", CITY, "roads in the city"),
        ("giao-thong", "cam-ranh", "roads"),
        ("giao-thong", None, "roads"),
        ("y-te", WARD, "ward"),
        (None, WARD, "ward"),
        ("y-te", OTHER_WARD, "city"),
        ("y-te", None, "all"),
        (None, None, "all"),
    ],
)
def test_the_most_specific_rule_wins_in_whatever_order_they_stand(
    field: str | None, place: str | None, rule: str
) -> None:
    for rules in permutations(RULES):
        found = route(rules, field, surroundings(place, PLACES))
        assert found is not None
        assert found.rule == rule


def test_a_field_without_a_place_outranks_a_place_without_a_field() -> None:
    found = route((RULES[2], RULES[3]), "giao-thong", surroundings(WARD, PLACES))
    assert found == Route("so-gtvt", "roads", "Điều 4", ours=False)


def test_a_rule_that_is_no_longer_active_routes_nothing() -> None:
    gone = RoutingRule("gone", "ubnd-loc-tho", "Điều 3", place=WARD, active=False)
    assert route((gone,), None, (WARD,)) is None


def test_no_rule_says_nothing() -> None:
    assert route(RULES[3:], "y-te", surroundings(WARD, PLACES)) is None


def test_a_place_lies_in_itself_and_in_its_parents() -> None:
    assert surroundings(WARD, PLACES) == (WARD, CITY)
    assert surroundings("unknown", PLACES) == ("unknown",)
    assert surroundings(None, PLACES) == ()
    in_each_other = (Place("a", "A", PlaceKind.WARD, "b"), Place("b", "B", PlaceKind.WARD, "a"))
    assert surroundings("a", in_each_other) == ("a", "b")


@pytest.mark.parametrize(
    ("one", "other", "metres"),
    [
        ((12.2388, 109.1967), (12.2388, 109.1967), 0),
        ((12.2388, 109.1967), (12.2478, 109.1967), 1_001),  # 0.009 degrees of latitude
        ((12.2388, 109.1967), (12.2388, 109.2059), 1_000),
        ((21.0285, 105.8542), (10.7769, 106.7009), 1_143_500),  # Hà Nội – Thành phố Hồ Chí Minh
    ],
)
def test_distances_are_those_of_the_map(one: tuple[float, float], other: tuple[float, float], metres: float) -> None:
    assert distance(one, other) == pytest.approx(metres, rel=0.003, abs=0.5)


def test_the_box_around_a_point_holds_all_that_is_near_and_little_else() -> None:
    here = (12.2388, 109.1967)
    box = box_around(*here, metres=300)
    corners = [(lat, lon) for lat in (box.south, box.north) for lon in (box.west, box.east)]
    assert all(distance(here, corner) == pytest.approx(300 * 2**0.5, rel=0.01) for corner in corners)
    assert box.holds(*here)
    assert not box.holds(12.2388, 109.2)


@pytest.mark.parametrize(
    ("name", "latitude", "longitude", "inside"),
    [
        ("Lũng Cú", 23.36, 105.32, True),
        ("Mũi Cà Mau", 8.60, 104.72, True),
        ("Hoàng Sa", 16.53, 111.61, True),
        ("Trường Sa", 8.64, 111.92, True),
        ("latitude and longitude exchanged", 109.19, 12.24, False),
        ("nowhere", 0.0, 0.0, False),
    ],
)
def test_the_country_holds_its_islands_and_no_exchanged_numbers(
    name: str, latitude: float, longitude: float, inside: bool
) -> None:
    assert VIET_NAM.holds(latitude, longitude) is inside, name
