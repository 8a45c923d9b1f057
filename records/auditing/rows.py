"""The whole record of a case, as an audit reads it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from domain.proof.deviations import Deviation

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


class AuditWay(StrEnum):
    """The ways by which an audit is asked for: the command, a page, or a program by the API."""

    COMMAND = "command"
    PAGE = "page"
    PROGRAM = "program"


@dataclass(frozen=True)
class FinishedAudit:
    """An audit that came to its end. `by_account` is None for the command, which `machine` names. `code` is None where all cases
    were audited. `histories` counts those of Temporal that were compared, None where it was not asked."""

    began_at: datetime
    way: AuditWay
    by_account: str | None
    machine: str
    code: str | None
    cases: int
    events: int
    histories: int | None
    deviations: tuple[Deviation, ...]


@dataclass(frozen=True)
class PastAudit:
    """An audit as it is kept. `by` is the name of the account at that time. `audit.deviations` are those found first, `found` is
    their whole number."""

    number: int
    ended_at: datetime
    by: str | None
    found: int
    audit: FinishedAudit
