"""Tables as CSV and XLSX: text stays text, numbers stay numbers, equal tables give equal bytes."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime

import openpyxl
import pytest

from documents.tables.table import Table, as_csv, as_xlsx, local
from domain.time.months import Month

DANGEROUS = (
    "=1+1", "+84 905 123 456", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", '=HYPERLINK("http://vidu.vn")', "http://vidu.vn",
    "mailto:a@vidu.vn", "Ổ gà; sâu, “nguy hiểm”",
)  # fmt: skip


def rows_of_csv(table: Table) -> list[list[str]]:
    return list(csv.reader(io.StringIO("".join(as_csv(table)).removeprefix("\ufeff"), newline="")))


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_text_is_a_formula_or_a_link(text: str) -> None:
    table = Table("Bảng", ("Chữ",), ((text,),))
    [_, [cell]] = rows_of_csv(table)
    assert cell in (text, f"'{text}")
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    kept = openpyxl.load_workbook(io.BytesIO(as_xlsx(table)))["Bảng"]["A2"]
    assert (kept.data_type, kept.hyperlink) == ("s", None)


def test_numbers_are_numbers_and_nothing_is_an_empty_cell() -> None:
    table = Table("Số", ("a", "b", "c"), ((3, -2.5, None),))
    assert rows_of_csv(table)[1] == ["3", "-2.5", ""]
    [_, row] = openpyxl.load_workbook(io.BytesIO(as_xlsx(table)))["Số"].iter_rows(values_only=True)
    assert row == (3, -2.5, None)


def test_an_instant_a_date_and_a_month_are_cells_that_can_be_sorted() -> None:
    at, day = datetime(2026, 11, 23, 1, 0, 5, 600, tzinfo=UTC), date(2026, 11, 27)
    table = Table("Ngày", ("Lúc", "Ngày", "Tháng"), ((local(at, "Asia/Ho_Chi_Minh"), day, Month(2026, 11)),))
    assert rows_of_csv(table)[1] == ["2026-11-23T08:00:05+07:00", "2026-11-27", "2026-11"]
    sheet = openpyxl.load_workbook(io.BytesIO(as_xlsx(table)))["Ngày"]
    cells = sheet[2]
    assert [cell.is_date for cell in cells] == [True, True, True]
    assert [cell.value for cell in cells] == [
        datetime(2026, 11, 23, 8, 0, 5),  # noqa: DTZ001 - a workbook knows no zones
        datetime(2026, 11, 27),  # noqa: DTZ001
        datetime(2026, 11, 1),  # noqa: DTZ001
    ]
    assert [cell.number_format for cell in cells] == ["hh:mm dd/mm/yyyy", "dd/mm/yyyy", "mm/yyyy"]
    # A spreadsheet shows a date as ##### where its column is too narrow.
    assert sheet.column_dimensions["A"].width >= len("08:00 23/11/2026")


def test_no_instant_is_an_empty_cell() -> None:
    assert local(None, "Asia/Ho_Chi_Minh") is None


def test_several_tables_are_sheets_with_their_notes_above() -> None:
    one, two = Table("Theo cơ quan", ("x",), ((1,),), notes=("Căn cứ: Điều 15",)), Table("A/B: [c]?", ("y",), ((2,),))
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx(one, two)))
    assert book.sheetnames == ["Theo cơ quan", "AB c"]
    assert [row[0] for row in book["Theo cơ quan"].iter_rows(values_only=True)] == ["Căn cứ: Điều 15", "x", 1]


def test_the_same_table_is_the_same_bytes() -> None:
    def written() -> bytes:
        return as_xlsx(Table("Bảng", ("a",), (("Đường Trần Phú",),)))

    assert written() == written()


def test_a_csv_begins_with_the_mark_that_excel_needs() -> None:
    assert next(iter(as_csv(Table("Bảng", ("Ổ gà",), ())))) == "\ufeffỔ gà\r\n"
