"""The plain data that callers pass to the record of attachments and get from it. The files are in the store,
under these names."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from domain.attachments import Area, AttachmentKind, AttachmentStage
from domain.words import DocumentFormat


@dataclass(frozen=True)
class StoredFile:
    """A file in the store and its thumbnail. `size` is in bytes, `width` and `height` are in pixels; recordings, and documents
    that are not drawn, have neither these nor a thumbnail. `sha256` is the hash of the file's content; None where an earlier
    release stored it."""

    name: str = field(repr=False)
    thumbnail: str | None = field(repr=False)
    size: int
    width: int | None
    height: int | None
    sha256: str | None = None


@dataclass(frozen=True)
class BlackedOut:
    """The replacement of an attachment: a copy with these areas painted over, or nothing where `file` is None."""

    file: StoredFile | None
    areas: tuple[Area, ...]
    by_account: str
    at: datetime


@dataclass(frozen=True)
class Reviewed:
    """A decision on what came after a case was public: to show it or to keep it back."""

    shown: bool
    by_account: str
    at: datetime


@dataclass(frozen=True)
class Attachment:
    """A photo, video, recording or document of a case. `by_account` is None for the reporter. `sha256` is the digest of the sent
    file. `seconds` is the length of what is played; `format` is a document's, `pages` a PDF's."""

    id: UUID
    code: str
    kind: AttachmentKind
    stage: AttachmentStage
    by_account: str | None
    sha256: str
    file: StoredFile
    at: datetime
    seconds: float | None = None
    format: DocumentFormat | None = None
    pages: int | None = None
    blacked_out: BlackedOut | None = None
    reviewed: Reviewed | None = None
