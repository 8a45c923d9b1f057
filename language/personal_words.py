"""Finds in a text what may point to a person: telephone numbers, identity papers, e-mail addresses, plates, names after a title.

What is found is a suggestion for somebody who reads the text. It is never masked unasked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from phonenumbers import Leniency, PhoneNumberMatcher, PhoneNumberType, number_type


class PersonalKind(StrEnum):
    """The kinds of personal data that are looked for."""

    PHONE = "phone"
    IDENTITY_PAPER = "identity_paper"
    EMAIL = "email"
    PLATE = "plate"
    NAME = "name"


PERSONAL_KIND = {
    PersonalKind.PHONE: "số điện thoại",
    PersonalKind.IDENTITY_PAPER: "số giấy tờ",
    PersonalKind.EMAIL: "thư điện tử",
    PersonalKind.PLATE: "biển số xe",
    PersonalKind.NAME: "tên người",
}


@dataclass(frozen=True)
class PersonalWords:
    """Words of a text that may point to a person, as they stand there."""

    kind: PersonalKind
    words: str


_REGION = "VN"
_OF_SERVICES = frozenset({PhoneNumberType.TOLL_FREE, PhoneNumberType.PREMIUM_RATE, PhoneNumberType.SHARED_COST})

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
# A citizen's number begins with one of 96 provinces, then the century and sex, then the year of birth.
_CITIZEN = re.compile(r"(?<!\w)0[0-9]{2}[0-3][0-9]{8}(?!\w)")
_OLD_IDENTITY_CARD = re.compile(r"(?<![\w.,])[0-9]{9}(?![\w]|[.,][0-9])")
_PASSPORT = re.compile(r"(?<!\w)[BCEKNP][0-9]{7,8}(?!\w)")
_PAPERS = (_CITIZEN, _OLD_IDENTITY_CARD, _PASSPORT)
# “79A-123.45”, “79N1-234.56”, “79-N1 23456”, “51F 1234”.
_PLATE = re.compile(
    r"(?<!\w)[1-9][0-9][ -]?(?:[A-Z][0-9]|[A-ZĐ]{1,2})[ .-]{0,3}(?:[0-9]{3}[.]?[0-9]{2}|[0-9]{4})(?!\w)"
)
_TITLE = re.compile(r"(?<!\w)(?:[Ôô]ng|[Bb]à|[Aa]nh|[Cc]hị|[Cc]ô|[Cc]hú|[Bb]ác|[Ee]m|[Cc]háu)\s+")
_NAME_PART = re.compile(r"[^\W\d_]+")
_MOST_PARTS = 4


def personal_words(*texts: str) -> tuple[PersonalWords, ...]:
    """Return what may point to a person in these texts, in order, each once. What is part of an e-mail address or of a number
    that was found before is not told again."""
    return tuple(dict.fromkeys(found for text in texts for found in _in(text)))


def _in(text: str) -> list[PersonalWords]:
    taken: list[tuple[int, PersonalWords]] = []
    spans: list[tuple[int, int]] = []
    for kind, start, end in _all(text):
        if not any(start < other_end and other_start < end for other_start, other_end in spans):
            spans.append((start, end))
            taken.append((start, PersonalWords(kind, text[start:end])))
    return [found for _, found in sorted(taken, key=lambda each: each[0])]


def _all(text: str) -> Iterator[tuple[PersonalKind, int, int]]:
    """Return all that is found, the surest kinds first."""
    for found in _EMAIL.finditer(text):
        yield PersonalKind.EMAIL, *found.span()
    for found in _PLATE.finditer(text):
        yield PersonalKind.PLATE, *found.span()
    for found in _CITIZEN.finditer(text):
        yield PersonalKind.IDENTITY_PAPER, *found.span()
    for match in PhoneNumberMatcher(text, _REGION, leniency=Leniency.VALID):
        if number_type(match.number) not in _OF_SERVICES:
            yield PersonalKind.PHONE, match.start, match.end
    for paper in _PAPERS:
        for found in paper.finditer(text):
            yield PersonalKind.IDENTITY_PAPER, *found.span()
    for title in _TITLE.finditer(text):
        end = _end_of_name(text, title.end())
        if end is not None:
            yield PersonalKind.NAME, title.end(), end


def _end_of_name(text: str, start: int) -> int | None:
    """Return where a name ends that begins here: words with a capital, on one line. None where no name begins."""
    end = None
    for _ in range(_MOST_PARTS):
        part = _NAME_PART.match(text, start)
        if part is None or not part[0][0].isupper():
            break
        end, start = part.end(), part.end() + 1
        if text[end:start] != " ":
            break
    return end
