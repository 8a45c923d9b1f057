"""Lets a closed case go on in one open case at a time."""

from __future__ import annotations

from typing import Any

from psycopg import Connection

from records.cases.tables import IS_OPEN
from records.errors import ContinuedAlready

# Of two that go on with a case at once, the second waits here, and then sees the first.
_HOLD = "SELECT FROM cases WHERE code = %s FOR NO KEY UPDATE"
_OPEN = f"""
WITH RECURSIVE course (report, merged_into, open) AS (
    SELECT code, merged_into, {IS_OPEN} FROM cases WHERE continues = %s
    UNION
    SELECT report, cases.merged_into, {IS_OPEN} FROM course JOIN cases ON cases.code = course.merged_into
)
SELECT max(report) FROM course WHERE open
"""  # noqa: S608 - its parts are constants


def hold_to_continue(connection: Connection[Any], first: str) -> None:
    """Hold a case until the end of the transaction, in which another case goes on with it.

    Raises:
        ContinuedAlready: an open case goes on with it. A case that was merged is open while the other one is.
    """
    connection.execute(_HOLD, (first,))
    found = connection.execute(_OPEN, (first,)).fetchone()
    if found and found[0] is not None:
        raise ContinuedAlready(found[0])
