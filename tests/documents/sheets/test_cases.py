"""The rows of a backlog are cases, or faults by row and column that say what to write instead."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from documents.sheets.cases import COLUMNS, CaseRow, columns_for, read_cases
from documents.sheets.faults import Fault
from documents.sheets.reading import read_sheet
from domain.backlog.past_case import Standing
from procedures.wards import changes_by, finder_of
from tests.support.backlog import ANSWERED, SENT, as_csv, as_xlsx, known

APRIL = datetime(2024, 4, 15, 2, tzinfo=UTC)
DIEN_BIEN = known("dien-bien", APRIL)


def read(content: bytes) -> tuple[tuple[CaseRow, ...], tuple[Fault, ...]]:
    return read_cases(read_sheet(content, "Hồ sơ"), DIEN_BIEN)


def test_a_row_is_a_case_with_its_true_instants() -> None:
    [row], faults = read(as_csv(ANSWERED))
    assert faults == ()
    case = row.past
    assert (case.old_code, case.standing, case.channel) == ("PA-1", Standing.ANSWERED, "portal")
    assert (case.field, case.place, case.agency) == ("giao-thong", "muong-nhe", "ubnd-muong-nhe")
    assert case.received_at == datetime(2024, 3, 4, 1, 30, tzinfo=UTC)
    assert case.ended_at == datetime(2024, 3, 11, 8, tzinfo=UTC)
    assert (row.content, row.address) == ("Cống qua đường bị sập.", "Huyện Mường Nhé")


@pytest.mark.parametrize(
    ("written", "at"),
    [
        ("04/03/2024 08:30", datetime(2024, 3, 4, 1, 30, tzinfo=UTC)),
        ("8:30 4/3/2024", datetime(2024, 3, 4, 1, 30, tzinfo=UTC)),
        ("4-3-2024, 8h30", datetime(2024, 3, 4, 1, 30, tzinfo=UTC)),
        ("2024-03-04T08:30:00", datetime(2024, 3, 4, 1, 30, tzinfo=UTC)),
        (datetime(2024, 3, 4, 8, 30), datetime(2024, 3, 4, 1, 30, tzinfo=UTC)),  # noqa: DTZ001 - cells have no zone
        # A day without a time stands for the end of its office hours, 17:00.
        ("04/03/2024", datetime(2024, 3, 4, 10, tzinfo=UTC)),
        (date(2024, 3, 4), datetime(2024, 3, 4, 10, tzinfo=UTC)),
        ("03/03/2024", datetime(2024, 3, 3, 10, tzinfo=UTC)),  # a Sunday
    ],
)
def test_a_day_is_read_as_people_write_it(written: object, at: datetime) -> None:
    [row], faults = read(as_xlsx(SENT | {"Ngày giờ nhận": written}))
    assert (row.past.received_at, faults) == (at, ())


def test_names_are_read_without_capitals_or_diacritics_and_by_their_ids() -> None:
    [row], faults = read(as_csv(SENT | {"Lĩnh vực": "giao-thong", "Cơ quan xử lý": "ubnd huyen muong nhe"}))
    assert (row.past.field, row.past.agency, faults) == ("giao-thong", "ubnd-muong-nhe", ())


def test_a_place_written_with_a_name_of_the_time_before_is_the_present_one() -> None:
    changes = changes_by(DIEN_BIEN.places, "11")
    places = tuple(
        ({each.id: each for each in DIEN_BIEN.places} | {each.id: each for each in changes.to_keep}).values()
    )
    loaded = replace(DIEN_BIEN, places=places, find=finder_of(places))

    def placed(written: str) -> tuple[str | None, str]:
        rows, faults = read_cases(read_sheet(as_csv(SENT | {"Địa bàn": written}), "Hồ sơ"), loaded)
        return (rows[0].past.place if rows else None), "".join(each.sentence for each in faults)

    assert placed("Phường Thanh Bình, TP Điện Biên Phủ") == placed("thanh-binh") == placed("Phường Điện Biên Phủ")
    assert placed("Phường Điện Biên Phủ") == ("dien-bien-phu-03127", "")
    nobody, sentence = placed("Huyện Mường Nhé")
    assert (nobody, "nay thuộc nhiều đơn vị; hãy ghi một trong" in sentence) == (None, True)
    assert placed("Xã Không Đâu")[1].startswith("Không có “Xã Không Đâu”")


def test_a_zero_that_a_spreadsheet_took_from_a_telephone_number_is_put_back() -> None:
    [row], _ = read(as_xlsx(SENT | {"Điện thoại": 900000000}))
    assert row.phone == "0900000000"
    assert "0900000000" not in repr(row)


@pytest.mark.parametrize(
    ("changed", "column", "sentence"),
    [
        ({"Mã ở hệ thống cũ": ""}, "Mã ở hệ thống cũ", "Còn trống; hãy ghi, ví dụ “PA-2024-0131”."),
        ({"Nội dung": ""}, "Nội dung", "Còn trống"),
        ({"Ngày giờ nhận": "32/03/2024"}, "Ngày giờ nhận", "hãy ghi như “23/11/2026”"),
        ({"Ngày giờ nhận": "04/03/2024 lúc sáng"}, "Ngày giờ nhận", "hãy ghi như “23/11/2026”"),
        ({"Ngày giờ nhận": "04/05/2024"}, "Ngày giờ nhận", "Ở tương lai"),
        ({"Tình trạng": "đang xử lí"}, "Tình trạng", "hãy ghi “Đang xử lý”"),
        ({"Cơ quan xử lý": "UBND huyện Mường Nhè Lớn"}, "Cơ quan xử lý", "“UBND huyện Mường Nhé”"),
        ({"Lĩnh vực": "xyz"}, "Lĩnh vực", "Không có “xyz”; hãy ghi “Giao thông, đường sá”"),
        ({"Cơ quan xử lý": ""}, "Cơ quan xử lý", "phải có cơ quan xử lý"),
        ({"Tình trạng": "Mới tiếp nhận"}, "Cơ quan xử lý", "chưa có cơ quan"),
        ({"Tình trạng": "Đã trả lời", "Kết quả hoặc lý do": "Xong"}, "Ngày giờ kết thúc", "phải có ngày kết thúc"),
        (ANSWERED | {"Kết quả hoặc lý do": ""}, "Kết quả hoặc lý do", "phải có kết quả"),
        (ANSWERED | {"Tình trạng": "Đang xử lý"}, "Ngày giờ kết thúc", "chưa kết thúc"),
        (ANSWERED | {"Ngày giờ kết thúc": "01/03/2024"}, "Ngày giờ kết thúc", "Trước “Ngày giờ nhận”"),
        (ANSWERED | {"Tình trạng": "Không giải quyết"}, "Căn cứ không giải quyết", "phải nêu căn cứ"),
        ({"Điện thoại": "gọi anh Ba"}, "Điện thoại", "Không phải số điện thoại"),
        ({"Thư điện tử": "a b@c"}, "Thư điện tử", "Không phải địa chỉ thư điện tử"),
        ({"Giữ bí mật": "chắc là"}, "Giữ bí mật", "hãy ghi “có”, “không”"),
        ({"Nội dung": "=1+1"}, "Nội dung", "Ô là công thức"),
    ],
)
def test_a_fault_is_told_by_row_and_column_with_what_to_write(
    changed: dict[str, str], column: str, sentence: str
) -> None:
    rows, faults = read(as_csv(SENT | {"Mã ở hệ thống cũ": "PA-0"}, SENT | changed))
    assert [row.past.old_code for row in rows] == ["PA-0"]
    told = {fault.column: fault.sentence for fault in faults}
    assert {fault.row for fault in faults} == {3}
    assert sentence in told[column]


def test_one_code_for_two_rows_is_a_fault_of_the_second() -> None:
    _, [fault] = read(as_csv(SENT, SENT))
    assert (fault.row, fault.column) == (3, "Mã ở hệ thống cũ")
    assert "Trùng mã với dòng 2" in fault.sentence


def test_columns_that_are_missing_or_misspelt_are_told_before_any_row() -> None:
    rows, faults = read(as_csv({"Ma o he thong cu": "1", "Ngày giờ nhậnn": "04/03/2024", "Nội dung": "x"}))
    assert rows == ()
    assert [(fault.row, fault.column) for fault in faults] == [
        (None, "Ngày giờ nhận"),
        (None, "Tình trạng"),
        (None, "Ngày giờ nhậnn"),
    ]
    assert "hãy ghi “Ngày giờ nhận”" in faults[-1].sentence


def test_the_same_row_has_the_same_digest_in_a_workbook_and_in_csv_and_a_changed_one_another() -> None:
    [of_csv], _ = read(as_csv(SENT))
    [of_book], _ = read(as_xlsx(SENT | {"Ngày giờ nhận": datetime(2024, 3, 4, 8, 30)}))  # noqa: DTZ001 - as above
    [changed], _ = read(as_csv(SENT | {"Nội dung": "Cống đã sửa."}))
    assert of_csv.digest == of_book.digest != changed.digest


def test_the_columns_offer_the_names_of_the_authority() -> None:
    offers = {column.heading: column.offers for column in columns_for(DIEN_BIEN)}
    assert list(offers) == [column.heading for column in COLUMNS]
    assert "UBND huyện Mường Nhé" in offers["Cơ quan xử lý"]
    assert "Huyện Mường Nhé" in offers["Địa bàn"]
