"""Follows merges to their end."""

from __future__ import annotations

from typing import Any

from psycopg import Connection

from records.texts import storable

_MAIN = """
WITH RECURSIVE chain AS (
    SELECT code, merged_into FROM cases WHERE code = %s
    UNION SELECT cases.code, cases.merged_into FROM chain JOIN cases ON cases.code = chain.merged_into
)
SELECT code FROM chain WHERE merged_into IS NULL
"""


def main_of(connection: Connection[Any], code: str) -> str:
    """Return the case that a report is part of, through however many merges: its own code where it was not merged."""
    found = connection.execute(_MAIN, (storable(code),)).fetchone()
    return str(found[0]) if found else code
