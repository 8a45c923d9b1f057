"""What becomes of a file that was taken."""

from __future__ import annotations

from dataclasses import dataclass, field

from domain.attachments import AttachmentKind


@dataclass(frozen=True)
class Picture:
    """A photo as it is kept, and the small one that lists show, both JPEG; `width` and `height` in pixels."""

    content: bytes = field(repr=False)
    thumbnail: bytes = field(repr=False)
    width: int
    height: int


@dataclass(frozen=True)
class CleanedFile:
    """A photo (JPEG) or a video (MP4) that tells nothing but what it shows; its thumbnail is JPEG.

    `sha256` is of the bytes that were sent, so that the same file sent twice is known; `width` and `height` are in pixels as
    it is looked at, upright; `seconds` is how long a video runs.
    """

    kind: AttachmentKind
    content: bytes = field(repr=False)
    thumbnail: bytes = field(repr=False)
    width: int
    height: int
    sha256: str
    seconds: float | None = None
