"""What the parts of a record in memory have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.support.fronts.memory.record import MemoryRecord


class Part:
    """One part of a record in memory; all of them work on what that record keeps."""

    def __init__(self, kept: MemoryRecord) -> None:
        self._kept = kept
