"""The workbook that people fill in: a sheet for the rows, with lists to choose from, and a sheet that explains each column."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from documents.sheets.faults import Column

_ROWS = 5000
"""The rows for which a cell offers its list."""

_LONG_AGO = datetime(1980, 1, 1)  # noqa: DTZ001 - datetimes of a workbook have no zone
_LISTS, _HELP = "Danh mục", "Hướng dẫn"
_WIDE, _WIDEST = 18, 60


def template(name: str, columns: Sequence[Column], notes: Sequence[str]) -> bytes:
    """Return an empty table of these columns as a workbook. `notes` stand above the explanations."""
    written = io.BytesIO()
    with Workbook(written, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"created": _LONG_AGO})
        heading = book.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#E8EEF7", "border": 1}
        )
        must = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#FDE9B8", "border": 1})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        as_text = book.add_format({"num_format": "@"})
        rows, explained, lists = book.add_worksheet(name), book.add_worksheet(_HELP), book.add_worksheet(_LISTS)
        _write_rows(rows, columns, heading, must, as_text)
        _write_help(explained, columns, notes, heading, wrapped)
        _write_lists(rows, lists, columns, heading)
        rows.activate()
    return written.getvalue()


def _write_rows(sheet: Worksheet, columns: Sequence[Column], heading: Format, must: Format, as_text: Format) -> None:
    for number, column in enumerate(columns):
        sheet.write_string(0, number, column.heading, must if column.required else heading)
        sheet.set_column(number, number, max(_WIDE, len(column.heading) + 2), as_text)
    sheet.freeze_panes(1, 1)


def _write_help(
    sheet: Worksheet, columns: Sequence[Column], notes: Sequence[str], heading: Format, wrapped: Format
) -> None:
    for line, note in enumerate(notes):
        sheet.merge_range(line, 0, line, 3, note, wrapped)
        sheet.set_row(line, 32)
    first = len(notes) + 1
    for number, title in enumerate(("Cột", "Bắt buộc", "Ghi gì", "Ví dụ")):
        sheet.write_string(first, number, title, heading)
    for line, column in enumerate(columns, first + 1):
        cells = (column.heading, "có" if column.required else "", column.meaning, column.example)
        for number, cell in enumerate(cells):
            sheet.write_string(line, number, cell, wrapped)
    for number, width in enumerate((26, 10, _WIDEST, 26)):
        sheet.set_column(number, number, width)


def _write_lists(rows: Worksheet, lists: Worksheet, columns: Sequence[Column], heading: Format) -> None:
    """Write what each column offers, and let its cells choose from it. What is written beside the list is told at the check."""
    place = 0
    for number, column in enumerate(columns):
        if not column.offers:
            continue
        lists.write_string(0, place, column.heading, heading)
        lists.set_column(place, place, _WIDE * 2)
        for line, offer in enumerate(column.offers, 1):
            lists.write_string(line, place, offer)
        letter = _letter(place)
        chosen = {"validate": "list", "source": f"='{_LISTS}'!${letter}$2:${letter}${len(column.offers) + 1}"}
        rows.data_validation(1, number, _ROWS, number, chosen | {"error_type": "warning", "ignore_blank": True})
        place += 1


def _letter(place: int) -> str:
    return chr(ord("A") + place)
