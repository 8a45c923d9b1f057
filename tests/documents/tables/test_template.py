"""The template opens as a workbook with the headings, the lists of the authority, and an explanation of each column."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import openpyxl

from documents.sheets.cases import COLUMNS, SHEET, columns_for, read_cases
from documents.sheets.reading import read_sheet
from documents.tables.template import template
from tests.support.backlog import SENT, known

DIEN_BIEN = known("dien-bien", datetime(2024, 4, 15, tzinfo=UTC))


def test_a_row_that_is_written_into_the_template_is_read_back() -> None:
    made = template(SHEET, columns_for(DIEN_BIEN), ["Ghi chú"])
    assert made == template(SHEET, columns_for(DIEN_BIEN), ["Ghi chú"])
    book = openpyxl.load_workbook(io.BytesIO(made))
    sheet = book[SHEET]
    headings = [cell.value for cell in sheet[1]]
    assert headings == [column.heading for column in COLUMNS]
    assert sheet.freeze_panes == "B2"
    lists = {str(each.sqref).rstrip("0123456789"): each.formula1 for each in sheet.data_validations.dataValidation}
    assert len(lists) == 7  # channel, field, place, standing, agency, ground, secrecy
    chosen = [row[0] for row in book["Danh mục"].iter_rows(min_row=2, values_only=True) if row[0]]
    assert chosen == [channel.name for channel in DIEN_BIEN.procedure.channels]
    explained = {row[0] for row in book["Hướng dẫn"].iter_rows(values_only=True)}
    assert set(headings) < explained
    for number, heading in enumerate(headings, 1):
        sheet.cell(2, number, SENT.get(str(heading)))
    written = io.BytesIO()
    book.save(written)
    [row], faults = read_cases(read_sheet(written.getvalue(), SHEET), DIEN_BIEN)
    assert (row.past.old_code, faults) == ("PA-1", ())
