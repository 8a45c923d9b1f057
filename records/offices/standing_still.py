"""How long an office stands still: for a request that only reads, as it was when first looked at."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

_seen: ContextVar[dict[tuple[int, str], Any] | None] = ContextVar("offices_seen", default=None)


@contextmanager
def offices_stand_still() -> Iterator[None]:
    """Within it each office is looked at once, and is the same for all that is said of it."""
    before = _seen.set({})
    try:
        yield
    finally:
        _seen.reset(before)


def seen() -> dict[tuple[int, str], Any]:
    """The offices that were looked at, by who looked and the authority; outside `offices_stand_still` nothing is kept."""
    found = _seen.get()
    return {} if found is None else found
