"""A record in memory, for workflow tests: it keeps the ledger's promises and forgets everything afterwards."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Lock

from activities.recording import Fill
from domain.actors import Actor
from domain.complaint import Complaint, apply
from domain.events import Event


@dataclass
class MemoryLedger:
    """`append` as `records.writing.Records` does it; `failures` counts down attempts that find the database away."""

    cases: dict[str, Complaint] = field(default_factory=dict)
    entries: dict[str, list[tuple[str, Event]]] = field(default_factory=dict)
    failures: int = 0
    _lock: Lock = field(default_factory=Lock)

    def take_in(self, complaint: Complaint, events: tuple[Event, ...]) -> None:
        self.cases[complaint.code] = complaint
        self.entries[complaint.code] = [("filing", event) for event in events]

    def append(
        self, code: str, *, base: int, act_id: str, by: Actor | None, events: tuple[Event, ...], fill: Fill
    ) -> tuple[Event, ...]:
        with self._lock:
            if self.failures:
                self.failures -= 1
                raise ConnectionError("the database is away")
            stored = self.entries[code]
            if len(stored) > base:
                return tuple(event for _, event in stored[base : base + len(events)])
            filled = fill(self.cases[code], events)
            for event in filled:
                self.cases[code] = apply(self.cases[code], event)
                stored.append((act_id, event))
            return filled

    def kinds(self, code: str) -> list[str]:
        return [event.kind for _, event in self.entries[code]]
