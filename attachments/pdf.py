"""`python -m attachments.pdf SENT PREVIEW`: looks for what is active in one PDF, and draws its first pages beneath one another.

It runs in a process of its own and prints its result as JSON.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

from attachments.apart import NotTaken, tell

PAGES_SHOWN = 5

_MOST_PAGES = 1000
_MOST_OBJECTS = 500_000
_WIDTH, _HEIGHT = 900, 1800  # the most pixels of one page; a page of A4 then reads well
_GAP = 12
_QUALITY = 78

# ISO 32000-2, 12.6.4 (actions), 12.5.6 (annotations), 7.11.4 (embedded files), 12.7.8 (XFA).
_ACTIVE_KEYS = frozenset({"/JS", "/JavaScript", "/XFA", "/RichMediaContent"})
_ACTIVE_ACTIONS = frozenset({"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/Rendition", "/Movie", "/Sound"})
_ACTIVE_PARTS = frozenset({"/RichMedia", "/Movie", "/Sound", "/Screen"})
_EXTERNAL_ACTIONS = frozenset({"/GoToR", "/GoToE"})
_EMBEDDING_KEYS = frozenset({"/EF", "/EmbeddedFiles"})


def main(sent: Path, preview: Path) -> dict[str, object]:
    """Check the document and draw its preview.

    Raises:
        NotTaken: it is locked, active, too long, or holds or asks for other files.
        Exception: the reader's error for a broken document.
    """
    content = sent.read_bytes()
    reader = PdfReader(BytesIO(content), strict=False)
    if reader.is_encrypted:
        raise NotTaken("locked")
    for each in _dictionaries(reader):
        _check(each)
    document = pypdfium2.PdfDocument(content)
    pages = len(document)
    if pages == 0:
        raise NotTaken("empty")
    if pages > _MOST_PAGES:
        raise NotTaken("too_much")
    document.init_forms()  # what was filled in is drawn, too; this build of PDFium runs no scripts
    sheet = _beneath([_drawn(document[number]) for number in range(min(pages, PAGES_SHOWN))])
    sheet.save(preview, "JPEG", quality=_QUALITY, optimize=True, progressive=True)
    return {"pages": pages, "width": sheet.width, "height": sheet.height}


def _dictionaries(reader: PdfReader) -> Iterator[DictionaryObject]:
    """Yield every dictionary that a viewer can reach, streams included."""
    waiting: list[Any] = [reader.trailer]
    seen: set[tuple[int, int]] = set()
    while waiting:
        each = waiting.pop()
        if isinstance(each, IndirectObject):
            named = (each.idnum, each.generation)
            if named in seen:
                continue
            seen.add(named)
            if len(seen) > _MOST_OBJECTS:
                raise NotTaken("too_much")
            each = each.get_object()
        if isinstance(each, DictionaryObject):
            yield each
            waiting += dict.values(each)
        elif isinstance(each, ArrayObject):
            waiting += list.__iter__(each)


def _check(found: DictionaryObject) -> None:
    keys = found.keys()
    action, part = _name(found, "/S"), _name(found, "/Subtype")
    if _ACTIVE_KEYS & keys or action in _ACTIVE_ACTIONS or part in _ACTIVE_PARTS:
        raise NotTaken("active")
    if _EMBEDDING_KEYS & keys or part == "/FileAttachment":
        raise NotTaken("embedding")
    if action in _EXTERNAL_ACTIONS or (isinstance(found, StreamObject) and "/F" in keys):
        raise NotTaken("external")


def _name(found: DictionaryObject, key: str) -> str:
    value = dict.get(found, key)
    return str(value.get_object() if isinstance(value, IndirectObject) else value)


def _drawn(page: pypdfium2.PdfPage) -> Image.Image:
    width, height = page.get_size()
    image: Image.Image = page.render(scale=min(_WIDTH / width, _HEIGHT / height)).to_pil()
    return image.convert("RGB")


def _beneath(pages: list[Image.Image]) -> Image.Image:
    """Return one sheet with these pages beneath one another."""
    height = sum(page.height for page in pages) + _GAP * (len(pages) - 1)
    sheet, top = Image.new("RGB", (max(page.width for page in pages), height), "silver"), 0
    for page in pages:
        sheet.paste(page, (0, top))
        top += page.height + _GAP
    return sheet


if __name__ == "__main__":
    tell(lambda: main(*map(Path, sys.argv[1:3])))
