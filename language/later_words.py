"""Labels of words in lists, also of those that a later release added."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

WordT = TypeVar("WordT", bound=StrEnum)


def label_of(labels: Mapping[WordT, str], word: WordT) -> str:
    """Return the label of a word. One that this release does not know stands for itself."""
    return labels.get(word) or f"loại mới ({word.value})"
