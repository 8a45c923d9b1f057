"""The parts of an exported case, as far as the person who exports it may see them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from api.attachments.showing import Shown
from api.cases.views.case import CaseView
from api.cases.views.events import EventView
from records.auditing.rows import Row, WholeCase
from records.roots.rows import Inclusion
from records.staff.rows import Look


@dataclass(frozen=True)
class ExportedLetter:
    """A letter's file. `name` is empty where it is held back, `content` None where it is held back or lost."""

    row: Row
    name: str
    content: bytes | None = field(repr=False)


@dataclass(frozen=True)
class ExportedPicture:
    """An attachment. `content` is None where the store has lost it."""

    shown: Shown
    name: str
    content: bytes | None = field(repr=False)

    @property
    def is_as_stored(self) -> bool:
        """True if the content is known to be what was stored, so that it can be decoded."""
        return self.content is not None and hashlib.sha256(self.content).hexdigest() == self.shown.file.sha256


@dataclass(frozen=True)
class ExportedCase:
    """A whole case. `stamps` are the time stamps of its daily root, by authority. `looks` is None where they are held back.
    `fingerprint` names the key that signs."""

    rows: WholeCase
    case: CaseView
    course: Sequence[EventView]
    letters: tuple[ExportedLetter, ...]
    pictures: tuple[ExportedPicture, ...]
    inclusion: Inclusion | None
    stamps: tuple[tuple[str, bytes], ...]
    looks: tuple[Look, ...] | None
    at: datetime
    fingerprint: str

    @property
    def held_back(self) -> tuple[str, ...]:
        """The Vietnamese sentences that say what is not in the export, and why."""
        said = []
        if any(not letter.name for letter in self.letters):
            said.append(
                "Văn bản ghi tên người gửi nên không kèm theo: người xuất không thuộc diện được biết danh tính."
            )
        if self.case.identity is None:
            said.append("Không có danh tính người gửi: người xuất không được biết, hoặc hồ sơ không có người gửi.")
        if self.looks is None:
            said.append("Không có danh sách ai đã xem danh tính: chỉ kiểm tra, giám sát được xem.")
        return tuple(said)
