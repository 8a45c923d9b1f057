"""The units of an authority: what succeeded them, and what their level is called."""

from __future__ import annotations

import pytest

from domain.offices.places import Place, PlaceKind, level_of, levels_of, lists_find, present_units


def ward(id_: str, *now: str, in_use: bool = True) -> Place:
    return Place(id_, f"Xã {id_}", PlaceKind.WARD, holds=in_use, succeeded_by=now)


PLACES = (
    ward("a", "b", in_use=False),
    ward("b", "c", "d", in_use=False),
    ward("c"),
    ward("d"),
    ward("e", in_use=False),
    ward("f", "g", in_use=False),
    ward("g", "f", in_use=False),
)


@pytest.mark.parametrize(
    ("place", "now"),
    [("c", ["c"]), ("b", ["c", "d"]), ("a", ["c", "d"]), ("e", []), ("f", []), ("unknown", [])],
)
def test_a_unit_that_ended_leads_to_the_units_that_its_land_belongs_to_now(place: str, now: list[str]) -> None:
    assert [each.id for each in present_units(place, PLACES)] == now


def test_a_list_finds_by_a_place_the_cases_of_the_places_that_went_into_it() -> None:
    within = Place("h", "Xã h", PlaceKind.WARD, parent="c")
    assert lists_find("c", (*PLACES, within)) == ("c", "h", "a", "b")
    assert lists_find("e", PLACES) == ("e",)


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("Thành phố Nha Trang", "Thành phố"),
        ("Huyện Vạn Ninh", "Huyện"),
        ("Đặc khu Trường Sa", "Đặc khu"),
        ("Phường 1", "Phường"),
        ("Xã Ea Kao", "Xã"),
    ],
)
def test_a_unit_is_what_its_name_says(name: str, level: str) -> None:
    assert level_of(name) == level


def test_the_level_of_several_units_is_what_their_names_say_each_once() -> None:
    names = ("Thành phố Nha Trang", "Thành phố Cam Ranh", "Thị xã Ninh Hòa", "Huyện Vạn Ninh")
    assert levels_of(Place(name, name, PlaceKind.DISTRICT) for name in names) == "Thành phố, thị xã, huyện"
    assert levels_of(()) == ""
