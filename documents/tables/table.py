"""A table as plain data, and its two files: CSV and XLSX. Text that a person wrote never becomes a formula or a link.
Numbers, dates and instants are cells that a spreadsheet can count, sort and filter.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import IO
from zoneinfo import ZoneInfo

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from domain.time.months import Month

Cell = str | int | float | date | datetime | Month | None
"""Numbers stay numbers; None is an empty cell. An instant is given in the zone whose local time people read (`local`)."""

_INSTANT, _DAY, _MONTH = "hh:mm dd/mm/yyyy", "dd/mm/yyyy", "mm/yyyy"
"""The formats of an instant, a date and a month, as Vietnamese write them."""

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


def local(at: datetime | None, time_zone: str) -> datetime | None:
    """Return an instant as a cell: in the local time of a zone, to the second."""
    return at.astimezone(ZoneInfo(time_zone)).replace(microsecond=0) if at else None


def as_csv(table: Table) -> Iterator[str]:
    """Yield the table row by row, headings first (RFC 4180, UTF-8 with the byte order mark that Excel needs).

    Dates and instants are as ISO 8601 writes them, an instant with its zone: `2026-11-23T08:00:00+07:00`.
    """
    yield _BYTE_ORDER_MARK + _csv_row(table.columns)
    for row in table.rows:
        yield _csv_row(row)


def _csv_row(cells: Iterable[Cell]) -> str:
    written = io.StringIO()
    csv.writer(written).writerow([_inert(cell) for cell in cells])
    return written.getvalue()


def _inert(cell: Cell) -> Cell:
    """Return a cell that no spreadsheet takes for a formula: text that begins like one gets an apostrophe, numbers stay."""
    if isinstance(cell, str) and cell.startswith(_FORMULA):
        return f"'{cell}"
    return cell.isoformat() if isinstance(cell, date) else cell


def as_xlsx(*tables: Table) -> bytes:
    """Return the tables as a workbook, one sheet each. Equal tables give equal bytes."""
    written = io.BytesIO()
    write_xlsx(written, *tables)
    return written.getvalue()


def write_xlsx(file: IO[bytes], *tables: Table) -> None:
    """Write the same workbook to a file. Rows go to disk as they come, so that any number of them needs little memory."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(file, options) as book:
        book.set_properties({"created": _LONG_AGO})
        look = _Look(book)
        for table in tables:
            _write(book.add_worksheet(_sheet_name(table.name)), table, look)


class _Look:
    """The formats of a workbook's cells, by what they hold."""

    def __init__(self, book: Workbook) -> None:
        self.heading: Format = book.add_format({"bold": True, "text_wrap": True})
        self.text: Format = book.add_format({"text_wrap": True})
        self.instant, self.day, self.month = (
            book.add_format({"num_format": form, "align": "left"}) for form in (_INSTANT, _DAY, _MONTH)
        )


def _write(sheet: Worksheet, table: Table, look: _Look) -> None:
    first = len(table.notes)
    for line, note in enumerate(table.notes):
        sheet.write_string(line, 0, note[:_LONGEST_CELL])
    for number, heading in enumerate(table.columns):
        sheet.write_string(first, number, heading, look.heading)
    sheet.freeze_panes(first + 1, 0)
    widths = [max(len(heading), _NARROWEST - _MARGIN) for heading in table.columns]
    for line, row in enumerate(table.rows, first + 1):
        for number, cell in enumerate(row):
            _write_cell(sheet, line, number, cell, look)
            if isinstance(cell, date):  # a spreadsheet shows a date that does not fit as #####
                widths[number] = max(widths[number], len(_INSTANT))
    for number, width in enumerate(widths):
        sheet.set_column(number, number, min(width + _MARGIN, _WIDEST))


def _write_cell(sheet: Worksheet, line: int, number: int, cell: Cell, look: _Look) -> None:
    match cell:
        case None:
            pass
        case str():
            sheet.write_string(line, number, cell[:_LONGEST_CELL], look.text)
        case datetime():
            # A workbook knows no zones: its cells show the local time that the cell was given in.
            sheet.write_datetime(line, number, cell.replace(tzinfo=None), look.instant)
        case date():
            sheet.write_datetime(line, number, cell, look.day)
        case Month():
            sheet.write_datetime(line, number, date(cell.year, cell.month, 1), look.month)
        case _:
            sheet.write_number(line, number, cell)


def _sheet_name(name: str) -> str:
    return name.translate(_NOT_IN_A_NAME)[:_LONGEST_NAME]
