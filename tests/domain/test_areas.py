"""Tests where a point lies: within an authority's area, near it, or far from it."""

from __future__ import annotations

import pytest

from domain.offices.area import Area, Whereabouts
from domain.offices.places import Box, Place, PlaceKind
from procedures import area_of, provinces

WITHIN, NEAR, FAR = Whereabouts
AREA = Area((Box(12.0, 12.1, 109.0, 109.1), Box(12.3, 12.4, 109.0, 109.1)))


@pytest.mark.parametrize(
    ("point", "lies"),
    [
        ((12.05, 109.05), WITHIN),
        ((12.1, 109.1), WITHIN),
        ((12.14, 109.05), NEAR),  # 4.4 km north of the lower box
        ((12.2, 109.05), FAR),  # 11 km from both
        ((12.35, 109.14), NEAR),
        ((21.03, 105.85), FAR),
    ],
)
def test_a_point_lies_within_near_or_far(point: tuple[float, float], lies: Whereabouts) -> None:
    assert AREA.whereabouts(point) is lies


def test_around_a_place_of_its_own_an_authority_has_its_area() -> None:
    place = Place("dao", "Đảo mới", PlaceKind.WARD, latitude=12.2, longitude=109.05)
    assert AREA.whereabouts((12.21, 109.05), [place]) is WITHIN
    stopped = Place("dao", "Đảo mới", PlaceKind.WARD, latitude=12.2, longitude=109.05, active=False)
    assert AREA.whereabouts((12.21, 109.05), [stopped]) is FAR
    assert AREA.whereabouts((12.21, 109.05), [Place("x", "Không tọa độ", PlaceKind.WARD)]) is FAR


def test_where_nobody_knows_the_area_every_point_is_within() -> None:
    assert Area().whereabouts((21.03, 105.85)) is WITHIN


HANOI = (21.0285, 105.8542)
PLACES = {
    "khanh-hoa": [(12.2451, 109.1943), (11.9214, 109.1591), (8.6447, 111.9189), (12.7, 109.2)],
    "binh-dinh": [(13.7829, 109.2196), (14.6, 108.95)],
    "buon-ma-thuot": [(12.6667, 108.0500)],
    "lai-chau": [(22.3964, 103.4582)],
    "dien-bien": [(21.3860, 103.0230), (22.19, 102.46)],
}


@pytest.mark.parametrize("authority", PLACES)
def test_the_shipped_areas_hold_their_own_towns_and_nobody_elses(authority: str) -> None:
    area = area_of(authority)
    assert [area.whereabouts(point) for point in PLACES[authority]] == [WITHIN] * len(PLACES[authority])
    assert area.whereabouts(HANOI) is FAR
    for other, points in PLACES.items():
        if other != authority:
            assert {area.whereabouts(point) for point in points} == {FAR}, other


UNITS = {"one": (Box(12.0, 12.2, 109.0, 109.2),), "two": (Box(12.1, 12.3, 109.0, 109.2), Box(13.0, 13.1, 109.0, 109.1))}


@pytest.mark.parametrize(
    ("point", "unit"),
    [
        ((12.05, 109.1), "one"),
        ((12.25, 109.1), "two"),
        ((13.05, 109.05), "two"),
        ((12.15, 109.1), None),
        ((14.0, 109.0), None),
    ],
)
def test_a_point_is_classified_by_the_one_unit_whose_boxes_hold_it(
    point: tuple[float, float], unit: str | None
) -> None:
    assert Area(units=UNITS).unit_at(point) == unit


def test_the_shipped_units_are_places_of_their_office() -> None:
    for province in provinces().by_id.values():
        assert province.office is not None
        assert province.area.units.keys() <= {each.id for each in province.office.places}
