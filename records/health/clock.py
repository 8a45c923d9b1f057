"""Tells the database's time, so that all processes agree, whatever their machines' clocks say."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine, text

from records.engine import transaction

_NOW = text("SELECT clock_timestamp()")
_TRIES = 3
_SHORT_SECONDS = 0.02


def _machine_time() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class _Reading:
    """The database's time `at`, when the steady clock of this machine said `steady`. Either may be off by `error` seconds."""

    at: datetime
    steady: float
    error: float


class DatabaseClock:
    """Call it for the present instant. `measure` reads the database's clock; between two readings it counts on steadily.

    It tells the machine's own time until the first reading.
    """

    def __init__(self, engine: Engine, machine_time: Callable[[], datetime] = _machine_time) -> None:
        self._engine = engine
        self._machine_time = machine_time
        self._last: _Reading | None = None

    def __call__(self) -> datetime:
        """Return the present instant, aware, in UTC."""
        if (last := self._last) is None:
            return self._machine_time()
        return last.at + timedelta(seconds=time.monotonic() - last.steady)

    def measure(self) -> None:
        """Read the database's clock.

        Raises:
            RecordsUnavailable: the database cannot answer now.
        """
        readings = []
        with transaction(self._engine) as session:
            session.execute(_NOW)  # so that connecting is not part of the measured time
            for _ in range(_TRIES):
                asked = time.monotonic()
                at: datetime = session.execute(_NOW).scalar_one()
                answered = time.monotonic()
                error = (answered - asked) / 2
                readings.append(_Reading(at.astimezone(UTC) + timedelta(seconds=error), answered, error))
                if answered - asked < _SHORT_SECONDS:
                    break
        self._last = min(readings, key=lambda each: each.error)

    def drift(self) -> timedelta:
        """Return how far the machine's clock is ahead of the database's, negative where it is behind. Less than the measuring
        itself may be off counts as nothing."""
        if self._last is None:
            return timedelta()
        ahead = self._machine_time() - self()
        return ahead if abs(ahead).total_seconds() > self._last.error else timedelta()
