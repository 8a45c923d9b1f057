"""A table is read however offices save it, and a file that is none is refused in a sentence before it can do harm."""

from __future__ import annotations

import io
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from documents.sheets import reading
from documents.sheets.reading import Formula, UnreadableSheet, read_sheet
from tests.support.backlog import as_csv, as_xlsx

ROW = {"Mã ở hệ thống cũ": "PA-1", "Nội dung": "Ổ gà, sâu"}


def packed(*parts: tuple[str, bytes]) -> bytes:
    written = io.BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as package:
        for name, content in parts:
            package.writestr(name, content)
    return written.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        as_csv(ROW),
        as_csv(ROW, delimiter=";"),
        as_csv(ROW, delimiter="\t"),
        as_csv(ROW, encoding="utf-8-sig"),
        b"\n\n" + as_csv(ROW),
        as_xlsx(ROW),
        as_xlsx({}, ROW),
        as_xlsx(ROW, name="Trang khác"),
    ],
    ids=["comma", "semicolon", "tab", "byte order mark", "empty lines", "workbook", "empty row", "another sheet"],
)
def test_a_table_is_read_however_it_was_saved(content: bytes) -> None:
    sheet = read_sheet(content, "Hồ sơ")
    assert sheet.headings == tuple(ROW)
    assert [row.cells for row in sheet.rows] == [{"ma o he thong cu": "PA-1", "noi dung": "Ổ gà, sâu"}]


def test_a_formula_is_never_computed() -> None:
    for content in (as_xlsx(ROW | {"Nội dung": "=HYPERLINK(1)"}), as_csv(ROW | {"Nội dung": '=cmd|"/c calc"!A1'})):
        [row] = read_sheet(content).rows
        assert row.cells["noi dung"] == Formula()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Tệp rỗng"),
        (b"x" * (reading.MOST_BYTES + 1), "lớn quá 10 MB"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 100, "kiểu cũ (.xls)"),
        (b"PK\x03\x04 broken", "tệp nén hỏng"),
        (packed(("word/document.xml", b"<a/>")), "không phải Excel"),
        (packed(("xl/workbook.xml", b"<a/>")), "tệp hỏng"),
        (packed(("xl/workbook.xml", b"<a/>"), ("xl/vbaProject.bin", b"x")), "có macro"),
        (packed(("xl/workbook.xml", b"\0" * 70_000_000)), "giải nén ra quá lớn"),
        (packed(*((f"xl/{n}.xml", b"") for n in range(600)), ("xl/workbook.xml", b"<a/>")), "giải nén ra quá lớn"),
        (as_csv(ROW, encoding="utf-16"), "“CSV UTF-8”"),
        ("Mô,Nôi\n1,Ô\n".encode("windows-1258"), "không theo bảng mã UTF-8"),
        ("một dòng chữ".encode(), "Không thấy các cột"),
        ('a,b\n1,"mở mà không đóng'.encode(), "ngoặc kép"),
        (b"a,b\n\n", "không có dòng dữ liệu nào"),
        (b"a,a\n1,2\n", "hai cột cùng tên “a”"),
        (b"a,b\n" + b"1,2\n" * (reading.MOST_ROWS + 2), "hơn 5000 dòng"),
    ],
    ids=[
        "empty",
        "too big",
        "old Excel",
        "broken package",
        "Word",
        "broken workbook",
        "macros",
        "a bomb",
        "many parts",
        "UTF-16",
        "another encoding",
        "no columns",
        "open quotes",
        "no rows",
        "twice a column",
        "too many rows",
    ],
)
def test_what_is_no_table_is_refused_in_a_sentence(content: bytes, sentence: str) -> None:
    with pytest.raises(UnreadableSheet) as refused:
        read_sheet(content)
    assert sentence in str(refused.value)
