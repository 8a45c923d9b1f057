"""Compares the marks that the last complete comparison left in the record and in Temporal, and renews both."""

from __future__ import annotations

import asyncio
import json
from typing import Protocol

from domain.pairing import Mark, Pairing, pairing


class Rounds(Protocol):
    """The record as the pair needs it; `records.reconciliation.repository.Reconciliation` is the real one."""

    def round(self) -> int:
        """Return the number of the last complete comparison."""
        ...

    def begin_round(self, number: int) -> None:
        """Record that this comparison is the last complete one."""
        ...


class Marked(Protocol):
    """Temporal as the pair needs it; `workflows.reconciliation_schedule.ReconciliationSchedule` is the real one."""

    async def note(self) -> str | None:
        """Return the note of the schedule, None where there is no schedule."""
        ...

    async def write(self, note: str) -> None:
        """Write the note, with the schedule where it is missing."""
        ...


class Pair:
    """A record and a Temporal. `installation` names the system whose record it is. Every method may raise WorkflowsUnavailable
    and RecordsUnavailable."""

    def __init__(self, record: Rounds, temporal: Marked, installation: str) -> None:
        self._record = record
        self._temporal = temporal
        self._installation = installation

    async def look(self) -> Pairing:
        """Return how the two stand to each other.

        Temporal is read first and `renew` writes it last. So a comparison that ends meanwhile never makes the record look like
        the older side, with which nobody may act.
        """
        note = await self._temporal.note()
        round_ = await asyncio.to_thread(self._record.round)
        return pairing(Mark(self._installation, round_), None if note is None else self._read(note))

    async def renew(self) -> None:
        """Mark both as belonging together now, with a number beyond those of both."""
        known = self._read(await self._temporal.note() or "")
        number = 1 + max(await asyncio.to_thread(self._record.round), known.round)
        await asyncio.to_thread(self._record.begin_round, number)
        await self._temporal.write(json.dumps({"installation": self._installation, "round": number}))

    def _read(self, note: str) -> Mark:
        """Return the mark of a note. A schedule of an earlier release, or one that somebody wrote on, has none."""
        try:
            written = json.loads(note)
            return Mark(str(written["installation"]), int(written["round"]))
        except (ValueError, TypeError, KeyError):
            return Mark(self._installation)
