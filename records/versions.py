"""Names the state of what two people may edit at once, so that a change made from an older state is noticed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from records.errors import ChangedMeanwhile

NEW = "new"
"""The version of what is not in the record yet."""

_LENGTH = 32


def version_of(values: Mapping[str, Any] | None) -> str:
    """Return a name of these values, which other values do not have. None stands for what is not in the record."""
    if values is None:
        return NEW
    written = json.dumps(dict(values), sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(written.encode()).hexdigest()[:_LENGTH]


def require_seen(values: Mapping[str, Any] | None, seen: str | None) -> None:
    """Raise ChangedMeanwhile where the author of a change saw other values than these. None stands for an author who did not
    say."""
    if seen is not None and seen != version_of(values):
        raise ChangedMeanwhile("it is not as the author of the change saw it")
