"""Counts attempts, for rate limits. The caller is stored only as a keyed hash, which is deleted when the allowance is
full again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from domain.allowances import Allowance
from records.engine import driver, read, transaction

if TYPE_CHECKING:
    from psycopg import Connection
    from sqlalchemy import Engine

# Keys come sorted, so that two transactions that lock the same keys cannot deadlock.
_ASKED = """
SELECT key, share, latest FROM unnest(%(keys)s::text[], %(shares)s::interval[], %(latest)s::timestamptz[])
AS asked (key, share, latest)
"""
_SPEND = f"""
WITH asked AS ({_ASKED})
INSERT INTO tries AS known (key, spent_until) SELECT key, %(at)s + share FROM asked
ON CONFLICT (key) DO UPDATE
SET spent_until = greatest(known.spent_until, %(at)s) + (SELECT share FROM asked WHERE key = known.key)
WHERE greatest(known.spent_until, %(at)s) <= (SELECT latest FROM asked WHERE key = known.key)
RETURNING key
"""  # noqa: S608 - its part is a constant
_GIVE_BACK = f"""
WITH asked AS ({_ASKED}), held AS (SELECT key FROM tries WHERE key = ANY(%(keys)s) ORDER BY key FOR UPDATE)
UPDATE tries SET spent_until = spent_until - share
FROM asked JOIN held ON held.key = asked.key WHERE tries.key = asked.key
"""  # noqa: S608 - its part is a constant
_KNOWN = "SELECT key, spent_until FROM tries WHERE key = ANY(%s)"
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
        with read(self._engine) as session:
            return _wait(driver(session), tries, at)

    def spend(self, tries: Mapping[str, Allowance], at: datetime) -> timedelta:
        """Count one try against each of these allowances and return zero. Where one of them does not permit it, count nothing
        and return how long to wait."""
        with transaction(self._engine) as session:
            connection = driver(session)
            while connection.execute(_SPEND, _asked(tries, at)).rowcount < len(tries):
                connection.rollback()
                if wait := _wait(connection, tries, at):
                    return wait
            return timedelta()

    def give_back(self, tries: Mapping[str, Allowance], at: datetime) -> None:
        """Undo one counted try of each of these allowances."""
        with transaction(self._engine) as session:
            driver(session).execute(_GIVE_BACK, _asked(tries, at))

    def forget(self, at: datetime) -> None:
        """Delete the keys whose allowance is full again by `at`."""
        with transaction(self._engine) as session:
            driver(session).execute(_FORGET, {"at": at, "most": _FORGOTTEN_AT_ONCE})


def _asked(tries: Mapping[str, Allowance], at: datetime) -> dict[str, object]:
    keys = sorted(tries)
    return {
        "keys": keys,
        "at": at,
        "shares": [tries[key].share for key in keys],
        "latest": [tries[key].latest(at) for key in keys],
    }


def _wait(connection: Connection[Any], tries: Mapping[str, Allowance], at: datetime) -> timedelta:
    known = dict(connection.execute(_KNOWN, (list(tries),)).fetchall())
    return max(allowance.wait(known.get(key), at) for key, allowance in tries.items())
