"""Reads words of a list that a person only looks at, also those that a later release added.

During an upgrade two releases run beside each other. Words that decide what somebody may do, or how a case goes on, are read
strictly instead.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar

WordT = TypeVar("WordT", bound=StrEnum)


def word_in(words: type[WordT], written: str) -> WordT:
    """Return the word as the record holds it. One that this release does not know equals none of its words."""
    try:
        return words(written)
    except ValueError:
        later = str.__new__(words, written)
        later._name_, later._value_ = "LATER", written
        return later
