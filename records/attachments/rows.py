"""What the record takes and gives of photos and videos: plain data. The files themselves lie in the store, under these names."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from domain.attachments import Area, AttachmentKind, AttachmentStage


@dataclass(frozen=True)
class StoredFile:
    """A file in the store and the small picture of it; `size` in bytes, `width` and `height` in pixels."""

    name: str = field(repr=False)
    thumbnail: str = field(repr=False)
    size: int
    width: int
    height: int


@dataclass(frozen=True)
class BlackedOut:
    """What is shown in an attachment's stead: it with these areas painted over, or nothing where `file` is None."""

    file: StoredFile | None
    areas: tuple[Area, ...]
    by_account: str
    at: datetime


@dataclass(frozen=True)
class Attachment:
    """A photo or video of a case. `by_account` is None for the reporter; `sha256` is of what was sent; `seconds` is how long a
    video runs."""

    id: UUID
    code: str
    kind: AttachmentKind
    stage: AttachmentStage
    by_account: str | None
    sha256: str
    file: StoredFile
    at: datetime
    seconds: float | None = None
    blacked_out: BlackedOut | None = None
