"""Where a page of a list ended, as it is handed out and comes back: an instant, or none, and the code of the last case."""

from __future__ import annotations

import base64
import json
from datetime import datetime

from records.errors import BadCursor, UnstorableText
from records.texts import storable

# One of ours is a third as long; JSON nested without end must not be read.
_LONGEST = 300


def cursor_at(at: datetime | None, code: str) -> str:
    """The cursor of what follows this place."""
    place = [at and at.isoformat(), code]
    return base64.urlsafe_b64encode(json.dumps(place).encode()).decode()


def place_of(cursor: str) -> tuple[datetime | None, str]:
    """The place that a cursor stands for.

    Raises:
        BadCursor: it is none of ours.
    """
    try:
        at, code = json.loads(base64.b64decode(cursor[:_LONGEST], altchars=b"-_", validate=True))
        instant = None if at is None else datetime.fromisoformat(at)
        code = storable(code)
    except (ValueError, TypeError, UnstorableText):
        raise BadCursor("this cursor is none of ours") from None
    if instant is not None and instant.utcoffset() is None:
        raise BadCursor("this cursor's instant has no time zone")
    return instant, code
