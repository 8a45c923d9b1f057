"""The official lists of wards: loaded in one step, and found by the names of the time before."""

from __future__ import annotations

from datetime import date

import pytest

from domain.offices.area import Whereabouts
from domain.offices.places import Place, PlaceKind
from procedures import area_of, provinces
from procedures.wards import changes_by, finder_of, province_called, provinces_of_the_country, ward_at, with_wards
from procedures.wards.reading import former_wards, present_wards

PROVINCE_OF = {"khanh-hoa": "56", "binh-dinh": "52", "buon-ma-thuot": "66", "dien-bien": "11", "lai-chau": "12"}


CENTRES = ("Phường Điện Biên Phủ", "Phường Mường Thanh")


def shipped(authority: str) -> tuple[Place, ...]:
    office = provinces().by_id[authority].office
    assert office is not None
    return office.places


def after_loading(authority: str) -> tuple[Place, ...]:
    before = shipped(authority)
    changes = changes_by(before, PROVINCE_OF[authority])
    return tuple(({each.id: each for each in before} | {each.id: each for each in changes.to_keep}).values())


def test_the_lists_hold_all_the_wards_of_the_country_each_with_what_became_of_it() -> None:
    codes = {each.code for each in present_wards()}
    assert (len(provinces_of_the_country()), len(codes), len(former_wards())) == (34, 3321, 10040)
    assert {each.province for each in present_wards()} == provinces_of_the_country().keys()
    assert [each for each in former_wards() if not each.now or not codes.issuperset(each.now)] == []


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("56", "56"),
        ("Khánh Hòa", "56"),
        ("tinh khanh hoa", "56"),
        ("Huế", "46"),
        ("1", "01"),
        ("Phú Yên", None),
        ("", None),
    ],
)
def test_a_province_is_called_by_its_code_or_its_name(written: str, code: str | None) -> None:
    assert province_called(written) == code


@pytest.mark.parametrize("authority", PROVINCE_OF)
def test_each_unit_of_an_office_that_ships_is_known_to_the_list_and_has_a_present_one(authority: str) -> None:
    changes = changes_by(shipped(authority), PROVINCE_OF[authority])
    assert [each.name for each in changes.unknown] == []
    assert len(changes.ended) == len(shipped(authority))
    new = {each.id for each in changes.new}
    assert all(each.succeeded_by and new.issuperset(each.succeeded_by) for each in changes.ended)
    assert {each.valid_to for each in changes.ended} == {date(2025, 7, 1)}


@pytest.mark.parametrize("authority", PROVINCE_OF)
def test_loaded_again_nothing_changes(authority: str) -> None:
    again = changes_by(after_loading(authority), PROVINCE_OF[authority])
    assert (again.to_keep, again.unknown) == ((), ())
    assert len(again.same) == sum(each.province == PROVINCE_OF[authority] for each in present_wards())


def test_the_wards_of_khanh_hoa_are_those_of_the_two_provinces_that_joined() -> None:
    changes = changes_by(shipped("khanh-hoa"), "56")
    assert len(changes.new) == 65
    ward = next(each for each in changes.new if each.name == "Phường Nha Trang")
    assert ward == Place(
        "nha-trang-22366",
        "Phường Nha Trang",
        PlaceKind.WARD,
        None,
        12.24579,
        109.19533,
        True,
        "22366",
        valid_from=date(2025, 7, 1),
    )
    assert "Phường Phan Rang" in {each.name for each in changes.new}


