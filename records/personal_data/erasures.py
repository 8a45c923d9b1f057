"""Erases identities that are no longer kept. The case, its chain of hashes and all figures stay as they are."""

from __future__ import annotations

from sqlalchemy import Engine
from sqlmodel import col, select

from records.cases.tables import IS_KEPT, IS_OPEN, OVER_SINCE_SQL
from records.engine import driver, read, transaction
from records.personal_data import tables
from records.personal_data.rows import Batch, Erasure, RetentionOrder
from records.texts import storable

# Codes begin with the year of filing, so those of a later year than `before` names cannot be due and are not walked.
# A merged report ends with the case that it is part of, through however many merges.
_WALKED = f"""
WITH RECURSIVE walked AS MATERIALIZED (
    SELECT code FROM reporters WHERE ({IS_KEPT}) AND code > %(after)s AND code < %(before)s
    ORDER BY code LIMIT %(limit)s {{lock}}
),
course (report, merged_into, open, over_since) AS (
    SELECT code, merged_into, {IS_OPEN}, {OVER_SINCE_SQL} FROM cases JOIN walked USING (code)
    WHERE authority = %(authority)s
    UNION
    SELECT report, cases.merged_into, {IS_OPEN}, {OVER_SINCE_SQL}
    FROM course JOIN cases ON cases.code = course.merged_into
),
due AS (
    SELECT report AS code, max(over_since) AS ended_at FROM course
    GROUP BY report HAVING NOT bool_or(open) AND max(over_since) < %(ended_before)s
)
"""  # noqa: S608 - its parts are constants

_FOUND = "SELECT (SELECT array_agg(code ORDER BY code) FROM due), (SELECT max(code) FROM walked), count(*) FROM walked"
_DUE = _WALKED.format(lock="") + _FOUND
_ERASED = """
, noted AS (
    INSERT INTO identity_erasures (code, ended_at, years, source) SELECT code, ended_at, %(years)s, %(source)s FROM due
    ON CONFLICT DO NOTHING
), unregistered AS (
    DELETE FROM devices USING due WHERE reporter_of = due.code
), erased AS (
    UPDATE reporters SET name = '', address = '', phone = '', email = NULL FROM due WHERE reporters.code = due.code
)
"""
# The lock keeps two processes from erasing the same identities.
_ERASE_DUE = _WALKED.format(lock="FOR NO KEY UPDATE SKIP LOCKED") + _ERASED + _FOUND


class Erasures:
    """Erasures of identities. Every method may raise RecordsUnavailable. Calling again with the same arguments is safe."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def due(self, order: RetentionOrder, after: str, limit: int) -> Batch:
        """Return which of the next identities, beginning after the code `after`, are no longer kept. Nothing is changed."""
        return self._walk(_DUE, order, after, limit)

    def erase_due(self, order: RetentionOrder, after: str, limit: int) -> Batch:
        """Erase those of the next identities that are no longer kept, and record it in the same transaction. Identities that
        another process is changing are left for the next time."""
        return self._walk(_ERASE_DUE, order, after, limit)

    def of(self, code: str) -> Erasure | None:
        """Return the erasure of a case's identity; None while it is kept."""
        erasure = tables.IdentityErasure
        with read(self._engine) as session:
            row = session.exec(select(erasure).where(col(erasure.code) == storable(code))).one_or_none()
            return Erasure(row.code, row.erased_at, row.ended_at, row.years, row.source) if row else None

    def _walk(self, statement: str, order: RetentionOrder, after: str, limit: int) -> Batch:
        asked = {
            **vars(order),
            "after": max(after, f"{order.prefix}-"),
            "before": f"{order.prefix}-{order.ended_before.year + 1}",
            "limit": limit,
        }
        with transaction(self._engine) as session:
            due, last, count = driver(session).execute(statement, asked).fetchone() or (None, None, 0)
            return Batch(tuple(due or ()), last if count == limit else None)
