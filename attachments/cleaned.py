"""The results of cleaning a file."""

from __future__ import annotations

from dataclasses import dataclass, field

from domain.attachments import AttachmentKind


@dataclass(frozen=True)
class Picture:
    """A photo as it is kept, and its thumbnail for lists. Both are JPEG; `width` and `height` are in pixels."""

    content: bytes = field(repr=False)
    thumbnail: bytes = field(repr=False)
    width: int
    height: int


@dataclass(frozen=True)
class CleanedFile:
    """A photo (JPEG) or video (MP4) without metadata. Its thumbnail is JPEG.

    `sha256` is the hash of the uploaded bytes, to recognise a file that is sent twice. `width` and `height` are in
    pixels of the upright picture. `seconds` is the length of a video.
    """

    kind: AttachmentKind
    content: bytes = field(repr=False)
    thumbnail: bytes = field(repr=False)
    width: int
    height: int
    sha256: str
    seconds: float | None = None
