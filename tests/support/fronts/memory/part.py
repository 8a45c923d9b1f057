"""The base of the parts of a record in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.support.fronts.memory.record import MemoryRecord


class Part:
    """A part of a record in memory. All parts share that record's data."""

    def __init__(self, kept: MemoryRecord) -> None:
        self._kept = kept
