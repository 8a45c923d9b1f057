"""What was changed in a text, word by word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum


class Change(StrEnum):
    """What became of a part."""

    KEPT = "kept"
    TAKEN_OUT = "taken_out"
    PUT_IN = "put_in"


@dataclass(frozen=True)
class Part:
    """A stretch of words, and what became of it."""

    change: Change
    words: str


def difference(before: str, after: str) -> list[Part]:
    """The parts of both texts in order: together, what was kept and put in is `after`."""
    old, new = (re.findall(r"\S+\s*|\s+", text) for text in (before, after))
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
