"""The plain data that callers pass to the record of letters and get from it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from domain.procedure import LetterRule, Procedure
from domain.results import Paper
from domain.words import Role


class LetterFormat(StrEnum):
    """A format in which every letter is stored."""

    PDF = "pdf"
    DOCX = "docx"


class LetterStatus(StrEnum):
    """The state of a letter. A letter that `failed` is retried until it is `rendered`."""

    TO_RENDER = "to_render"
    FAILED = "failed"
    RENDERED = "rendered"


@dataclass(frozen=True)
class LetterKey:
    """Identifies the letter that event `event_number` of a case requires, to the reporter of `report`: where none is named, of
    the case itself."""

    code: str
    event_number: int
    report: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "report", self.report or self.code)


@dataclass(frozen=True)
class EndingCertificate:
    """A certificate of an office, named as its file is: `khanh-hoa`, `khanh-hoa.so-gtvt`. `ended` is true where it holds no
    longer."""

    office: str
    valid_until: datetime
    ended: bool


@dataclass(frozen=True)
class LetterFile:
    """A file of a letter, without its content; `size` in bytes."""

    format: LetterFormat
    sha256: str
    size: int


@dataclass(frozen=True)
class LetterLine:
    """A letter to the reporter of a report. `agency` signs it and is None for the centre. `at` is the instant of the event, in
    the case `code`: the report's own, or the one that it was merged into. `hands` are the accounts of the people who signed it
    and sent it out; `symbol` stands after the number. `fault` is why it could not be made the last time."""

    code: str
    event_number: int
    rule: LetterRule
    agency: str | None
    number: int
    at: datetime
    status: LetterStatus
    files: tuple[LetterFile, ...]
    hands: frozenset[str] = frozenset()
    symbol: str = ""
    fault: str | None = None


@dataclass(frozen=True)
class ReplacedLetter:
    """The letter that another one replaces. `symbol` stands after its number. `at` is the instant of its event; `agency_name` is
    None for the centre."""

    number: int
    symbol: str
    at: datetime
    agency_name: str | None


@dataclass(frozen=True)
class Matter:
    """The words of a report for a letter to an office: what, where and when, and the instant of its filing."""

    content: str
    place: str
    occurred_at: str
    filed_at: datetime


@dataclass(frozen=True)
class LetterFacts:
    """The facts that a letter is made of.

    `symbol` stands after the number. `agency` and its name are None for a letter of the centre. `words` is the letter's body;
    `reason` says why these words are needed, where that was written separately. `committed` is the day of a result that is a
    commitment. `signer_role` and `signer` are those of the person who signs. `paper` is that of a result in writing; `matter` is
    the report, for a letter to an office. Names and words stay out of `repr`.
    """

    report: str
    procedure: Procedure
    rule: LetterRule
    number: int
    symbol: str
    at: datetime
    agency: str | None
    agency_name: str | None
    signer_role: Role
    signer: str = field(repr=False)
    addressee: str | None = field(repr=False)
    words: str = field(repr=False)
    reason: str | None = field(default=None, repr=False)
    committed: date | None = None
    replaces: ReplacedLetter | None = None
    paper: Paper | None = field(default=None, repr=False)
    matter: Matter | None = field(default=None, repr=False)
