"""Chains events that an earlier release of the program appended: it knows no hashes."""

from __future__ import annotations

from typing import Any

from psycopg import Connection
from psycopg.rows import dict_row

from records.hashes import ACT_COLUMNS, REPORT_COLUMNS, event_hash, report_hash

_REPORT = f"""
SELECT report_hash, {", ".join(REPORT_COLUMNS)} FROM submissions JOIN reports USING (code) WHERE code = %(code)s
"""  # noqa: S608 - constants
_EVENTS = f"""
SELECT number, hash, body, {", ".join(ACT_COLUMNS)} FROM events WHERE code = %(code)s ORDER BY number
"""  # noqa: S608 - constants
_START = "UPDATE submissions SET report_hash = %(hash)s WHERE code = %(code)s AND report_hash IS NULL"
_LINK = "UPDATE events SET hash = %(hash)s WHERE code = %(code)s AND number = %(number)s AND hash IS NULL"
_HEAD = "UPDATE cases SET head = %(hash)s WHERE code = %(code)s"


def complete(connection: Connection[Any], code: str) -> bytes:
    """Give each event of a locked case its hash where it has none. Return the hash of the last event."""
    cursor = connection.cursor(row_factory=dict_row)
    [report] = cursor.execute(_REPORT, {"code": code}).fetchall()
    previous: bytes = report["report_hash"] or report_hash(code, report)
    connection.execute(_START, {"code": code, "hash": previous})
    for event in cursor.execute(_EVENTS, {"code": code}).fetchall():
        if event["hash"] is None:
            link = event_hash(previous, code, event["number"], event, event["body"])
            connection.execute(_LINK, {"code": code, "number": event["number"], "hash": link})
            previous = link
        else:
            previous = event["hash"]
    connection.execute(_HEAD, {"code": code, "hash": previous})
    return previous
