"""The changes in a text, word by word."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_MOST_PAIRS = 500_000  # of equal words; a page of ordinary text against itself has some thousands


class Change(StrEnum):
    """The ways in which a part of the text changed."""

    KEPT = "kept"
    TAKEN_OUT = "taken_out"
    PUT_IN = "put_in"


@dataclass(frozen=True)
class Part:
    """Consecutive words, and what became of them."""

    change: Change
    words: str


def difference(before: str, after: str) -> list[Part]:
    """Return the parts of both texts in order. The parts kept and put in, together, are `after`.

    Comparing texts that repeat the same few words thousands of times would take half a minute. Of such texts, the whole counts as
    taken out and put in.
    """
    old, new = (re.findall(r"\S+\s*|\s+", text) for text in (before, after))
    if _pairs(old, new) > _MOST_PAIRS:
        return [Part(Change.TAKEN_OUT, before), Part(Change.PUT_IN, after)]
    parts: list[Part] = []
    for _, old_from, old_to, new_from, new_to in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        taken_out, put_in = "".join(old[old_from:old_to]), "".join(new[new_from:new_to])
        if taken_out == put_in:
            parts.append(Part(Change.KEPT, put_in))
            continue
        parts += [
            Part(change, words) for change, words in ((Change.TAKEN_OUT, taken_out), (Change.PUT_IN, put_in)) if words
        ]
    return parts


def _pairs(old: list[str], new: list[str]) -> int:
    """Return the number of pairs of equal words."""
    again = Counter(new)
    return sum(count * again[word] for word, count in Counter(old).items())
