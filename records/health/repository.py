"""Writes and reads heartbeats, and finds alarms that did not ring.

All by the database's clock, so that no machine whose clock runs fast or slow hides a delay.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Engine, text

from records.engine import transaction
from records.health.rows import ProcessKind

_BEAT = text(
    """
    INSERT INTO heartbeats (process, kind) VALUES (:process, :kind)
    ON CONFLICT (process) DO UPDATE SET beat_at = now()
    """
)
_SILENCE = text("SELECT now() - max(beat_at) FROM heartbeats WHERE kind = :kind")
_FORGET = text("DELETE FROM heartbeats WHERE beat_at < now() - CAST(:age AS interval)")
_LAG = text("SELECT now() - min(rings_at) FROM cases WHERE rings_at < now() - CAST(:grace AS interval)")


class Health:
    """The heartbeats of processes and the delay of alarms. Every method may raise RecordsUnavailable."""

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
