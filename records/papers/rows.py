"""The plain data that callers pass to the register of papers and get from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.procedure import LetterRule


class Direction(StrEnum):
    """The two ways of a paper: out of an office, or in."""

    OUT = "out"
    IN = "in"


@dataclass(frozen=True)
class NewPaper:
    """A paper that came in. `paper_number` is the number that its sender gave it, empty where it has none."""

    received_on: date
    sender: str
    about: str
    paper_number: str = ""
    dated: date | None = None
    code: str | None = None


@dataclass(frozen=True)
class NewOutgoingPaper:
    """A paper that went out and that the system did not make. `kind` is the abbreviation of its kind, such as BC for a report."""

    sent_on: date
    recipient: str
    kind: str
    about: str
    code: str | None = None


@dataclass(frozen=True)
class Paper:
    """An entry of the register of an office; `agency` is None for the centre. `number` runs by office, direction and year.

    `day` is the day on which the paper went out or came in. Of a letter, `letter` is its rule. `symbol` stands after the number
    of a paper that went out. The others are as staff wrote them: `other` sent a paper that came in, or got one that went out.
    """

    direction: Direction
    authority: str
    agency: str | None
    number: int
    day: date
    code: str | None
    letter: LetterRule | None = None
    symbol: str = ""
    other: str = ""
    paper_number: str = ""
    dated: date | None = None
    about: str = ""


@dataclass(frozen=True)
class SoughtPapers:
    """The entries that are sought. None is no bound; `agency` is '' for the centre. Both days are included."""

    authority: str | None
    since: date
    until: date
    agency: str | None = None
    direction: Direction | None = None
    code: str | None = None
