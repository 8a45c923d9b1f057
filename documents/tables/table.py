"""A table as plain data, and its two files: CSV and XLSX. Text that a person wrote never becomes a formula or a link."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

Cell = str | int | float | None
"""Numbers stay numbers; None is an empty cell."""

_BYTE_ORDER_MARK = "\ufeff"
"""The mark that tells Excel the encoding. Without it Excel takes UTF-8 for an older encoding and breaks every diacritic."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_LONG_AGO = datetime(1980, 1, 1)  # noqa: DTZ001 - datetimes of a workbook have no zone
_LONGEST_CELL = 32_767
_LONGEST_NAME = 31
_NOT_IN_A_NAME = str.maketrans(dict.fromkeys("[]:*?/\\'"))
_NARROWEST, _WIDEST = 8, 60
_MARGIN = 2


class TableFormat(StrEnum):
    """A file format for spreadsheets."""

    CSV = "csv"
    XLSX = "xlsx"


@dataclass(frozen=True)
class Table:
    """A table with its headings. `notes` stand above the headings in XLSX. The rows are read once, so they need not fit
    into memory."""

    name: str
    columns: Sequence[str]
    rows: Iterable[Sequence[Cell]]
    notes: Sequence[str] = ()


def as_csv(table: Table) -> Iterator[str]:
    """Yield the table row by row, headings first (RFC 4180, UTF-8 with the byte order mark that Excel needs)."""
    yield _BYTE_ORDER_MARK + _csv_row(table.columns)
    for row in table.rows:
        yield _csv_row(row)


def _csv_row(cells: Iterable[Cell]) -> str:
    written = io.StringIO()
    csv.writer(written).writerow([_inert(cell) for cell in cells])
    return written.getvalue()


def _inert(cell: Cell) -> Cell:
    """Return a cell that no spreadsheet takes for a formula: text that begins like one gets an apostrophe, numbers stay."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def as_xlsx(*tables: Table) -> bytes:
    """Return the tables as a workbook, one sheet each. Equal tables give equal bytes."""
    written = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(written, options) as book:
        book.set_properties({"created": _LONG_AGO})
        strong, plain = book.add_format({"bold": True, "text_wrap": True}), book.add_format({"text_wrap": True})
        for table in tables:
            _write(book.add_worksheet(_sheet_name(table.name)), table, strong, plain)
    return written.getvalue()


def _write(sheet: Worksheet, table: Table, strong: Format, plain: Format) -> None:
    first = len(table.notes)
    for number, heading in enumerate(table.columns):
        sheet.set_column(number, number, min(max(len(heading) + _MARGIN, _NARROWEST), _WIDEST))
    for line, note in enumerate(table.notes):
        sheet.write_string(line, 0, note[:_LONGEST_CELL])
    for number, heading in enumerate(table.columns):
        sheet.write_string(first, number, heading, strong)
    sheet.freeze_panes(first + 1, 0)
    for line, row in enumerate(table.rows, first + 1):
        for number, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(line, number, cell[:_LONGEST_CELL], plain)
            elif cell is not None:
                sheet.write_number(line, number, cell)


def _sheet_name(name: str) -> str:
    return name.translate(_NOT_IN_A_NAME)[:_LONGEST_NAME]
