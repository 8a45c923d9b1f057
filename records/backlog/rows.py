"""The plain data that callers get from the record of imports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


def import_key(authority: str, old_code: str) -> str:
    """Return the idempotency key of an imported case: its code in the other system is its identity."""
    return f"import:{authority}:{old_code}"


@dataclass(frozen=True)
class Import:
    """An import of cases. `preview` is what its check foretold. Of its rows `added` are new cases, `again` were imported before,
    and `differing` say other than then. `stopped` is why it ended before its last row."""

    id: str
    authority: str
    source: str
    preview: Mapping[str, Any]
    total: int
    by_account: str
    uploaded_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    added: int
    again: int
    differing: int
    stopped: str | None

    @property
    def done(self) -> int:
        """The number of rows that are done."""
        return self.added + self.again + self.differing


@dataclass(frozen=True)
class TakenImport:
    """An import that this process goes on with, and its file."""

    about: Import
    content: bytes = field(repr=False)
