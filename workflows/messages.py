"""What goes into a case's workflow and what it answers."""

from __future__ import annotations

from dataclasses import dataclass, field

from domain.actors import Actor
from domain.acts import Act
from domain.complaint import Complaint

COMPLAINT_WORKFLOW = "Complaint"
REFUSED = "Refused"
"""The type of the error by which the workflow refuses an act; its one detail is the Refusal."""


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
