"""What goes into a case's workflow and what it answers."""

from __future__ import annotations

from dataclasses import dataclass, field

from domain.actors import Actor
from domain.acts import Act
from domain.complaint import Complaint

COMPLAINT_WORKFLOW = "Complaint"
REFUSED = "Refused"
"""The type of the error by which the workflow refuses an act; its one detail is the Refusal."""


CALENDAR_CHANGED = "calendar_changed"
"""The update by which a case hears that the calendar changed."""

CALENDAR_CHANGE_WORKFLOW = "CalendarChange"
PROGRESS = "progress"
"""The memo that holds a calendar change's ChangeProgress, and the query that answers with it."""

MESSAGE_WORKFLOW = "Message"


@dataclass(frozen=True)
class CaseStart:
    """A case to run, as filed or as an earlier run left it. `done` holds, per act id, the last event its act recorded."""

    complaint: Complaint
    done: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class ActRequest:
    """One act of one person, signed by the front: the argument of the update that bears the act's name.

    The same `act_id` is the same act, however often it is sent.
    """

    act_id: str
    by: Actor
    act: Act
    signature: str


@dataclass(frozen=True)
class CalendarChanged:
    """The calendar now stands at this revision, or at a later one."""

    revision: int


@dataclass(frozen=True)
class ChangeProgress:
    """How far the telling of one revision has come: cases told, cases of which a limit moved, open cases when it began, and
    those that could not be reached yet and are tried again."""

    revision: int
    told: int = 0
    moved: int = 0
    total: int | None = None
    unreached: tuple[str, ...] = ()
    finished: bool = False


@dataclass(frozen=True)
class ChangeStart:
    """A revision to tell, from the beginning or from where an earlier run left off: after code `after`, None past the last."""

    progress: ChangeProgress
    after: str | None = ""


def change_id(revision: int) -> str:
    """The id of the workflow that tells a revision."""
    return f"calendar-change-{revision}"


def message_id(message: str) -> str:
    """The id of the workflow that delivers a message."""
    return f"message-{message}"


LETTER_WORKFLOW = "Letter"


def letter_id(code: str, event_number: int) -> str:
    """The id of the workflow that makes a letter."""
    return f"letter-{code}-{event_number}"


SUMMARIES_WORKFLOW = "Summaries"


def summaries_id(authority: str, summary: str) -> str:
    """The id of the workflow that has a regulation's monthly reports made."""
    return f"summaries-{authority}-{summary}"
