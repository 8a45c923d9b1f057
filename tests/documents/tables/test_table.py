"""Tables as CSV and XLSX: text stays text, numbers stay numbers, equal tables give equal bytes."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest

from documents.tables.table import Table, as_csv, as_xlsx

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
