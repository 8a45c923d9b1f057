"""A periodic report as DOCX, whose words and tables an office can go on editing."""

from __future__ import annotations

import io
from datetime import UTC, datetime

from docx import Document
from docx.document import Document as DocumentObject
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Pt
from docx.table import _Cell

from documents.letters.periodic import PeriodicReportPaper

_FONT = "Times New Roman"
_LONG_AGO = datetime(1980, 1, 1, tzinfo=UTC)


def periodic_docx(paper: PeriodicReportPaper) -> bytes:
    """Return the report as a Word document. Equal reports give documents with equal words."""
    data, document = paper.as_data(), Document()
    _lay_out(document, data["title"])
    _heading(document, data)
    _centred(document, data["title"].upper(), bold=True)
    _centred(document, data["days"])
    _centred(document, "Kính gửi: " + "; ".join(data["addressees"]))
    for words in (data["basis"], *data["correction"], *data["words"]):
        document.add_paragraph(words).alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    for section in data["sections"]:
        document.add_heading(section["title"], level=2)
        _table(document, section)
    _foot(document, data)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _lay_out(document: DocumentObject, title: str) -> None:
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin, page.right_margin, page.top_margin, page.bottom_margin = Cm(2.5), Cm(1.5), Cm(2), Cm(2)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = _FONT, Pt(13)
    properties = document.core_properties
    properties.title, properties.language, properties.author = title[:255], "vi-VN", ""
    properties.created = properties.modified = _LONG_AGO


def _heading(document: DocumentObject, data: dict[str, object]) -> None:
    left, right = document.add_table(rows=1, cols=2).rows[0].cells
    number = f"Số: {data['number']}"
    for cell, lines in (
        (left, (data["superior"], str(data["issuer"]).upper(), number)),
        (
            right,
            (
                "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
                "Độc lập - Tự do - Hạnh phúc",
                f"{data['place']}, ngày {data['day']} tháng {data['month']} năm {data['year']}",
            ),
        ),
    ):
        cell.text = "\n".join(str(line) for line in lines if line)
        cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER


def _centred(document: DocumentObject, words: str, *, bold: bool = False) -> None:
    paragraph = document.add_paragraph()
    paragraph.add_run(words).bold = bold
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _table(document: DocumentObject, section: dict[str, list[list[str]]]) -> None:
    columns = section["columns"]
    table = document.add_table(rows=1, cols=len(columns))
    table.style = "Table Grid"
    for cell, heading in zip(table.rows[0].cells, columns, strict=True):
        _fill(cell, str(heading), bold=True)
    for row in section["rows"]:
        for cell, words, number in zip(table.add_row().cells, row, section["numbers"], strict=True):
            _fill(cell, words)
            if number:
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _fill(cell: _Cell, words: str, *, bold: bool = False) -> None:
    run = cell.paragraphs[0].add_run(words)
    run.bold, run.font.size = bold, Pt(10)


def _foot(document: DocumentObject, data: dict[str, list[str]]) -> None:
    document.add_paragraph()
    left, right = document.add_table(rows=1, cols=2).rows[0].cells
    left.text = "\n".join(("Nơi nhận:", *(f"- {each}" for each in data["recipients"])))
    right.text = (
        f"{data['signer_title']}\n\n\n{data['signer']}".upper() if data["signer"] else str(data["signer_title"])
    )
    right.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
