"""A connection whose round trips are spans, used where traces are asked for."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, TypeVar

import psycopg
from psycopg.pq import PipelineStatus

from records.patience import PatientConnection
from telemetry.round_trips import named, round_trip

_Answer = TypeVar("_Answer")


class TracedConnection(PatientConnection):
    """A connection that makes each wait for an answer a span, named after the statement that was sent last."""

    sent: object = "BEGIN"

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self.cursor_factory = _NotingCursor

    def wait(self, gen: Generator[Any, Any, _Answer], interval: float = 0.1, timeout: float | None = None) -> _Answer:
        with round_trip(self._name):
            return super().wait(gen, interval, timeout)

    def commit(self) -> None:
        self.sent = "COMMIT"
        super().commit()

    def rollback(self) -> None:
        self.sent = "ROLLBACK"
        super().rollback()

    def _name(self) -> str:
        if self.pgconn.pipeline_status != PipelineStatus.OFF:
            return "pipeline"
        return named(self.sent) if isinstance(self.sent, str) else "statement"


class _NotingCursor(psycopg.Cursor[Any]):
    """Notes what it sends for the name of the span."""

    def execute(self, query: Any, *given: Any, **options: Any) -> Any:
        self.connection.sent = query  # type: ignore[attr-defined]
        return super().execute(query, *given, **options)

    def executemany(self, query: Any, *given: Any, **options: Any) -> None:
        self.connection.sent = query  # type: ignore[attr-defined]
        super().executemany(query, *given, **options)
