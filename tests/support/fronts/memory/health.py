"""The health of a system in memory: a test says how long its worker was silent, and how late its alarms are."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from records.errors import RecordsFault
from records.health.rows import Interrupted, Interruption, ProcessKind
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
        self.known: dict[UUID, Interruption] = {}
        self.told_: list[tuple[UUID, bool]] = []

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

    def open_interruption(self, part: Interrupted, age: timedelta, by: str) -> None:
        self._kept.answer()
        if part not in {each.part for each in self.interruptions()}:
            new = Interruption(uuid4(), part, self._kept.clock() - age, None)
            self.known[new.id] = new

    def close_interruption(self, part: Interrupted, by: str, silence: timedelta) -> None:
        self._kept.answer()
        for each in self.interruptions():
            if each.part is part:
                self.known[each.id] = replace(each, ended_at=self._kept.clock())

    def interruptions(self) -> tuple[Interruption, ...]:
        return tuple(each for each in self.known.values() if each.ended_at is None)

    def next_telling(self) -> Interruption | None:
        for each in self.known.values():
            if (each.id, False) not in self.told_:
                return replace(each, ended_at=None)
            if each.ended_at is not None and (each.id, True) not in self.told_:
                return each
        return None

    def told(self, interruption: UUID, *, end: bool) -> None:
        self.told_.append((interruption, end))
