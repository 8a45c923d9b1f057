"""The key with which a reporter follows a case without an account."""

from __future__ import annotations

import base64
import hashlib
import hmac

from api.web.front import fingerprint
from records.messages.rows import FiledAs

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


def private_link(site: str, key: bytes, filed: FiledAs) -> str | None:
    """Return the address by which a reporter opens their report without typing the key, None where the key is not known any
    more."""
    shown = tracking_key(key, code=filed.code, idempotency_key=filed.idempotency_key)
    known = hmac.compare_digest(fingerprint(as_written(shown)), filed.tracking_hash)
    return link_with(site, filed.code, shown) if known else None


def link_with(site: str, code: str, shown: str) -> str:
    """Return the private link of a report whose key is known. Anybody who has it follows the case as its reporter."""
    return f"{site}/theo-doi/{code}/{shown}"
