"""Remembers cases as this process last left them in the database, so that the next act need not read its case first."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass

from domain.complaint import Complaint

_MOST = 1000
"""The number of cases to remember: as many as the worker keeps workflows in its cache."""


@dataclass(frozen=True)
class KnownCase:
    """A case, the fingerprint of its snapshot in the database, and its last event's hash. Others there mean another state."""

    complaint: Complaint
    fingerprint: str
    head: bytes


class CaseMemory:
    """The cases of the last acts. Nothing depends on it: what is not remembered, or no longer true, is read again."""

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._cases: OrderedDict[str, KnownCase] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, code: str, number: int) -> KnownCase | None:
        """Remove a case from memory, and return it where it stood at this event. A failed act thus leaves nothing behind."""
        with self._lock:
            known = self._cases.pop(code, None)
        return known if known and known.complaint.number == number else None

    def keep(self, known: KnownCase) -> None:
        """Remember a case as it was committed. The case that was longest without an act is forgotten for it."""
        with self._lock:
            self._cases[known.complaint.code] = known
            self._cases.move_to_end(known.complaint.code)
            while len(self._cases) > self._most:
                self._cases.popitem(last=False)