def test_a_ward_that_an_admin_typed_gets_its_code_and_keeps_its_id() -> None:
    typed = Place("p-nha-trang", "phường Nha Trang", PlaceKind.WARD)
    changes = changes_by([typed], "56")
    assert [(each.id, each.name, each.code) for each in changes.changed] == [
        ("p-nha-trang", "Phường Nha Trang", "22366")
    ]
    assert (len(changes.new), changes.ended) == (64, ())


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("12 Trần Phú, phường Lộc Thọ, Nha Trang", ["Phường Nha Trang"]),
        ("12 Tran Phu, P. Loc Tho, TP Nha Trang", ["Phường Nha Trang"]),
        ("Lộc Thọ, Nha Trang", ["Phường Nha Trang"]),
        ("hẻm 5 đường 2/4 phường Vĩnh Hải", ["Phường Bắc Nha Trang"]),
        # Xương Huân had joined Vạn Thạnh before.
        ("chợ Đầm, phường Xương Huân, Nha Trang", ["Phường Nha Trang"]),
        ("phường Nha Trang", ["Phường Nha Trang"]),
        ("TT Diên Khánh, H. Diên Khánh", ["Xã Diên Khánh"]),
        # Divided among two, the one with most of it first.
        ("xã Cam An Bắc, huyện Cam Lâm", ["Xã Cam An", "Xã Cam Lâm"]),
        # Of Ninh Thuận, which joined Khánh Hòa.
        ("phường Đông Hải, Phan Rang - Tháp Chàm", ["Phường Đông Hải"]),
        # A name that is used again: the present one, unless a district of the time before stands beside it.
        ("xã Vạn Thắng", ["Xã Vạn Thắng"]),
        ("đường Trần Phú", []),
        ("", []),
    ],
)
def test_an_address_finds_its_present_place_by_old_and_new_names(words: str, names: list[str]) -> None:
    assert [each.name for each in finder_of(after_loading("khanh-hoa"))(words)] == names


def test_the_name_of_an_abolished_district_alone_may_mean_any_place_in_it() -> None:
    found = finder_of(after_loading("khanh-hoa"))("huyện Khánh Sơn")
    assert sorted(each.name for each in found) == ["Xã Khánh Sơn", "Xã Tây Khánh Sơn", "Xã Đông Khánh Sơn"]


def test_every_former_ward_is_found_by_its_name_and_its_district() -> None:
    places = after_loading("lai-chau")
    find, names = finder_of(places), {each.code: each.name for each in places if each.code}
    former = [each for each in former_wards() if each.name and all(code in names for code in each.now)]
    assert len(former) > 100
    wrong = [
        each
        for each in former
        if not {names[code] for code in each.now} <= {one.name for one in find(f"{each.name}, {each.district}")}
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("authority", "point"),
    [
        ("khanh-hoa", (11.42, 108.90)),  # Thuận Nam, formerly of Ninh Thuận
        ("binh-dinh", (13.98, 108.00)),  # Pleiku
        ("buon-ma-thuot", (13.09, 109.30)),  # Tuy Hòa, formerly of Phú Yên
    ],
)
def test_the_land_of_an_office_grows_with_its_wards(authority: str, point: tuple[float, float]) -> None:
    before, after = shipped(authority), after_loading(authority)
    assert with_wards(area_of(authority), before).whereabouts(point, before) is Whereabouts.FAR
    assert with_wards(area_of(authority), after).whereabouts(point, after) is Whereabouts.WITHIN
    assert with_wards(area_of(authority), after).whereabouts((21.03, 105.85), after) is Whereabouts.FAR


@pytest.mark.parametrize("authority", PROVINCE_OF)
def test_the_centre_of_each_loaded_ward_lies_in_it(authority: str) -> None:
    places = after_loading(authority)
    ids = {each.code: each.id for each in places if each.code and each.in_use}
    wards = [each for each in present_wards() if each.code in ids]
    assert {each.code: ward_at((each.latitude, each.longitude), places) for each in wards} == ids


def test_a_point_between_two_wards_or_far_from_any_lies_in_none() -> None:
    places = after_loading("dien-bien")
    phu, thanh = (next(each for each in places if each.in_use and each.name == name) for name in CENTRES)
    assert phu.latitude
    assert phu.longitude
    assert thanh.latitude
    assert thanh.longitude
    between = ((phu.latitude + thanh.latitude) / 2, (phu.longitude + thanh.longitude) / 2)
    assert ward_at(between, places) is None
    assert ward_at((21.03, 105.85), places) is None
    assert ward_at((phu.latitude, phu.longitude), shipped("dien-bien")) is None


def test_places_without_codes_are_found_by_no_words() -> None:
    assert finder_of(shipped("khanh-hoa"))("phường Lộc Thọ, Nha Trang") == ()


def test_places_that_an_admin_ended_are_found_by_their_successors() -> None:
    old = Place("xa-cu", "Xã Cũ", PlaceKind.WARD, valid_to=date(2027, 1, 1), holds=False, succeeded_by=("xa-moi",))
    new = Place("xa-moi", "Xã Mới", PlaceKind.WARD, valid_from=date(2027, 1, 1))
    assert finder_of((old, new))("bên suối, xã Cũ") == (new,)
