"""The names, ids, inputs and results of the workflows, for those who call them."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import Annotated, Any

from pydantic import Field, TypeAdapter

from domain.actors import Actor
from domain.acts import Act
from domain.complaint import Complaint
from domain.procedure import Procedure
from domain.time.outage import Outage

COMPLAINT_WORKFLOW = "Complaint"
REFUSED = "Refused"
"""The error type by which the workflow refuses an act. Its only detail is the Refusal."""

ANOTHER_FILING = "AnotherFiling"
"""The error type by which the workflow refuses what is meant for another filing under its code."""

FILING = "filing"
"""The memo with the identity of the filing that a workflow runs. Temporal tells it without a worker."""

CATCH_UP = "catch_up"
"""The update that asks a case whether it knows all that the record holds of it."""

NOTHING_MISSING = "NothingMissing"
"""The error type by which the workflow refuses to catch up, because it knows what the record holds."""

CALENDAR_CHANGED = "calendar_changed"
"""The update that notifies a case of a calendar change."""

CALENDAR_CHANGE_WORKFLOW = "CalendarChange"
PROGRESS = "progress"
"""The memo with the ChangeProgress of a calendar change, and the query that returns it."""

MESSAGE_WORKFLOW = "Message"
RECONCILIATION_WORKFLOW = "Reconciliation"


STANDING = "standing"
"""The query that asks a case where it stands. It leaves nothing in the history."""

_COMPLAINT = TypeAdapter(Complaint)


def _case_of(complaint: Complaint) -> dict[str, Any]:
    case: dict[str, Any] = _COMPLAINT.dump_python(complaint, mode="json", exclude={"procedure"})
    return case


@dataclass(frozen=True)
class CaseStart:
    """A case to run, as filed or as an earlier run left it.

    `case` is the complaint as JSON without its procedure; `regulation` is the digest of that. A regulation is a hundred
    times as long as the rest, and the same for thousands of cases. `done` maps an act id to the number of its last event.
    `outage` is the time in which the case had no workflow, where the comparison starts it again. Without one, the workflow
    finds out by its first alarm.
    """

    case: dict[str, Any]
    regulation: str
    done: dict[str, int] = field(default_factory=dict)
    outage: Outage | None = None

    @classmethod
    def of(
        cls,
        complaint: Complaint,
        regulation: str,
        done: dict[str, int] | None = None,
        outage: Outage | None = None,
    ) -> CaseStart:
        """Return the start of a case whose procedure has this digest."""
        return cls(_case_of(complaint), regulation, done or {}, outage)

    def complaint(self, procedure: Procedure) -> Complaint:
        """Return the case under its procedure."""
        return _COMPLAINT.validate_python({**self.case, "procedure": procedure})


@dataclass(frozen=True)
class KnownStanding:
    """The number of the last event that a workflow knows, and the fingerprint of the case after it."""

    number: int
    fingerprint: str

    @classmethod
    def of(cls, complaint: Complaint) -> KnownStanding:
        """Return where this case stands. Two that stand alike are equal, in the record and in the workflow."""
        written = json.dumps(_case_of(complaint), sort_keys=True, separators=(",", ":"))
        return cls(complaint.number, hashlib.sha256(written.encode()).hexdigest())


@dataclass(frozen=True, kw_only=True)
class ActRequest:
    """An act of one person, signed by the front: the argument of the update with the act's name.

    A request with the same `act_id` is a retry of the same act. `seen` is the number of the case's last event that the front
    read in the record. A workflow that does not know that event catches up before it decides. `filing` is the identity of the
    filing that the front read under this code, empty where an earlier release sent the act.
    """

    act_id: str
    by: Actor
    act: Annotated[Act, Field(discriminator="kind")]
    signature: str
    seen: int = 0
    filing: str = ""


@dataclass(frozen=True)
class CatchUp:
    """The record holds the case up to event `number`. `filing` is as in an ActRequest."""

    number: int
    filing: str = ""


@dataclass(frozen=True)
class CalendarChanged:
    """The calendar has this revision now, or a later one."""

    revision: int


@dataclass(frozen=True)
class ChangeProgress:
    """The progress of a rollout: cases notified, cases with a limit that moved, open cases at the beginning, and cases that could
    not be reached and will be retried."""

    revision: int
    told: int = 0
    moved: int = 0
    total: int | None = None
    unreached: tuple[str, ...] = ()
    finished: bool = False


@dataclass(frozen=True)
class ChangeStart:
    """A revision to roll out, from the beginning or from where an earlier run stopped: behind code `after`, None at the end."""

    progress: ChangeProgress
    after: str | None = ""


def change_id(revision: int) -> str:
    """Return the id of the workflow that rolls out a revision."""
    return f"calendar-change-{revision}"


def message_id(message: str) -> str:
    """Return the id of the workflow that delivers a message."""
    return f"message-{message}"


LETTER_WORKFLOW = "Letter"


def letter_id(code: str, event_number: int, report: str | None = None) -> str:
    """Return the id of the workflow that makes a letter; `report` where it goes to the reporter of a merged report."""
    own = report in (None, code)
    return f"letter-{code}-{event_number}" if own else f"letter-{code}-{event_number}-{report}"
