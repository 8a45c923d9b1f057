"""Counts attempts, for rate limits. The caller is stored only as a keyed hash, which is deleted when the allowance is
full again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlmodel import col, select

from domain.allowances import Allowance
from records.engine import driver, transaction
from records.staff import tables

if TYPE_CHECKING:
    from psycopg import Connection
    from sqlalchemy import Engine

# Keys come sorted, so that two transactions that lock the same keys cannot deadlock.
_HOLD = """
INSERT INTO tries AS known (key, spent_until) SELECT key, %(at)s FROM unnest(%(keys)s::text[]) AS key
ON CONFLICT (key) DO UPDATE SET spent_until = known.spent_until
RETURNING key, spent_until
"""
_KEEP = "UPDATE tries SET spent_until = %s WHERE key = %s"
_FORGET = """
DELETE FROM tries WHERE key IN (
    SELECT key FROM tries WHERE spent_until <= %(at)s LIMIT %(most)s FOR UPDATE SKIP LOCKED)
"""
_FORGOTTEN_AT_ONCE = 10_000


class Tries:
    """Attempts by keyed hash. Every method may raise RecordsUnavailable."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def wait(self, tries: Mapping[str, Allowance], at: datetime) -> timedelta:
        """Return how long to wait until all of these allowances permit one more try, zero where they do now."""
        table = tables.Tries
        with transaction(self._engine) as session:
            known = session.exec(select(table.key, table.spent_until).where(col(table.key).in_(tries)))
            return _wait(tries, dict(known.all()), at)

    def spend(self, tries: Mapping[str, Allowance], at: datetime) -> timedelta:
        """Count one try against each of these allowances and return zero. Where one of them does not permit it, count nothing
        and return how long to wait."""
        with transaction(self._engine) as session:
            connection = driver(session)
            known = _held(connection, tries, at)
            wait = _wait(tries, known, at)
            if not wait:
                _keep(connection, {key: tries[key].after(spent_until, at) for key, spent_until in known.items()})
            return wait

    def give_back(self, tries: Mapping[str, Allowance], at: datetime) -> None:
        """Undo one counted try of each of these allowances."""
        with transaction(self._engine) as session:
            connection = driver(session)
            known = _held(connection, tries, at)
            _keep(connection, {key: tries[key].given_back(spent_until) for key, spent_until in known.items()})

    def forget(self, at: datetime) -> None:
        """Delete the keys whose allowance is full again by `at`."""
        with transaction(self._engine) as session:
            driver(session).execute(_FORGET, {"at": at, "most": _FORGOTTEN_AT_ONCE})


def _held(connection: Connection[Any], tries: Mapping[str, Allowance], at: datetime) -> dict[str, datetime]:
    """Return what is stored for these keys, locked until the end of the transaction."""
    return dict(connection.execute(_HOLD, {"keys": sorted(tries), "at": at}).fetchall())


def _keep(connection: Connection[Any], spent_until: Mapping[str, datetime]) -> None:
    with connection.pipeline():
        for key, instant in spent_until.items():
            connection.execute(_KEEP, (instant, key))


def _wait(tries: Mapping[str, Allowance], known: Mapping[str, datetime], at: datetime) -> timedelta:
    return max(allowance.wait(known.get(key), at) for key, allowance in tries.items())
