"""A record in memory, for workflow tests: it keeps the ledger's promises and forgets everything afterwards."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Lock

from calendars import official_book
from domain.actors import REPORTER
from domain.complaint import Complaint, apply
from domain.events import Event
from domain.time.decisions import EVERYWHERE, CalendarBook, Reach
from records.cases.rows import Appended, Entry, Fill, NewEvents
from records.errors import AnotherFiling
from tests.support.calendars.concerning import concerns


@dataclass
class MemoryLedger:
    """`append` as `records.cases.repository.Cases` does it.

    `failures` counts down attempts that find the database away, `lost_answers` those whose answer to the commit is lost.
    """

    cases: dict[str, Complaint] = field(default_factory=dict)
    stored: dict[str, list[Entry]] = field(default_factory=dict)
    failures: int = 0
    lost_answers: int = 0
    book: CalendarBook = field(default_factory=official_book)
    _lock: Lock = field(default_factory=Lock)

    def take_in(self, complaint: Complaint, events: tuple[Event, ...]) -> None:
        self.cases[complaint.code] = complaint
        self.stored[complaint.code] = [
            Entry(number, "filing", REPORTER, event) for number, event in enumerate(events, start=1)
        ]

    def append(self, new: NewEvents, fill: Fill) -> Appended:
        with self._lock:
            if self.failures:
                self.failures -= 1
                raise ConnectionError("the database is away")
            if new.filing not in ("", self.cases[new.code].filing):
                raise AnotherFiling
            stored = self.stored[new.code]
            if len(stored) > new.base:
                return Appended(ahead=tuple(stored[new.base :]))
            filled = fill(self.cases[new.code], new.events, self.calendar())
            for event in filled:
                self.cases[new.code] = apply(self.cases[new.code], event)
                stored.append(Entry(len(stored) + 1, new.act_id, new.by, event, new.act_digest))
            if self.lost_answers:
                self.lost_answers -= 1
                raise ConnectionError("the answer to the commit is lost")
            return Appended(filled)

    # What the worker reads

    def entries(self, code: str, after: int = 0) -> tuple[Entry, ...]:
        with self._lock:
            return tuple(self.stored[code][after:])

    def complaint(self, code: str) -> Complaint | None:
        return self.cases.get(code)

    def calendar(self) -> CalendarBook:
        return self.book

    def open_codes(self, after: str, limit: int, office: Reach = EVERYWHERE) -> tuple[str, ...]:
        codes = sorted(
            code
            for code, one in self.cases.items()
            if not one.status.is_final and code > after and concerns(one, office)
        )
        return tuple(codes[:limit])

    def count_open(self, office: Reach = EVERYWHERE) -> int:
        return len(self.open_codes("", len(self.cases), office))

    def events(self, code: str) -> tuple[Event, ...]:
        return tuple(entry.event for entry in self.stored[code])

    def kinds(self, code: str) -> list[str]:
        return [event.kind for event in self.events(code)]
