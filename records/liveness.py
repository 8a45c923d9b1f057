"""Finds out that a pooled connection is dead before it is used, without asking the server each time."""

from __future__ import annotations

import select
import time
from typing import Any

from psycopg import Connection, OperationalError
from sqlalchemy.exc import InvalidatePoolError

from records.patience import PATIENCE_SECONDS, PatientConnection

_UNUSED_SECONDS = 30.0
"""The time without use after which the server is asked. A server that vanished without a word closes no connection."""

_ASKING_SECONDS = 2.0
"""The time within which a server answers that is asked whether it is there."""

_LAST_USED = "last_used"


def require_alive(connection: Connection[Any], record: Any, _proxy: object) -> None:
    """Check a connection that leaves the pool. A server that stops or ends a session says so and closes the connection, which
    can be seen here without a round trip.

    Raises:
        InvalidatePoolError: it is dead. The pool then connects anew, and replaces its other connections before their use.
    """
    if _was_closed(connection) or (_was_unused_for_long(record) and not _answers(connection)):
        raise InvalidatePoolError
    _expect(connection, PATIENCE_SECONDS)


def _expect(connection: Connection[Any], most: float) -> None:
    if isinstance(connection, PatientConnection):
        connection.expect(most)


def note_use(_connection: Connection[Any] | None, record: Any) -> None:
    """Remember when a connection came back to the pool."""
    record.info[_LAST_USED] = time.monotonic()


def _was_closed(connection: Connection[Any]) -> bool:
    """Return whether the server has closed the connection, or sent something that nobody asked for."""
    if connection.closed:
        return True
    socket = select.poll()  # unlike `select.select`, it takes the numbers that a busy process's sockets have
    socket.register(connection.fileno(), select.POLLIN)
    return bool(socket.poll(0))


def _was_unused_for_long(record: Any) -> bool:
    last_used: float | None = record.info.get(_LAST_USED)
    return last_used is not None and time.monotonic() - last_used > _UNUSED_SECONDS


def _answers(connection: Connection[Any]) -> bool:
    _expect(connection, _ASKING_SECONDS)
    try:
        connection.execute("SELECT 1")
        connection.rollback()
    except OperationalError:
        return False
    return True
