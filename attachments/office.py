"""`python -m attachments.office SENT`: says whether a file is a plain DOCX, XLSX or ODT, without macros, other files inside, or
anything that it would fetch when it is opened.

It runs in a process of its own and prints its result as JSON.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path
from xml.parsers.expat import ParserCreate
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from attachments.apart import NotTaken, tell
from domain.words import DocumentFormat

_MOST_PARTS = 5000
_MOST_BYTES = 200 * 1024 * 1024  # of all parts, unpacked
_CHUNK = 1024 * 1024
_ENCRYPTED = 0x1

Attributes = dict[str, str]
OnElement = Callable[[str, Attributes], None]

# ECMA-376 part 2 (packages), part 1 (documents and sheets).
_TYPES = "[Content_Types].xml"
_MAIN = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": DocumentFormat.DOCX,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": DocumentFormat.XLSX,
}
_ACTIVE_TYPES = re.compile(r"macroenabled|vbaproject|activex", re.IGNORECASE)
_ACTIVE_LINKS = re.compile(r"/(vbaProject|wordVbaData|control|activeXControlBinary|xlMacrosheet|xlIntlMacrosheet)$")
_EMBEDDING_LINKS = re.compile(r"/(oleObject|package|aFChunk|subDocument)$")
_EXTERNAL_LINKS = re.compile(r"/(externalLink|externalLinkPath|connections|queryTable|attachedTemplate|frame)$")
_LOADING_FIELDS = re.compile(r"\b(DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|IMPORT)\b", re.IGNORECASE)

# OpenDocument 1.3, parts 2 and 3.
_ODT = b"application/vnd.oasis.opendocument.text"
_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
_HREF = "http://www.w3.org/1999/xlink href"
_ACTIVE_ELEMENTS = frozenset({f"{_ODF}script:1.0 event-listener", f"{_ODF}office:1.0 script"})
_EMBEDDING_ELEMENTS = frozenset(
    f"{_ODF}drawing:1.0 {name}" for name in ("object", "object-ole", "plugin", "applet", "floating-frame")
)
_EXTERNAL_ELEMENTS = frozenset({f"{_ODF}office:1.0 dde-source", f"{_ODF}text:1.0 dde-connection"})
_LINKS = frozenset({f"{_ODF}text:1.0 a", f"{_ODF}drawing:1.0 a"})
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|/|\\|\.\./", re.IGNORECASE)


def main(sent: Path) -> dict[str, object]:
    """Check the document.

    Raises:
        NotTaken: it is none of the three formats, locked, active, too large once unpacked, or holds or asks for other files.
        Exception: the reader's error for a broken document.
    """
    with ZipFile(sent) as archive:
        parts = archive.infolist()
        _check_size(parts)
        form = _format(archive, {each.filename for each in parts})
        check = _check_odt if form is DocumentFormat.ODT else _check_ooxml
        for part in parts:
            _check_name(part.filename)
            check(archive, part)
    return {"format": form}


def _check_size(parts: list[ZipInfo]) -> None:
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        raise NotTaken("locked")
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_BYTES:
        raise NotTaken("too_much")
    if any(part.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for part in parts):
        raise NotTaken("broken")
    if len({part.filename.lower() for part in parts}) < len(parts):  # programs differ in which of two they open
        raise NotTaken("broken")


def _check_name(name: str) -> None:
    lower = f"/{name.lower()}"
    if "\\" in name or "/../" in lower or name.startswith("/"):
        raise NotTaken("broken")
    if lower.endswith("/vbaproject.bin") or lower.startswith(("/basic/", "/scripts/")):
        raise NotTaken("active")
    if "/embeddings/" in lower or lower.startswith("/object"):
        raise NotTaken("embedding")


def _format(archive: ZipFile, names: set[str]) -> DocumentFormat:
    if "mimetype" in names and archive.read("mimetype")[: len(_ODT) + 1] == _ODT:
        return DocumentFormat.ODT
    if _TYPES not in names:
        raise NotTaken("unknown")
    types = set[str]()
    _parse(archive, archive.getinfo(_TYPES), lambda _, attributes: types.add(attributes.get("ContentType", "")))
    if any(_ACTIVE_TYPES.search(each) for each in types):
        raise NotTaken("active")
    forms = [_MAIN[each] for each in types if each in _MAIN]
    if len(forms) != 1:
        raise NotTaken("unknown")
    return forms[0]


def _check_ooxml(archive: ZipFile, part: ZipInfo) -> None:
    name = part.filename.lower()
    if name.endswith(".rels"):
        _parse(archive, part, _check_link)
    elif name.startswith("word/") and name.endswith(".xml"):
        fields = _Fields()
        _parse(archive, part, fields.begin, fields.text)
        if _LOADING_FIELDS.search(fields.said):
            raise NotTaken("external")
    else:
        _parse(archive, part) if name.endswith(".xml") else _unpack(archive, part)


def _check_link(_element: str, attributes: Attributes) -> None:
    kind = attributes.get("Type", "")
    if _ACTIVE_LINKS.search(kind):
        raise NotTaken("active")
    if _EMBEDDING_LINKS.search(kind):
        raise NotTaken("embedding")
    is_external = attributes.get("TargetMode", "").lower() == "external" and not kind.endswith("/hyperlink")
    if is_external or _EXTERNAL_LINKS.search(kind):
        raise NotTaken("external")


class _Fields:
    """Collects the instructions of the fields of a document."""

    def __init__(self) -> None:
        self.said = ""
        self._is_instruction = False

    def begin(self, element: str, attributes: Attributes) -> None:
        self._is_instruction = element.endswith(" instrText")
        self.said += "".join(f" {value} " for name, value in attributes.items() if name.endswith(" instr"))

    def text(self, words: str) -> None:
        # An instruction may be cut into pieces, of which each has its own element.
        self.said += words if self._is_instruction else ""


def _check_odt(archive: ZipFile, part: ZipInfo) -> None:
    name = part.filename.lower()
    if name == "meta-inf/manifest.xml":
        _parse(archive, part, _check_manifest)
    elif name in ("content.xml", "styles.xml"):
        _parse(archive, part, _check_element)
    else:
        _parse(archive, part) if name.endswith((".xml", ".rdf")) and part.file_size else _unpack(archive, part)


def _check_manifest(element: str, _attributes: Attributes) -> None:
    if element.endswith(" encryption-data"):
        raise NotTaken("locked")


def _check_element(element: str, attributes: Attributes) -> None:
    if element in _ACTIVE_ELEMENTS:
        raise NotTaken("active")
    if element in _EMBEDDING_ELEMENTS:
        raise NotTaken("embedding")
    loads = element not in _LINKS and _ELSEWHERE.match(attributes.get(_HREF, "").strip())
    if loads or element in _EXTERNAL_ELEMENTS:
        raise NotTaken("external")


def _parse(
    archive: ZipFile, part: ZipInfo, on_element: OnElement | None = None, on_text: Callable[[str], None] | None = None
) -> None:
    """Read a part of XML to its end. A document type is refused: it may define entities that unfold without end."""
    parser = ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = _refuse_document_type
    parser.StartElementHandler = on_element
    parser.CharacterDataHandler = on_text
    with archive.open(part) as opened:
        while chunk := opened.read(_CHUNK):
            parser.Parse(chunk)
    parser.Parse(b"", True)


def _refuse_document_type(*_: object) -> None:
    raise NotTaken("active")


def _unpack(archive: ZipFile, part: ZipInfo) -> None:
    """Read a part to its end, so that its size and its checksum are known to be what it says."""
    with archive.open(part) as opened:
        while opened.read(_CHUNK):
            pass


if __name__ == "__main__":
    tell(lambda: main(Path(sys.argv[1])))
