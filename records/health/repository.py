"""Writes and reads heartbeats, and finds alarms that did not ring.

All by the database's clock, so that no machine whose clock runs fast or slow hides a delay.
"""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, Row, text

from records.engine import transaction
from records.health.rows import Interrupted, Interruption, ProcessKind
from records.later_words import word_in

_BEAT = text(
    """
    INSERT INTO heartbeats (process, kind) VALUES (:process, :kind)
    ON CONFLICT (process) DO UPDATE SET beat_at = now()
    """
)
_SILENCE = text("SELECT now() - max(beat_at) FROM heartbeats WHERE kind = :kind")
_FORGET = text("DELETE FROM heartbeats WHERE beat_at < now() - CAST(:age AS interval)")
_LAG = text("SELECT now() - min(rings_at) FROM cases WHERE rings_at < now() - CAST(:grace AS interval)")

_OPEN = text(
    """
    INSERT INTO interruptions (part, began_at, noticed_by) VALUES (:part, now() - CAST(:age AS interval), :by)
    ON CONFLICT (part) WHERE ended_at IS NULL DO NOTHING
    """
)
# The facts in the record are the same for all processes, but not whether Temporal can be reached: there the process that noticed
# the interruption ends it, or another one when that process is gone.
_CLOSE = text(
    """
    UPDATE interruptions SET ended_at = now()
    WHERE part = :part AND ended_at IS NULL AND (
        part <> 'temporal' OR noticed_by = :by OR NOT EXISTS (
            SELECT FROM heartbeats WHERE process = noticed_by AND beat_at > now() - CAST(:silence AS interval)
        )
    )
    """
)
_COLUMNS = "id, part, began_at, ended_at"
_OPEN_ONES = text(f"SELECT {_COLUMNS} FROM interruptions WHERE ended_at IS NULL ORDER BY began_at")  # noqa: S608 - constants
_CLAIM = text(
    """
    UPDATE interruptions SET telling_until = now() + CAST(:lease AS interval) WHERE id = (
        SELECT id FROM interruptions
        WHERE (start_told_at IS NULL OR (end_told_at IS NULL AND ended_at IS NOT NULL))
        AND (telling_until IS NULL OR telling_until < now())
        ORDER BY began_at LIMIT 1 FOR UPDATE SKIP LOCKED
    )
    RETURNING id, part, began_at, CASE WHEN start_told_at IS NOT NULL THEN ended_at END AS ended_at
    """
)
_TOLD = {
    False: text("UPDATE interruptions SET start_told_at = now(), telling_until = NULL WHERE id = :id"),
    True: text("UPDATE interruptions SET end_told_at = now(), telling_until = NULL WHERE id = :id"),
}
_LEASE = timedelta(minutes=2)


class Health:
    """The heartbeats of processes, the delay of alarms, and interruptions. Every method may raise RecordsUnavailable."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def beat(self, process: str, kind: ProcessKind) -> None:
        """Note that this process runs now. It is a write that is committed, so it also shows that the record can be written."""
        with transaction(self._engine) as session:
            session.execute(_BEAT, {"process": process, "kind": kind})

    def silence_of(self, kind: ProcessKind) -> timedelta | None:
        """Return the time since any process of this kind last wrote, None where no such process is known."""
        with transaction(self._engine) as session:
            silence: timedelta | None = session.execute(_SILENCE, {"kind": kind}).scalar_one()
            return silence

    def forget_silent(self, age: timedelta) -> None:
        """Delete the processes that have not written for so long."""
        with transaction(self._engine) as session:
            session.execute(_FORGET, {"age": age})

    def alarm_lag(self, grace: timedelta) -> timedelta:
        """Return the age of the oldest alarm that should have rung and has not, zero where none is older than `grace`."""
        with transaction(self._engine) as session:
            return session.execute(_LAG, {"grace": grace}).scalar_one() or timedelta()

    def open_interruption(self, part: Interrupted, age: timedelta, by: str) -> None:
        """Note that a part has not worked for so long, unless that is known."""
        with transaction(self._engine) as session:
            session.execute(_OPEN, {"part": part, "age": age, "by": by})

    def close_interruption(self, part: Interrupted, by: str, silence: timedelta) -> None:
        """Note that a part works again, if it did not. A process without a heartbeat for `silence` is gone."""
        with transaction(self._engine) as session:
            session.execute(_CLOSE, {"part": part, "by": by, "silence": silence})

    def interruptions(self) -> tuple[Interruption, ...]:
        """Return the interruptions that last, the earliest first."""
        with transaction(self._engine) as session:
            return tuple(_interruption(row) for row in session.execute(_OPEN_ONES))

    def next_telling(self) -> Interruption | None:
        """Return an interruption whose start, or whose end, the operators of the system were not told, and leave it to the caller
        for some time. It is as it has to be told: without an end where it has to be told that it began."""
        with transaction(self._engine) as session:
            row = session.execute(_CLAIM, {"lease": _LEASE}).one_or_none()
            return _interruption(row) if row else None

    def told(self, interruption: UUID, *, end: bool) -> None:
        """Note that the operators of the system were told of the start, or of the end."""
        with transaction(self._engine) as session:
            session.execute(_TOLD[end], {"id": interruption})


def _interruption(row: Row[Any]) -> Interruption:
    ended_at = row.ended_at and row.ended_at.astimezone(UTC)
    return Interruption(row.id, word_in(Interrupted, row.part), row.began_at.astimezone(UTC), ended_at)
