"""Checks documents in a separate process. They are kept as they were sent, because a signature would not survive a change."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from attachments.apart import decode_apart
from attachments.errors import ActiveContent, BrokenFile, FileNotTaken, FileTooLarge, LockedFile, UnknownFormat
from domain.words import DocumentFormat

_BROKEN = "Tài liệu này hỏng hoặc chưa tải lên hết; hãy mở, lưu lại rồi gửi lại."
_FAULTS: dict[str, FileNotTaken] = {
    "unknown": UnknownFormat("Tài liệu này không phải PDF, DOCX, XLSX hay ODT; hãy lưu thành PDF rồi gửi lại."),
    "locked": LockedFile("Tài liệu này có mật khẩu hoặc bị khóa; hãy bỏ mật khẩu rồi gửi lại."),
    "active": ActiveContent("Tài liệu này có macro, mã lệnh hay mẫu tự chạy; hãy in thành PDF mới rồi gửi lại."),
    "embedding": ActiveContent("Tài liệu này có tệp khác nhúng bên trong; hãy gỡ tệp đó ra và gửi riêng từng tệp."),
    "external": ActiveContent("Tài liệu này tự lấy nội dung từ nơi khác khi mở; hãy in thành PDF mới rồi gửi lại."),
    "too_much": FileTooLarge("Tài liệu này quá lớn khi mở ra; hãy chia nhỏ hoặc lưu thành PDF rồi gửi lại."),
}


@dataclass(frozen=True)
class Document:
    """A document as it was sent. A PDF has a preview (JPEG) of its first pages, `width` by `height` pixels."""

    format: DocumentFormat
    pages: int | None = None
    thumbnail: bytes | None = field(default=None, repr=False)
    width: int | None = None
    height: int | None = None


def checked_pdf(content: bytes) -> Document:
    """Return a PDF with a preview.

    Raises:
        LockedFile, ActiveContent, FileTooLarge, BrokenFile: as for any document.
    """
    with TemporaryDirectory(prefix="hientruong-document-") as folder:
        sent, preview = (Path(folder) / name for name in ("sent", "preview.jpg"))
        sent.write_bytes(content)
        told = _checked("attachments.pdf", sent, preview)
        return Document(DocumentFormat.PDF, told["pages"], preview.read_bytes(), told["width"], told["height"])


def checked_office(content: bytes) -> Document:
    """Return a DOCX, XLSX or ODT. It is never drawn.

    Raises:
        UnknownFormat: it is another archive.
        LockedFile, ActiveContent, FileTooLarge, BrokenFile: it cannot be taken.
    """
    with TemporaryDirectory(prefix="hientruong-document-") as folder:
        sent = Path(folder) / "sent"
        sent.write_bytes(content)
        return Document(DocumentFormat(_checked("attachments.office", sent)["format"]))


def _checked(module: str, *paths: Path) -> dict[str, Any]:
    return decode_apart(module, *paths, faults=_FAULTS, broken=BrokenFile(_BROKEN))
