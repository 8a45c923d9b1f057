"""The words and plain data that callers pass to the record of the system's health."""

from __future__ import annotations

from enum import StrEnum


class ProcessKind(StrEnum):
    """The kinds of processes that send heartbeats."""

    WORKER = "worker"
    FRONT = "front"
