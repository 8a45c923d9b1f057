"""What the record takes and gives of offices: plain data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class Subject(StrEnum):
    """What of an office can change."""

    AGENCY = "agency"
    PLACE = "place"
    ROUTING_RULE = "routing_rule"
    FIELD = "field"
    ACCOUNT = "account"
    DELEGATION = "delegation"
    HANDOVER = "handover"


@dataclass(frozen=True)
class ChangedBy:
    """Who changes an office and when: an account, or nobody where a file does."""

    by_account: str | None
    at: datetime


@dataclass(frozen=True)
class OfficeChange:
    """One change of an office as it is kept: what (`subject` and its id), from what (None where it was new), to what."""

    number: int
    at: datetime
    authority: str | None
    by_account: str | None
    by_username: str | None
    subject: Subject
    subject_id: str
    before: dict[str, Any] | None
    after: dict[str, Any]
