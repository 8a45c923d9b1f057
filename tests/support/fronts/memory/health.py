"""The health of a system in memory: a test says how long its worker was silent, and how late its alarms are."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from records.errors import RecordsFault
from records.health.rows import ProcessKind
from tests.support.fronts.memory.part import Part

if TYPE_CHECKING:
    from tests.support.fronts.memory.record import MemoryRecord


class MemoryHealth(Part):
    """Stands in for `records.health.repository.Health`. With `read_only` set, nothing can be written."""

    def __init__(self, kept: MemoryRecord) -> None:
        super().__init__(kept)
        self.silence: timedelta | None = timedelta(seconds=3)
        self.lag = timedelta()
        self.read_only = False

    def beat(self, process: str, kind: ProcessKind) -> None:
        self._kept.answer()
        if self.read_only:
            raise RecordsFault("the database refused a statement: 25006")

    def silence_of(self, kind: ProcessKind) -> timedelta | None:
        self._kept.answer()
        return self.silence

    def alarm_lag(self, grace: timedelta) -> timedelta:
        self._kept.answer()
        return self.lag
