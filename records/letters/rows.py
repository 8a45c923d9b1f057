"""What the record takes and gives of letters: plain data."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from domain.procedure import LetterRule, Procedure
from domain.words import Role


class LetterFormat(StrEnum):
    """A format in which every letter is kept."""

    PDF = "pdf"
    DOCX = "docx"


class LetterStatus(StrEnum):
    """What has become of a letter. One that `failed` is tried again until it is `rendered`."""

    TO_RENDER = "to_render"
    FAILED = "failed"
    RENDERED = "rendered"


@dataclass(frozen=True)
class LetterKey:
    """Which letter: the one that event `number` of a case calls for."""

    code: str
    event_number: int


@dataclass(frozen=True)
class LetterFile:
    """One of a letter's files, without its content; `size` in bytes."""

    format: LetterFormat
    sha256: str
    size: int


@dataclass(frozen=True)
class LetterLine:
    """A letter of a case. `agency` is the one that signs it, None for the centre; `at` is when the event was."""

    event_number: int
    rule: LetterRule
    agency: str | None
    number: int
    at: datetime
    status: LetterStatus
    files: tuple[LetterFile, ...]


@dataclass(frozen=True)
class ReplacedLetter:
    """The letter that another takes the place of: its number, its event's instant, whose it was (None for the centre's)."""

    number: int
    at: datetime
    agency_name: str | None


@dataclass(frozen=True)
class LetterFacts:
    """All that a letter is made of. `agency_name` is None for the centre's; `words` are its body, `reason` why they are asked
    for where that was written apart.

    `signer_role` and `signer` are whose act called for it. Names and words stay out of every `repr`.
    """

    code: str
    procedure: Procedure
    rule: LetterRule
    number: int
    at: datetime
    agency_name: str | None
    signer_role: Role
    signer: str = field(repr=False)
    addressee: str | None = field(repr=False)
    words: str = field(repr=False)
    reason: str | None = field(default=None, repr=False)
    replaces: ReplacedLetter | None = None
