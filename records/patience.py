"""Bounds how long anybody waits for a database that does not answer.

PostgreSQL's own time-outs are the server's, so they do not run while it is frozen. TCP's do not either: the machine goes on
confirming what it receives.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Generator
from contextvars import ContextVar
from typing import Any, TypeVar

import psycopg
from psycopg.errors import ConnectionTimeout

from records.errors import RecordsUnavailable

PATIENCE_SECONDS = 9.0
"""The time for one transaction's first connection and one statement together. The server ends a statement before that."""

_LEAST_SECONDS = 2.0
_TRIAL_EVERY_SECONDS = 1.0

_Answer = TypeVar("_Answer")
_asked_at: ContextVar[float | None] = ContextVar("asked_at", default=None)


class CircuitBreaker:
    """Refuses work at once while the database is known not to answer. One caller a second tries whether it does again.

    Without it every request would wait to the end of its patience, until no thread is left.
    """

    def __init__(self) -> None:
        self._open = False
        self._answered_at = 0.0
        self._next_trial = 0.0
        self._trials = threading.Lock()

    def admit(self) -> None:
        """Note that this thread asks now.

        Raises:
            RecordsUnavailable: the database does not answer, and another caller tries it.
        """
        now = time.monotonic()
        _asked_at.set(now)
        if not self._open:
            return
        with self._trials:
            if now < self._next_trial:
                raise RecordsUnavailable("the database does not answer")
            self._next_trial = now + _TRIAL_EVERY_SECONDS

    def note_answer(self) -> None:
        """Close: the database answers."""
        self._answered_at = time.monotonic()
        self._open = False

    def note_silence(self, since: float) -> None:
        """Open, unless the database answered another caller meanwhile: then one session hangs, not the server."""
        if self._answered_at < since:
            self._open = True


class PatientConnection(psycopg.Connection[Any]):
    """A connection whose owner waits a bounded time for each answer, then closes it. It sends no cancellation, because the
    server that is to receive it does not answer either."""

    breaker: CircuitBreaker
    settings = ""  # the statement that each transaction begins with, where a pooler is between
    patience = PATIENCE_SECONDS

    def wait(self, gen: Generator[Any, Any, _Answer], interval: float = 0.1, timeout: float | None = None) -> _Answer:
        """Wait for the answer to what was sent.

        Raises:
            psycopg.OperationalError: no answer came in time. The connection is closed then.
        """
        began = time.monotonic()
        try:
            answer = super().wait(gen, interval, self.patience if timeout is None else timeout)
        except psycopg.OperationalError as error:
            if error.sqlstate is not None or time.monotonic() - began < self.patience:
                raise
            self.pgconn.finish()
            self.breaker.note_silence(began)
            raise psycopg.OperationalError("the database did not answer in time") from None
        self.breaker.note_answer()
        return answer

    def expect(self, most: float) -> None:
        """Bound the wait for each answer from now on: `most` seconds less the time that this thread waited for the connection."""
        asked_at = _asked_at.get()
        waited = time.monotonic() - asked_at if asked_at is not None else 0.0
        self.patience = max(_LEAST_SECONDS, most - waited)


def open_connection(
    kind: type[PatientConnection], breaker: CircuitBreaker, *place: Any, **parameters: Any
) -> PatientConnection:
    """Connect. A server that does not even greet opens the breaker.

    Raises:
        psycopg.OperationalError: the server refuses, is away, or does not answer.
    """
    began = time.monotonic()
    try:
        connection = kind.connect(*place, **parameters)
    except ConnectionTimeout:
        breaker.note_silence(began)
        raise
    connection.breaker = breaker
    return connection
