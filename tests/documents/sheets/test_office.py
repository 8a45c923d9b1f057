"""The rows of an office's table are entries, or faults by row and column that say what to write instead."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from documents.sheets.faults import Fault
from documents.sheets.office import COLUMNS, KnownOffice, OfficeRows, OfficeTable, columns_of, read_office
from documents.sheets.reading import read_sheet
from domain.offices.office import Agency
from domain.offices.places import Place, PlaceKind
from domain.offices.routing import RoutingRule
from domain.time.amounts import Amount
from procedures import provinces
from tests.support.backlog import as_csv, known

DIEN_BIEN = known("dien-bien", datetime(2024, 4, 15, tzinfo=UTC))
OFFICE = KnownOffice(
    DIEN_BIEN.procedure,
    DIEN_BIEN.agencies,
    DIEN_BIEN.places,
    next(each for each in provinces().offices if each.authority == "dien-bien").routing,
)
AGENCY = {"Mã": "so-xay-dung", "Tên": "Sở Xây dựng", "Hạn riêng": "4 wd", "Ký hiệu văn bản": "SXD"}
DISTRICT = {"Mã": "huyen-moi", "Tên": "Huyện Mới", "Cấp": "cấp trên xã", "Thuộc": "", "Vĩ độ": "21,5", "Kinh độ": "103"}
WARD = {"Mã": "xa-moi", "Tên": "Xã Mới", "Cấp": "cấp xã", "Thuộc": "Huyện Mới", "Vĩ độ": "", "Kinh độ": ""}
RULE = {
    "Mã": "moi-truong",
    "Cơ quan": "UBND huyện Mường Nhé",
    "Lĩnh vực": "Môi trường, rác thải",
    "Địa bàn": "",
    "Căn cứ": "Điều 7",
    "Đơn vị tự chọn": "",
}


def read(table: OfficeTable, *rows: dict[str, str]) -> tuple[OfficeRows, tuple[Fault, ...]]:
    return read_office(table, read_sheet(as_csv(*rows)), OFFICE)


def test_each_table_is_read_into_its_entries() -> None:
    agencies, faults = read(OfficeTable.AGENCIES, AGENCY)
    assert (agencies.agencies, faults) == (
        (Agency("so-xay-dung", "dien-bien", "Sở Xây dựng", own_limit=Amount.parse("4 wd"), symbol="SXD"),),
        (),
    )
    # A ward may stand before its district; the district is kept first.
    places, faults = read(OfficeTable.PLACES, WARD, DISTRICT)
    assert (places.places, faults) == (
        (
            Place("huyen-moi", "Huyện Mới", PlaceKind.DISTRICT, latitude=21.5, longitude=103.0),
            Place("xa-moi", "Xã Mới", PlaceKind.WARD, parent="huyen-moi"),
        ),
        (),
    )
    rules, faults = read(OfficeTable.RULES, RULE)
    rule = RoutingRule("moi-truong", "ubnd-muong-nhe", "Điều 7", field="moi-truong", ours=True)
    assert (rules.rules, faults) == ((rule,), ())


def test_an_entry_of_the_same_id_keeps_what_the_table_does_not_say() -> None:
    stopped = Agency("so-cu", "dien-bien", "Sở Cũ", active=False)
    office = KnownOffice(OFFICE.procedure, (stopped,), (), ())
    rows, _ = read_office(OfficeTable.AGENCIES, read_sheet(as_csv(AGENCY | {"Mã": "so-cu"})), office)
    assert [(each.name, each.active) for each in rows.agencies] == [("Sở Xây dựng", False)]


@pytest.mark.parametrize(
    ("table", "row", "column", "sentence"),
    [
        (OfficeTable.AGENCIES, AGENCY | {"Mã": "Sở XD"}, "Mã", "chữ thường không dấu"),
        (OfficeTable.AGENCIES, AGENCY | {"Tên": ""}, "Tên", "Còn trống"),
        (OfficeTable.AGENCIES, AGENCY | {"Hạn riêng": "bốn ngày"}, "Hạn riêng", "“4 wd”"),
        (OfficeTable.AGENCIES, AGENCY | {"Hạn riêng": "24 h"}, "Hạn riêng", "cùng đơn vị"),
        (OfficeTable.AGENCIES, AGENCY | {"Ký hiệu văn bản": "S/XD"}, "Ký hiệu văn bản", "chữ viết tắt"),
        (OfficeTable.PLACES, WARD | {"Thuộc": "Huyện Lạ"}, "Thuộc", "Không có “Huyện Lạ”"),
        (OfficeTable.PLACES, DISTRICT | {"Thuộc": "Huyện Mường Nhé"}, "Thuộc", "Chỉ đơn vị cấp xã thuộc"),
        (OfficeTable.PLACES, DISTRICT | {"Kinh độ": ""}, "Kinh độ", "cả vĩ độ và kinh độ"),
        (OfficeTable.PLACES, DISTRICT | {"Vĩ độ": "90"}, "Vĩ độ", "từ 6 đến 24"),
        (OfficeTable.PLACES, WARD | {"Mã": "dien-bien-phu", "Thuộc": "Huyện Mường Nhé"}, "Cấp", "phải là cấp trên xã"),
        (OfficeTable.RULES, RULE | {"Cơ quan": "Sở Lạ"}, "Cơ quan", "Không có “Sở Lạ”"),
        (OfficeTable.RULES, RULE | {"Lĩnh vực": "", "Địa bàn": "Huyện Nậm Pồ"}, "Mã", "Quy tắc “nam-po” đã có"),
        (OfficeTable.RULES, RULE | {"Căn cứ": ""}, "Căn cứ", "Còn trống"),
    ],
)
def test_a_fault_is_told_by_row_and_column(table: OfficeTable, row: dict[str, str], column: str, sentence: str) -> None:
    _, faults = read(table, row)
    told = {fault.column: (fault.row, fault.sentence) for fault in faults}
    assert told[column][0] == 2
    assert sentence in told[column][1]


def test_one_id_on_two_rows_is_a_fault_of_the_second() -> None:
    _, [fault] = read(OfficeTable.AGENCIES, AGENCY, AGENCY)
    assert (fault.row, fault.column) == (3, "Mã")


@pytest.mark.parametrize("table", OfficeTable)
def test_the_columns_offer_the_names_of_the_office(table: OfficeTable) -> None:
    columns = columns_of(table, OFFICE)
    assert [column.heading for column in columns] == [column.heading for column in COLUMNS[table]]
    assert any(column.offers for column in columns) or table is OfficeTable.AGENCIES


def test_entries_are_entered_ahead_and_rules_may_follow_one_another() -> None:
    days = {"Từ ngày": "01/01/2027", "Đến trước ngày": "2027-07-01"}
    read_so, faults = read(OfficeTable.PLACES, DISTRICT | days)
    [place] = read_so.places
    assert (place.valid_from, place.valid_to, faults) == (date(2027, 1, 1), date(2027, 7, 1), ())
    ended = replace(OFFICE, rules=tuple(replace(each, valid_to=date(2027, 1, 1)) for each in OFFICE.rules))
    following = RULE | {"Lĩnh vực": "", "Địa bàn": "Huyện Nậm Pồ", "Từ ngày": "01/01/2027"}
    rows, faults = read_office(OfficeTable.RULES, read_sheet(as_csv(following)), ended)
    assert (rows.rules[0].valid_from, faults) == (date(2027, 1, 1), ())
    _, [backwards] = read(OfficeTable.PLACES, DISTRICT | days | {"Đến trước ngày": "01/01/2027"})
    assert (backwards.column, backwards.sentence) == ("Đến trước ngày", "Phải sau ngày bắt đầu dùng.")
    _, [unread] = read(OfficeTable.AGENCIES, AGENCY | {"Từ ngày": "mai"})
    assert (unread.column, "Không đọc được ngày" in unread.sentence) == ("Từ ngày", True)


def test_a_rule_names_the_place_in_use_where_one_of_the_same_name_is_over() -> None:
    place = DIEN_BIEN.places[0]
    later = replace(place, id="moi", name=place.name, kind=PlaceKind.WARD, parent=None)
    known_places = (replace(place, holds=False, valid_to=date(2025, 7, 1)), later)
    rows, faults = read_office(
        OfficeTable.RULES,
        read_sheet(as_csv(RULE | {"Địa bàn": place.name})),
        replace(OFFICE, places=known_places, rules=()),
    )
    assert (rows.rules[0].place, faults) == ("moi", ())
