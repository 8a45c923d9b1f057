"""The results of cleaning a file."""

from __future__ import annotations

from dataclasses import dataclass, field

from domain.attachments import AttachmentKind
from domain.words import DocumentFormat


@dataclass(frozen=True)
class Picture:
    """A photo as it is kept, and its thumbnail for lists. Both are JPEG; `width` and `height` are in pixels."""

    content: bytes = field(repr=False)
    thumbnail: bytes = field(repr=False)
    width: int
    height: int


@dataclass(frozen=True, kw_only=True)
class CleanedFile:
    """A photo (JPEG), video (MP4) or recording (M4A) without metadata, or a document as it was sent. The thumbnail is JPEG: of a
    PDF it shows the first pages; recordings and other documents have none.

    `sha256` is the hash of the uploaded bytes, to recognise a file that is sent twice. `width` and `height` are in
    pixels of the upright picture, for a PDF of its thumbnail. `seconds` is the length of a video or recording.
    """

    kind: AttachmentKind
    content: bytes = field(repr=False)
    sha256: str
    thumbnail: bytes | None = field(default=None, repr=False)
    width: int | None = None
    height: int | None = None
    seconds: float | None = None
    format: DocumentFormat | None = None
    pages: int | None = None
