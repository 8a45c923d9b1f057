"""The instant by which a procedure is in force today."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime


def _machine_time() -> datetime:
    return datetime.now(UTC)


_clock: Callable[[], datetime] = _machine_time


def use_clock(clock: Callable[[], datetime]) -> None:
    """Take the present instant from this clock. Composition roots that have a database name its clock; commands that only show
    a procedure go by the machine's."""
    global _clock
    _clock = clock


def present() -> datetime:
    """Return the present instant, aware."""
    return _clock()
