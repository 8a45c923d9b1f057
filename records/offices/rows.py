"""The plain data that callers pass to the record of offices and get from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class Subject(StrEnum):
    """The kinds of things in an office that can change."""

    AGENCY = "agency"
    PLACE = "place"
    ROUTING_RULE = "routing_rule"
    FIELD = "field"
    ANSWER_TEMPLATE = "answer_template"
    ACCOUNT = "account"
    DELEGATION = "delegation"
    HANDOVER = "handover"
    SUCCESSION = "succession"
    REORGANISATION = "reorganisation"
    MACHINE_CLIENT = "machine_client"


@dataclass(frozen=True)
class ChangedBy:
    """The author and the time of a change of an office. `by_account` is None where a file makes the change.

    `seen` is the version that the author saw (`records.versions`); None where the author did not say.
    """

    by_account: str | None
    at: datetime
    seen: str | None = None


@dataclass(frozen=True)
class OfficeChange:
    """A recorded change of an office: the subject and its id, its values before (None where it was new) and after."""

    number: int
    at: datetime
    authority: str | None
    by_account: str | None
    by_username: str | None
    subject: Subject
    subject_id: str
    before: dict[str, Any] | None
    after: dict[str, Any]
