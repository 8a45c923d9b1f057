"""The whole record of a case, as an audit reads it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Row = Mapping[str, Any]


@dataclass(frozen=True)
class WholeCase:
    """All rows that the record holds of a case, read in one snapshot of the database.

    `case` is its row in `cases`, with the stored `regulation` and the hash of that. `report` holds the report and the hash that
    its events begin with. `letters` are its files with the hash of their content as `found`. `figures` are its rows in each
    table that figures are counted from.
    """

    code: str
    case: Row
    report: Row
    events: tuple[Row, ...]
    letters: tuple[Row, ...]
    figures: Mapping[str, tuple[Row, ...]]
