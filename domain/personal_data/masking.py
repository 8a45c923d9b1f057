"""Masks words of a report before the public reads them: names, telephone numbers and whatever else points to a person."""

from __future__ import annotations

import re
from collections.abc import Iterable

MASK = "[đã che]"
"""The text that the public reads in place of what was masked."""


def masked(text: str, words: Iterable[str]) -> str:
    """Return the text with a mask in place of each of the words, wherever they stand and in capitals or not. A word within a
    longer one stays: “An” is not masked in “Lan”."""
    pattern = _any_of(words)
    return pattern.sub(MASK, text) if pattern else text


def stands_in(text: str, words: str) -> bool:
    """Tell whether the text holds these words, as `masked` would find them."""
    pattern = _any_of([words])
    return pattern is not None and pattern.search(text) is not None


def _any_of(words: Iterable[str]) -> re.Pattern[str] | None:
    """Return a pattern of all the words, the longest first, so that a whole name goes before a part of it."""
    longest_first = sorted({each.strip() for each in words} - {""}, key=lambda each: (-len(each), each))
    if not longest_first:
        return None
    return re.compile("|".join(map(_alone, longest_first)), re.IGNORECASE)


def _alone(words: str) -> str:
    """Return a pattern of words that letters and digits neither precede nor follow. Blanks between them may be of any length."""
    said = r"\s+".join(map(re.escape, words.split()))
    before = r"(?<!\w)" if re.match(r"\w", words) else ""
    after = r"(?!\w)" if re.search(r"\w$", words) else ""
    return f"{before}{said}{after}"
