"""Connects directly, or through a pooler that gives each transaction another session, such as PgBouncer.

Through such a pooler a session's settings and prepared statements are lost, or meet those of others. So none are made there:
each transaction sets what it needs for itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import psycopg
from sqlalchemy import Connection

from records.patience import CircuitBreaker, PatientConnection, open_connection
from records.traced import TracedConnection
from telemetry.round_trips import are_traced

_REFUSED = "unsupported startup parameter"


class Way:
    """Opens connections of one pool, each with `settings`. It finds out with the first one whether a pooler is between."""

    def __init__(self, breaker: CircuitBreaker, settings: Mapping[str, str]) -> None:
        self._breaker = breaker
        self._options = " ".join(f"-c {name}={value}" for name, value in settings.items())
        self._settings = "SELECT " + ", ".join(
            f"set_config('{name}', '{value}', true)" for name, value in settings.items()
        )
        self._pooled: bool | None = None
        self._kind = TracedConnection if are_traced() else PatientConnection

    def open(self, place: tuple[Any, ...], given: Mapping[str, Any]) -> PatientConnection:
        """Connect.

        Raises:
            psycopg.OperationalError: the server refuses, is away, or does not answer.
        """
        if self._pooled:
            return self._through_pooler(place, given)
        try:
            connection = open_connection(self._kind, self._breaker, *place, **given, options=self._options)
        except psycopg.OperationalError as error:
            if _REFUSED not in str(error):
                raise
            self._pooled = True
            return self._through_pooler(place, given)
        if self._pooled is None:
            self._pooled = _is_pooled(connection)
        return self._without_session(connection) if self._pooled else connection

    def _through_pooler(self, place: tuple[Any, ...], given: Mapping[str, Any]) -> PatientConnection:
        return self._without_session(open_connection(self._kind, self._breaker, *place, **given))

    def _without_session(self, connection: PatientConnection) -> PatientConnection:
        connection.prepare_threshold = None
        connection.settings = self._settings
        return connection


def _is_pooled(connection: PatientConnection) -> bool:
    """Return whether another process serves the connection than the one that greeted it. Some poolers ignore the settings
    that they cannot keep, without a word."""
    with connection.transaction():
        row = connection.execute("SELECT pg_backend_pid()").fetchone()
    return row is None or row[0] != connection.info.backend_pid


def set_for_transaction(connection: Connection) -> None:
    """Begin the transaction with the settings that a direct connection has from its start."""
    driver = connection.connection.driver_connection
    if isinstance(driver, PatientConnection) and driver.settings:
        with driver.pipeline():  # together with the BEGIN that psycopg sends before it
            driver.execute(driver.settings)
