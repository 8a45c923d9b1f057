"""The offices of the five provinces as they stand since 1 July 2025, offered beside those of the texts."""

from __future__ import annotations

from datetime import date

import pytest

from domain.offices.routing import route
from procedures import ProvinceFault, all_procedures, later_offices
from procedures.loading import SHIPPED
from procedures.offices.later import LaterOffice, read_later_office

JULY = date(2025, 7, 1)
WARDS = {"khanh-hoa": 65, "binh-dinh": 135, "buon-ma-thuot": 102, "dien-bien": 45, "lai-chau": 38}


def later(authority: str) -> LaterOffice:
    [only] = later_offices(authority)
    return only


@pytest.mark.parametrize("authority", WARDS)
def test_each_ward_of_the_province_has_a_committee_that_its_cases_go_to(authority: str) -> None:
    office, changes = later(authority).with_wards(())
    assert later(authority).since == JULY
    assert len(changes.new) == len(office.places) == WARDS[authority]
    assert {each.parent for each in office.places} == {None}
    committees = {each.id: each.name for each in office.agencies}
    for ward in office.places:
        found = route(office.routing, None, (ward.id,))
        assert found is not None
        assert committees[found.agency].lower() == f"ubnd {ward.name.lower()}"


@pytest.mark.parametrize("authority", WARDS)
def test_what_no_text_says_of_it_is_marked_as_ours_and_begins_on_its_day(authority: str) -> None:
    office, _ = later(authority).with_wards(())
    assert {(each.ours, each.valid_from) for each in office.routing} == {(True, JULY)}
    assert "202" in later(authority).source or "203" in later(authority).source


@pytest.mark.parametrize(
    ("authority", "field", "place", "agency"),
    [
        ("khanh-hoa", "giao-thong", "nha-trang-22366", "Sở Xây dựng"),
        ("khanh-hoa", "trat-tu-do-thi", "nha-trang-22366", "UBND phường Nha Trang"),
        ("khanh-hoa", "khac", "truong-sa-22736", "UBND đặc khu Trường Sa"),
        ("binh-dinh", "tai-nguyen-moi-truong", "quy-nhon-21583", "Sở Nông nghiệp và Môi trường"),
        ("buon-ma-thuot", "trat-tu-do-thi", "buon-ma-thuot-24133", "UBND phường Buôn Ma Thuột"),
        ("dien-bien", "giao-thong", "dien-bien-phu-03127", "UBND phường Điện Biên Phủ"),
        ("lai-chau", "trat-tu-xay-dung", "tan-phong-03408", "UBND phường Tân Phong"),
        ("lai-chau", "moi-truong", "tan-phong-03408", "Sở Nông nghiệp và Môi trường"),
    ],
)
def test_a_case_goes_to_the_agency_that_has_the_work_since_that_day(
    authority: str, field: str, place: str, agency: str
) -> None:
    office, _ = later(authority).with_wards(())
    found = route(office.routing, field, (place,))
    assert found is not None
    assert {each.id: each.name for each in office.agencies}[found.agency] == agency


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('wards_of = "56"', 'wards_of = "57"', "wards_of"),
        ("UBND {ward}", "UBND xã", "ward_agencies.name"),
        ("since = 2025-07-01", "since = 2025-08-01", "since"),
        ('field = "y-te"', 'field = "la"', "routing[y-te-2025].field"),
        ('agency = "so-y-te"', 'agency = "so-la"', "routing[y-te-2025].agency"),
    ],
)
def test_a_fault_of_such_a_file_is_named_by_its_key(old: str, new: str, key: str) -> None:
    path = SHIPPED / "khanh-hoa" / "office-2025-07-01.toml"
    broken = path.read_text("utf-8").replace(old, new)
    with pytest.raises(ProvinceFault) as fault:
        read_later_office(broken, all_procedures(), file=str(path))
    assert [each.key for each in fault.value.faults] == [key]
