"""A letter for tests, and the text of rendered letters."""

from __future__ import annotations

import io
import unicodedata
from datetime import date

import docx as word
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, PdfObject

from documents.letters.letter import Letter

LETTER = Letter(
    title="Thông báo kết quả xử lý số 07/PAKN, hồ sơ KH-2026-000001",
    superior="UBND tỉnh Khánh Hòa",
    issuer="UBND thành phố Nha Trang",
    number="07/PAKN",
    about="V/v trả lời phản ánh, kiến nghị KH-2026-000001",
    place="Khánh Hòa",
    dated=date(2026, 11, 5),
    addressee="Nguyễn Thị Hoa",
    body="Đã thu gom toàn bộ rác thải tại vỉa hè.\n\nTừ nay thu gom hai lần mỗi ngày.",
    signer_title="Thủ trưởng đơn vị",
    signer="Trần Văn Bình",
    recipients=("Như trên;", "Lưu: VT."),
    code="KH-2026-000001",
)


def pdf_text(made: bytes) -> str:
    """Return the text that a reader of the PDF copies, on one line."""
    return one_line(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages))


def docx_text(made: bytes) -> str:
    """Return the words of the DOCX in the order of its parts, on one line."""
    document = word.Document(io.BytesIO(made))
    cells = [cell.text for table in document.tables for cell in table.rows[0].cells]
    return one_line(" ".join([*cells, *(paragraph.text for paragraph in document.paragraphs)]))


def one_line(text: str) -> str:
    return unicodedata.normalize("NFC", " ".join(text.split()))


def tags(made: bytes) -> list[str]:
    """Return the kinds of the PDF's structure elements, from the root down."""
    found: list[str] = []

    def walk(element: PdfObject | None) -> None:
        element = element.get_object() if element is not None else None
        if isinstance(element, ArrayObject):
            for each in element:
                walk(each)
        elif isinstance(element, DictionaryObject):
            if "/S" in element:
                found.append(str(element["/S"]))
            walk(element.get("/K"))

    walk(PdfReader(io.BytesIO(made)).root_object["/StructTreeRoot"])
    return found
