"""Reads the rows of a file that somebody sends: XLSX or CSV. A formula is never evaluated, and nothing in the file is run.

The room knows openpyxl, which reads a sheet row by row. A file that only looks like a table is refused before it is unpacked.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from zipfile import BadZipFile, ZipFile

from language.vietnamese import folded, normal

MOST_BYTES = 10 * 1024 * 1024
MOST_ROWS = 5_000
_MOST_UNPACKED = 60 * 1024 * 1024
_MOST_PARTS = 500
_MOST_COLUMNS = 60
_MOST_SCANNED = 20_000  # rows, the empty ones among them
_LONGEST_TEXT = 20_000
_ZIP, _OLE = b"PK", b"\xd0\xcf\x11\xe0"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_DELIMITERS = (",", ";", "\t")
_ENCRYPTED = 0x1


@dataclass(frozen=True)
class Formula:
    """A cell that a spreadsheet would compute. Its result is not read."""


Cell = str | int | float | bool | date | datetime | time | Formula | None


@dataclass(frozen=True)
class SheetRow:
    """A row that holds something: its number as a spreadsheet shows it, and its cells by the folded heading of their column."""

    number: int
    cells: dict[str, Cell]


@dataclass(frozen=True)
class Sheet:
    """A table as it was sent: its headings as they were written, and its rows."""

    headings: tuple[str, ...]
    rows: tuple[SheetRow, ...]


class UnreadableSheet(Exception):
    """The file is no table that can be read. The text is a Vietnamese sentence that says what to send instead."""


def read_sheet(content: bytes, name: str = "") -> Sheet:
    """Return the table of a file: of an XLSX the sheet of this name, or else the first one.

    Raises:
        UnreadableSheet: it is too large, active, locked, or no table.
    """
    if not content:
        raise UnreadableSheet("Tệp rỗng; hãy chọn tệp Excel (.xlsx) hoặc CSV có dữ liệu.")
    if len(content) > MOST_BYTES:
        raise UnreadableSheet(f"Tệp lớn quá {MOST_BYTES // 1024 // 1024} MB; hãy chia thành nhiều tệp.")
    if content.startswith(_OLE):
        raise UnreadableSheet(
            "Tệp Excel kiểu cũ (.xls) hoặc có mật khẩu; hãy bỏ mật khẩu và lưu lại thành Excel Workbook (.xlsx)."
        )
    return _table(_xlsx(content, name) if content.startswith(_ZIP) else _csv(content))


def _table(rows: Iterable[Sequence[Cell]]) -> Sheet:
    """Return the table whose headings are the first row that holds something."""
    headings: tuple[str, ...] = ()
    found: list[SheetRow] = []
    for number, row in enumerate(rows, 1):
        cells = [_kept(cell) for cell in row[:_MOST_COLUMNS]]
        if number > _MOST_SCANNED or len(found) > MOST_ROWS:
            raise UnreadableSheet(f"Bảng có hơn {MOST_ROWS} dòng; hãy chia thành nhiều tệp.")
        if all(cell is None for cell in cells):
            continue
        if not headings:
            headings = _headings(cells)
            continue
        by_heading: dict[str, Cell] = {
            folded(heading): cell
            for heading, cell in zip(headings, cells, strict=False)
            if heading and cell is not None
        }
        if by_heading:
            found.append(SheetRow(number, by_heading))
    if not found:
        raise UnreadableSheet("Bảng không có dòng dữ liệu nào dưới dòng tiêu đề.")
    return Sheet(headings, tuple(found))


def _headings(cells: Sequence[Cell]) -> tuple[str, ...]:
    """Return the headings, up to the last column that has one."""
    headings = [cell if isinstance(cell, str) else "" for cell in cells]
    known = [folded(heading) for heading in headings if heading]
    if twice := next((heading for heading in headings if heading and known.count(folded(heading)) > 1), None):
        raise UnreadableSheet(f"Có hai cột cùng tên “{twice}”; hãy bỏ một cột.")
    return tuple(headings[: max((place for place, each in enumerate(headings, 1) if each), default=0)])


def _kept(cell: Cell) -> Cell:
    """Return a cell with its text in its one normal form; None where nothing is written."""
    if not isinstance(cell, str):
        return cell
    text = normal(cell)
    if text.startswith("=") and len(text) > 1:
        return Formula()
    return text[:_LONGEST_TEXT] or None


def _xlsx(content: bytes, name: str) -> Iterator[Sequence[Cell]]:
    try:
        _require_plain(content)
        from openpyxl import load_workbook  # slow to import, and few processes read a sheet

        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        sheet = book[name] if name in book.sheetnames else book[book.sheetnames[0]]
        sheet.reset_dimensions()  # a file may lie about them
        for row in sheet.iter_rows(max_col=_MOST_COLUMNS):
            yield [Formula() if cell.data_type == "f" else _value(cell.value) for cell in row]
    except UnreadableSheet:
        raise
    except Exception as error:  # the reader fails in many ways at a broken file
        raise UnreadableSheet(
            "Không đọc được tệp Excel này: tệp hỏng. Hãy mở bằng Excel rồi lưu lại (.xlsx)."
        ) from error


def _value(value: object) -> Cell:
    return value if isinstance(value, str | int | float | bool | date | time) else None


def _require_plain(content: bytes) -> None:
    """Refuse a package that is locked, holds macros, or would unpack to more than a table needs."""
    try:
        with ZipFile(io.BytesIO(content)) as package:
            parts = package.infolist()
    except BadZipFile as error:
        raise UnreadableSheet("Không đọc được tệp này: tệp nén hỏng. Hãy gửi tệp Excel (.xlsx) hoặc CSV.") from error
    names = {part.filename.lower() for part in parts}
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        raise UnreadableSheet("Tệp có mật khẩu; hãy bỏ mật khẩu rồi lưu lại (.xlsx).")
    if "xl/workbook.xml" not in names:
        raise UnreadableSheet("Tệp này không phải Excel (.xlsx); hãy gửi tệp Excel (.xlsx) hoặc CSV.")
    if any(name.endswith("vbaproject.bin") or "/macrosheets/" in name for name in names):
        raise UnreadableSheet("Tệp có macro; hãy lưu lại thành Excel Workbook (.xlsx), loại không có macro.")
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_UNPACKED:
        raise UnreadableSheet("Tệp giải nén ra quá lớn; hãy chép riêng bảng dữ liệu sang một tệp mới rồi gửi lại.")


def _csv(content: bytes) -> Iterator[Sequence[Cell]]:
    if content.startswith(_UTF_16) or b"\0" in content:
        raise UnreadableSheet("Tệp không phải văn bản UTF-8; trong Excel hãy lưu kiểu “CSV UTF-8”, hoặc gửi tệp .xlsx.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableSheet(
            "Tệp CSV không theo bảng mã UTF-8 nên mất dấu tiếng Việt; trong Excel hãy lưu kiểu “CSV UTF-8”, "
            "hoặc gửi tệp .xlsx."
        ) from error
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(_DELIMITERS, key=first.count)
    if delimiter not in first:
        raise UnreadableSheet("Không thấy các cột trong tệp; hãy ngăn các cột bằng dấu phẩy hoặc chấm phẩy.")
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    except csv.Error as error:
        raise UnreadableSheet("Tệp CSV hỏng: một dấu ngoặc kép mở ra mà không đóng; hãy lưu lại từ Excel.") from error
