"""The words and plain data that callers pass to the record of the system's health and get from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class ProcessKind(StrEnum):
    """The kinds of processes that send heartbeats."""

    WORKER = "worker"
    FRONT = "front"


class Interrupted(StrEnum):
    """The parts without which no alarm rings. `ALARMS` is said where they do not ring and the others seem to work."""

    WORKER = "worker"
    TEMPORAL = "temporal"
    ALARMS = "alarms"


@dataclass(frozen=True)
class Interruption:
    """A time in which alarms did not ring. `ended_at` is None while it lasts."""

    id: UUID
    part: Interrupted
    began_at: datetime
    ended_at: datetime | None
