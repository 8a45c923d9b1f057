"""Builds the tables of a backlog, as offices write them."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from openpyxl import Workbook

from documents.sheets.cases import Known
from procedures import provinces

LETTER_OF_DIEN_BIEN = Path(__file__).parents[3] / "provinces" / "dien-bien" / "demo" / "backlog.csv"
"""130 cases in the state that the letter of April 2024 counts them in."""

SENT = {
    "Mã ở hệ thống cũ": "PA-1",
    "Ngày giờ nhận": "04/03/2024 08:30",
    "Lĩnh vực": "Giao thông, đường sá",
    "Địa bàn": "Huyện Mường Nhé",
    "Nội dung": "Cống qua đường bị sập.",
    "Tình trạng": "Đang xử lý",
    "Cơ quan xử lý": "UBND huyện Mường Nhé",
}
"""A row of Điện Biên without a fault: the agency works on the case."""

ANSWERED = SENT | {
    "Tình trạng": "Đã trả lời",
    "Ngày giờ kết thúc": "11/03/2024 15:00",
    "Kết quả hoặc lý do": "Đã thay cống.",
}


def known(authority: str, now: datetime) -> Known:
    """Return what the rows of an authority may name, by the office that ships."""
    office = next(each for each in provinces().offices if each.authority == authority)
    procedure = [each for each in provinces().procedures if each.id == authority][-1]
    return Known(procedure, office.agencies, office.places, now)


def as_csv(
    *rows: Mapping[str, str], delimiter: str = ",", encoding: str = "utf-8", headings: Sequence[str] = ()
) -> bytes:
    """Return a CSV file of these rows. Where no headings are given, they are those of all rows."""
    written = io.StringIO()
    writer = csv.DictWriter(written, headings or _headings(rows), delimiter=delimiter, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue().encode(encoding)


def as_xlsx(*rows: Mapping[str, object], name: str = "Hồ sơ") -> bytes:
    """Return a workbook of these rows."""
    headings, book = _headings(rows), Workbook()
    sheet = book.active
    sheet.title = name
    sheet.append(list(headings))
    for row in rows:
        sheet.append([row.get(heading) for heading in headings])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _headings(rows: Sequence[Mapping[str, object]]) -> list[str]:
    return list(dict.fromkeys(heading for row in rows for heading in row))
