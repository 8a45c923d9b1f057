"""The plain data that callers pass to the record of comparisons and get from it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from domain.complaint import Complaint
from domain.reconciling import Choice, FindingKind, Recorded

Face = tuple[str, str | None, str | None, str, bool]
"""The authority, lead agency, field, urgency of a case, and whether it is overdue: what Temporal's list shows of it too."""


@dataclass(frozen=True)
class OpenCase:
    """An open case, as a comparison reads it."""

    code: str
    recorded: Recorded
    face: Face


@dataclass(frozen=True)
class Rebuild:
    """A case to start again: where it stands, which acts are done with the number of their last event, and when its last event
    was recorded."""

    complaint: Complaint
    done: dict[str, int]
    last_recorded_at: datetime


@dataclass(frozen=True)
class Difference:
    """A finding as a comparison reports it."""

    code: str
    kind: FindingKind
    record_number: int | None = None
    workflow_number: int | None = None
    failing: str | None = None


@dataclass(frozen=True)
class KnownFinding:
    """A finding that a person must decide on, or has decided on. `authority` is None where the record does not know the case.

    `decided_at` is when somebody chose, `settled_at` when that was carried out. Without a choice the difference went away.
    """

    id: UUID
    difference: Difference
    authority: str | None
    found_at: datetime
    seen_at: datetime
    decided_at: datetime | None = None
    settled_at: datetime | None = None
    choice: Choice | None = None
    note: str | None = None
    by: str | None = None


@dataclass(frozen=True)
class LastComparison:
    """The last complete comparison: when it began and ended, how many cases it compared, and how many differed in which way."""

    began_at: datetime
    finished_at: datetime
    compared: int
    found: dict[str, int] = field(default_factory=dict)
