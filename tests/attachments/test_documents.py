"""Documents are taken as they are, if nothing in them acts, hides or fetches anything."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image

from attachments.cleaning import LARGEST_DOCUMENT, clean
from attachments.errors import (
    ActiveContent,
    BrokenFile,
    FileNotTaken,
    FileTooLarge,
    LockedFile,
    UnknownFormat,
)
from domain.attachments import AttachmentKind
from domain.words import DocumentFormat
from tests.support.attachments.documents import (
    RELATIONS,
    archive,
    bomb,
    changed,
    linked,
    opens_with,
    parts_of,
    pdf,
    sheet_of_numbers,
    text,
    word,
)

TYPES = "[Content_Types].xml"
DRAW = 'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"'
SCRIPT = 'xmlns:script="urn:oasis:names:tc:opendocument:xmlns:script:1.0"'
LINK = 'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"'


def test_a_pdf_is_kept_as_it_was_sent_and_its_first_pages_are_drawn() -> None:
    sent = pdf(pages=7)
    kept = clean(sent)
    assert (kept.kind, kept.format, kept.pages) == (AttachmentKind.DOCUMENT, DocumentFormat.PDF, 7)
    assert kept.content == sent
    assert kept.thumbnail is not None
    with Image.open(BytesIO(kept.thumbnail)) as image:
        assert image.format == "JPEG"
        assert image.size == (kept.width, kept.height)
        page = image.height / 5
        red, white = image.getpixel((100, int(page * 0.2))), image.getpixel((100, int(page * 1.2)))
    assert isinstance(red, tuple)
    assert isinstance(white, tuple)
    assert red[1] < 60
    assert white[1] > 200


@pytest.mark.parametrize(
    ("sent", "form"),
    [(word, DocumentFormat.DOCX), (sheet_of_numbers, DocumentFormat.XLSX), (text, DocumentFormat.ODT)],
)
def test_an_office_document_is_kept_as_it_was_sent_and_never_drawn(
    sent: Callable[[], bytes], form: DocumentFormat
) -> None:
    content = sent()
    kept = clean(content)
    assert (kept.kind, kept.format, kept.content) == (AttachmentKind.DOCUMENT, form, content)
    assert (kept.thumbnail, kept.width, kept.height, kept.pages) == (None, None, None, None)


def test_a_link_that_a_person_may_follow_is_no_fault() -> None:
    assert clean(text(f'<text:a {LINK} xlink:href="https://khanhhoa.vidu.vn/">trang</text:a>')).format


def macro() -> bytes:
    """Return a DOCX that says that it has macros."""
    old = "wordprocessingml.document.main+xml"
    return changed(
        word(), TYPES, f"application/vnd.openxmlformats-officedocument.{old}", f"application/x.macroEnabled.{old}"
    )


def field(instruction: str) -> bytes:
    """Return a DOCX with a field of this instruction, cut in two."""
    cut = len(instruction) // 2
    runs = "".join(f"<w:r><w:instrText>{half}</w:instrText></w:r>" for half in (instruction[:cut], instruction[cut:]))
    return changed(word(), "word/document.xml", "</w:p>", f"{runs}</w:p>")


REFUSED: dict[str, tuple[Callable[[], bytes], type[FileNotTaken], str]] = {
    "a PDF with a script": (lambda: pdf(change=opens_with("/JavaScript", JS="app.alert(1)")), ActiveContent, "mã lệnh"),
    "a PDF that starts a program": (lambda: pdf(change=opens_with("/Launch", F="cmd.exe")), ActiveContent, "mã lệnh"),
    "a PDF that sends a form": (lambda: pdf(change=opens_with("/SubmitForm")), ActiveContent, "mã lệnh"),
    "a PDF that opens another": (lambda: pdf(change=opens_with("/GoToR", F="a.pdf")), ActiveContent, "nơi khác"),
    "a PDF with a file inside": (
        lambda: pdf(change=lambda each: each.add_attachment("a.txt", b"x")),
        ActiveContent,
        "nhúng bên trong",
    ),
    "a locked PDF": (lambda: pdf(change=lambda each: each.encrypt("", "x")), LockedFile, "mật khẩu"),
    "a PDF cut off": (lambda: pdf()[:400], BrokenFile, "hỏng"),
    "a page that begins like a PDF": (lambda: b"%PDF-1.7\n<script>alert(1)</script>", BrokenFile, "hỏng"),
    "a PDF of too many bytes": (lambda: pdf() + bytes(LARGEST_DOCUMENT), FileTooLarge, "20 MB"),
    "a DOCX with macros": (macro, ActiveContent, "macro"),
    "a DOCX with macros under another name": (
        lambda: linked(word(), "http://schemas.microsoft.com/office/2006/relationships/vbaProject", "media/image1.png"),
        ActiveContent,
        "macro",
    ),
    "a DOCX with a program's object": (
        lambda: linked(word(), f"{RELATIONS}/oleObject", "media/object.png"),
        ActiveContent,
        "nhúng bên trong",
    ),
    "a DOCX with a workbook inside": (
        lambda: archive(parts_of(word()) | {"word/embeddings/a.xlsx": sheet_of_numbers()}),
        ActiveContent,
        "nhúng bên trong",
    ),
    "a DOCX whose form comes from elsewhere": (
        lambda: linked(word(), f"{RELATIONS}/attachedTemplate", "https://xau.vidu.vn/a.dotm", external=True),
        ActiveContent,
        "nơi khác",
    ),
    "a DOCX with a picture from elsewhere": (
        lambda: linked(word(), f"{RELATIONS}/image", "https://xau.vidu.vn/a.png", external=True),
        ActiveContent,
        "nơi khác",
    ),
    "a DOCX that asks a program for words": (
        lambda: field("DDEAUTO cmd calc"),
        ActiveContent,
        "nơi khác",
    ),
    "a DOCX that unfolds without end": (
        lambda: archive(
            parts_of(word()) | {"word/settings.xml": b'<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;">]><a>&c;</a>'}
        ),
        ActiveContent,
        "mã lệnh",
    ),
    "an XLSX with numbers from another": (
        lambda: archive(
            parts_of(sheet_of_numbers())
            | {
                "xl/_rels/a.xml.rels": f'<Relationships><Relationship Id="a" Type="{RELATIONS}/externalLink" '
                'Target="externalLinks/externalLink1.xml"/></Relationships>'.encode()
            }
        ),
        ActiveContent,
        "nơi khác",
    ),
    "an ODT with macros": (lambda: text(more={"Basic/Standard/script.xml": b"<a/>"}), ActiveContent, "macro"),
    "an ODT that does something": (
        lambda: text(f"<script:event-listener {SCRIPT}/>"),
        ActiveContent,
        "mã lệnh",
    ),
    "an ODT with an object": (
        lambda: text(f'<draw:object {DRAW} xlink:href="./Object 1"/>'),
        ActiveContent,
        "nhúng bên trong",
    ),
    "an ODT with a picture from elsewhere": (
        lambda: text(f'<draw:image {DRAW} xlink:href="https://xau.vidu.vn/a.png"/>'),
        ActiveContent,
        "nơi khác",
    ),
    "a locked ODT": (
        lambda: text(more={"META-INF/manifest.xml": b'<a xmlns:m="m"><m:encryption-data/></a>'}),
        LockedFile,
        "mật khẩu",
    ),
    "a bomb": (bomb, FileTooLarge, "quá lớn khi mở ra"),
    "another archive": (lambda: archive({"a.exe": b"MZ"}), UnknownFormat, "không phải PDF"),
    "an archive cut off": (lambda: word()[:3000], BrokenFile, "hỏng"),
    "an archive that climbs": (lambda: archive(parts_of(word()) | {"word/../../a.xml": b"<a/>"}), BrokenFile, "hỏng"),
    "old Word, or one that is locked": (
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000),
        UnknownFormat,
        "lưu thành DOCX",
    ),
}


@pytest.mark.parametrize(("sent", "why", "said"), REFUSED.values(), ids=REFUSED)
def test_what_could_harm_who_opens_it_is_refused_and_a_sentence_says_what_to_do(
    sent: Callable[[], bytes], why: type[FileNotTaken], said: str
) -> None:
    with pytest.raises(why) as refusal:
        clean(sent())
    assert said in str(refusal.value)
    assert "hãy" in str(refusal.value)
