"""Cursors: where a page of a list ended, as text. A cursor holds an instant, or none, and the key of the page's last row."""

from __future__ import annotations

import base64
import json
from datetime import datetime

from records.errors import BadCursor, UnstorableText
from records.texts import storable

# A real cursor is a third as long. The limit stops deeply nested JSON from being parsed.
_LONGEST = 300
_PARTS = {"[]": 0, "[1]": 1}


def cursor_at(at: datetime | None, key: str, *, part: int = 0) -> str:
    """Return the cursor of the page that follows this row. `part` tells in which part of the list the row is."""
    position = [at and at.isoformat(), key, *([part] if part else [])]
    return base64.urlsafe_b64encode(json.dumps(position).encode()).decode()


def position_of(cursor: str) -> tuple[datetime | None, str]:
    """Return the instant and the key in a cursor.

    Raises:
        BadCursor: `cursor_at` did not make this text.
    """
    return _read(cursor)[:2]


def part_of(cursor: str | None) -> int:
    """Return the part of the list in which the cursor's row is, 0 for the beginning.

    Raises:
        BadCursor: `cursor_at` did not make this text.
    """
    return 0 if cursor is None else _read(cursor)[2]


def _read(cursor: str) -> tuple[datetime | None, str, int]:
    try:
        at, key, *parts = json.loads(base64.b64decode(cursor[:_LONGEST], altchars=b"-_", validate=True))
        instant = None if at is None else datetime.fromisoformat(at)
        key = storable(key)
        part = _PARTS[json.dumps(parts)]
    except (ValueError, TypeError, KeyError, UnstorableText):
        raise BadCursor("this cursor is none of ours") from None
    if instant is not None and instant.utcoffset() is None:
        raise BadCursor("this cursor's instant has no time zone")
    return instant, key, part
