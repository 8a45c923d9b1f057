"""Computes the hashes of the record: SHA-256 over canonical JSON (RFC 8785).

The events of a case form a chain. The hash of an event covers the event, its act and the hash before it; the first event
builds on the hash of the report. So nothing in a case can change without every later hash, and those are gathered daily.
Reporters are left out, because an identity may be erased.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

import rfc8785

ACT_COLUMNS: Final = (
    "act_id",
    "act_digest",
    "by_role",
    "by_authority",
    "by_agency",
    "by_account",
    "by_on_behalf_of",
    "by_report",
)
"""The columns of an event that say by which act it came about."""

REPORT_COLUMNS: Final = ("content", "place", "occurred_at", "place_id", "latitude", "longitude")
"""The columns of a report that its reporter sent."""


_SAFE_INTEGER: Final = 2**53 - 1
"""The largest whole number that every reader of JSON reads exactly."""

_PLAIN: Final = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def canonical(value: Any) -> bytes:
    """Return a JSON value in its canonical form.

    The standard library writes the same form ten times as fast, but for numbers and for names beyond ASCII.
    """
    return _PLAIN.encode(value).encode() if _is_plain(value) else rfc8785.dumps(value)


def _is_plain(value: Any) -> bool:
    if isinstance(value, Mapping):
        return all(name.isascii() and _is_plain(one) for name, one in value.items())
    if isinstance(value, list | tuple):
        return all(map(_is_plain, value))
    return value is None or isinstance(value, str | bool) or (isinstance(value, int) and abs(value) <= _SAFE_INTEGER)


def digest(value: Any) -> bytes:
    """Return the SHA-256 of a JSON value in its canonical form."""
    return hashlib.sha256(canonical(value)).digest()


def report_hash(code: str, report: Mapping[str, Any]) -> bytes:
    """Return the hash that the first event of a case builds on."""
    return digest({"code": code, **{name: report[name] for name in REPORT_COLUMNS}})


def event_hash(previous: bytes, code: str, number: int, act: Mapping[str, Any], body: Mapping[str, Any]) -> bytes:
    """Return the hash of an event that follows `previous`."""
    content = {name: act[name] for name in ACT_COLUMNS}
    return digest({**content, "code": code, "number": number, "body": body, "previous": previous.hex()})


def chain(
    previous: bytes, code: str, base: int, act: Mapping[str, Any], bodies: Iterable[Mapping[str, Any]]
) -> list[bytes]:
    """Return the hashes of the events that one act appends after event `base`, whose hash is `previous`."""
    hashes = []
    for number, body in enumerate(bodies, start=base + 1):
        previous = event_hash(previous, code, number, act, body)
        hashes.append(previous)
    return hashes
