"""The parts that all acts share: words that people wrote, and the verdict on an act."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from domain.actors import Actor
from domain.complaint import Happened
from domain.procedure import Named
from domain.refusals import Refusal, RefusalKind

EventT = TypeVar("EventT", bound=Happened)
NamedT = TypeVar("NamedT", bound=Named)

Verdict = tuple[EventT, ...] | Refusal
"""The events that an act brings about, or why it may not be."""


@dataclass(frozen=True)
class Sealed:
    """Words a person wrote. The payload codec encrypts exactly this shape and leaves the rest of a payload readable."""

    sealed: str

    @property
    def is_blank(self) -> bool:
        """True if nothing was written that a person could see."""
        return all(letter.isspace() or not letter.isprintable() for letter in self.sealed)


NOTHING_WRITTEN = Sealed("")


def if_written(words: Sealed, event: EventT) -> Verdict[EventT]:
    """Return the event, or a refusal where the person left out the words that it needs."""
    return Refusal(RefusalKind.WORDS_MISSING) if words.is_blank else (event,)


def report_of(by: Actor | None) -> str | None:
    """Return the merged report whose reporter acts, None for the case's own reporter and for staff."""
    return by.report if by else None


def listed(entries: Iterable[NamedT], wanted: str) -> NamedT | None:
    """Return the entry with this id in one of the regulation's lists, None for none."""
    return next((entry for entry in entries if entry.id == wanted), None)
