"""Names of agencies and people over time: what is past shows the name of its time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

NameHistory = Sequence[tuple[datetime, str]]
"""The names of one agency or person with the instant from which each holds, the earliest first. Never empty."""


def name_at(history: NameHistory, at: datetime | None) -> str:
    """Return the name at an instant, or the latest name for None. The first name counts for all the time before it."""
    held = [name for since, name in history if at is None or since <= at]
    return held[-1] if held else history[0][1]


def names_at(histories: Mapping[str, NameHistory], at: datetime | None) -> dict[str, str]:
    """Return the names at an instant, or the latest names for None, by id."""
    return {id_: name_at(history, at) for id_, history in histories.items()}


def former_names(history: NameHistory) -> tuple[str, ...]:
    """Return the names before the present one, the latest first, each once."""
    present = history[-1][1]
    return tuple(dict.fromkeys(name for _, name in reversed(history) if name != present))
