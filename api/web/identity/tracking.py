"""The key with which a reporter follows a case without an account."""

from __future__ import annotations

import base64
import hashlib
import hmac

_LETTERS = 20  # of 32 kinds: 100 bits, short enough to be read out over a telephone
_GROUP = 4


def tracking_key(key: bytes, *, code: str, idempotency_key: str) -> str:
    """Return a case's tracking key, such as `K7QF-2M4X-…`. It is kept nowhere: the same report, sent again, gives it again."""
    digest = hmac.new(key, f"{code}\x1f{idempotency_key}".encode(), hashlib.sha256).digest()
    return as_shown(base64.b32encode(digest).decode()[:_LETTERS])


def as_written(given: str) -> str:
    """Return a tracking key in the form whose hash is kept, however a person typed it."""
    return "".join(given.split()).replace("-", "").upper()


def as_shown(given: str) -> str:
    """Return a tracking key in groups, as people see it, however a person typed it."""
    letters = as_written(given)
    return "-".join(letters[start : start + _GROUP] for start in range(0, len(letters), _GROUP))
