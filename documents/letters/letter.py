"""A letter, before it has a format."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from typing import Any

_LINE_BREAKS = re.compile(r"\r\n|[\n\v\f\r\x85\u2028\u2029]")
_UNPRINTABLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_VARIATION = range(0xFE00, 0xFE10)


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A letter. `superior` stands over `issuer` at its head; `about` is the subject line of forms that have one.

    `addressee` is the reporter's name, or None where it is unknown. `addressee`, `body`, `reason` and `signer` are left
    out of `repr`. `replaces` is the sentence that names the letter which this one replaces.
    """

    title: str
    superior: str
    issuer: str
    number: str
    about: str
    place: str
    dated: date
    addressee: str | None = field(repr=False)
    body: str = field(repr=False)
    signer_title: str
    signer: str = field(repr=False)
    recipients: tuple[str, ...]
    code: str
    reason: str | None = field(default=None, repr=False)
    replaces: str | None = None

    def as_data(self) -> dict[str, Any]:
        """Return what the forms are filled with: the body as paragraphs; days and the first two months with two digits."""
        return {
            "title": printable(self.title),
            "superior": printable(self.superior),
            "issuer": printable(self.issuer),
            "number": printable(self.number),
            "about": printable(self.about),
            "place": printable(self.place),
            "day": f"{self.dated:%d}",
            "month": f"{self.dated:%m}" if self.dated.month < 3 else str(self.dated.month),
            "year": str(self.dated.year),
            "addressee": (self.addressee and printable(self.addressee)) or None,
            "body": paragraphs(self.body),
            "signer_title": printable(self.signer_title),
            "signer": printable(self.signer),
            "recipients": [printable(each) for each in self.recipients],
            "code": printable(self.code),
            "reason": (self.reason and printable(self.reason)) or None,
            "replaces": self.replaces and printable(self.replaces),
        }


def paragraphs(text: str) -> list[str]:
    """Return the lines of a text, each printable, without empty ones."""
    return [words for line in _LINE_BREAKS.split(text) if (words := printable(line))]


def printable(text: str) -> str:
    """Return the text on one line, composed (NFC), without shapeless characters: controls, joiners, marks of direction."""
    shown = "".join(
        each
        for each in unicodedata.normalize("NFC", " ".join(text.split()))
        if unicodedata.category(each) not in _UNPRINTABLE and ord(each) not in _VARIATION
    )
    return unicodedata.normalize("NFC", shown.strip())
