"""Documents as people attach them, and what nobody should be made to open."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import docx
from openpyxl import Workbook
from PIL import Image, ImageDraw
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

Parts = dict[str, bytes]

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
ODT = "application/vnd.oasis.opendocument.text"


def pdf(pages: int = 2, change: Callable[[PdfWriter], object] | None = None) -> bytes:
    """Return a PDF whose first page is red in its upper left quarter."""
    sheets = [Image.new("RGB", (600, 840), "white") for _ in range(pages)]
    ImageDraw.Draw(sheets[0]).rectangle((0, 0, 299, 419), fill="red")
    drawn = BytesIO()
    sheets[0].save(drawn, "PDF", save_all=True, append_images=sheets[1:])
    writer, sheet = PdfWriter(clone_from=drawn), BytesIO()
    if change:
        change(writer)
    writer.write(sheet)
    return sheet.getvalue()


def opens_with(action: str, **more: str) -> Callable[[PdfWriter], object]:
    """Return the change that makes a PDF do this when it is opened."""

    def change(writer: PdfWriter) -> None:
        does = DictionaryObject({NameObject("/S"): NameObject(action)})
        does |= {NameObject(f"/{key}"): TextStringObject(value) for key, value in more.items()}
        writer.root_object[NameObject("/OpenAction")] = writer._add_object(does)

    return change


def word() -> bytes:
    """Return a DOCX with a link to a page, as Word writes it."""
    document, sheet = docx.Document(), BytesIO()
    document.add_paragraph("Biên bản kiểm tra hiện trường")
    link = document.part.relate_to("https://khanhhoa.vidu.vn/", f"{RELATIONS}/hyperlink", is_external=True)
    assert link
    document.save(sheet)
    return sheet.getvalue()


def sheet_of_numbers() -> bytes:
    """Return an XLSX."""
    book, sheet = Workbook(), BytesIO()
    book.active["A1"] = "Khối lượng"
    book.save(sheet)
    return sheet.getvalue()


def text(content: str = "", *, more: Mapping[str, bytes] | None = None) -> bytes:
    """Return an ODT with this in its body."""
    body = f'<office:document-content xmlns:office="{OFFICE}"><office:body>{content}</office:body></office:document-content>'
    parts = {"mimetype": ODT.encode(), "content.xml": body.encode(), "META-INF/manifest.xml": b"<manifest/>"}
    return archive(parts | dict(more or {}))


def archive(parts: Mapping[str, bytes]) -> bytes:
    """Return a ZIP of these parts."""
    sheet = BytesIO()
    with ZipFile(sheet, "w", ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return sheet.getvalue()


def parts_of(content: bytes) -> Parts:
    """Return the parts of a ZIP."""
    with ZipFile(BytesIO(content)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def changed(content: bytes, part: str, old: str, new: str) -> bytes:
    """Return a ZIP with other words in one part."""
    parts = parts_of(content)
    assert old.encode() in parts[part]
    return archive(parts | {part: parts[part].replace(old.encode(), new.encode())})


def linked(content: bytes, kind: str, target: str, *, external: bool = False) -> bytes:
    """Return a DOCX with one more relationship of its text."""
    mode = ' TargetMode="External"' if external else ""
    link = f'<Relationship Id="rId99" Type="{kind}" Target="{target}"{mode}/></Relationships>'
    return changed(content, "word/_rels/document.xml.rels", "</Relationships>", link)


def bomb() -> bytes:
    """Return a DOCX of some hundred kilobytes that unpacks to more than is taken."""
    sheet = BytesIO()
    with ZipFile(sheet, "w", ZIP_DEFLATED, compresslevel=1) as made:
        for name, part in parts_of(word()).items():
            made.writestr(name, part)
        with made.open("word/media/image1.png", "w") as opened:
            for _ in range(201):
                opened.write(bytes(1024 * 1024))
    return sheet.getvalue()
