"""The share that each reporter has in a case, where reports of several people were merged into it.

A case has its own reporter and those of the merged reports. Each is answered. None reads another's words, and none learns that
another asked for secrecy.
"""

from __future__ import annotations

from domain import events as happened
from domain.complaint import Complaint
from domain.events import Event
from domain.procedure import Procedure
from domain.words import ActKind, Role

OF_ONE_REPORTER = frozenset(
    {"supplement_asked", "supplement_lapsed", "hidden", "unhidden", "secrecy_asked", "identity_shared"}
)
"""The kinds of event that concern the case's own reporter alone: a request, a wish, who it is, or that reporter's words
taken from view."""

OWN_ACTS = frozenset({ActKind.WITHDRAW, ActKind.ASK_SECRECY})
"""The acts of a reporter that stay with the merged report. All others land on the case that the report is part of."""


def concerned(complaint: Complaint, event: Event) -> tuple[str, ...] | None:
    """Return the reports whose reporters alone an event of the case concerns, None where it concerns all of them."""
    own = (complaint.code,)
    if event.kind in OF_ONE_REPORTER:
        return own
    match event:
        case happened.Answered():
            return event.to or own
        case happened.Supplemented() | happened.Asked() | happened.Attached():
            return (event.report or complaint.code,)
        case happened.Commented() if event.author.role is Role.REPORTER:
            return (event.report or complaint.code,)
        case happened.Reminded() | happened.Escalated():
            waits = complaint.procedure.limit(event.limit).on_lapse
            return own if waits == happened.SupplementLapsed.kind else None
        case _:
            return None


def reads_words(code: str, event: Event, report: str) -> bool:
    """Tell whether the reporter of a report of the case `code` may read the words of an event that all of them see."""
    match event:
        case happened.Rated() | happened.Reopened() | happened.Withdrawn():
            return (getattr(event, "report", None) or code) == report
        case _:
            return True


def tells_ground(procedure: Procedure, ground: str | None, *, own: bool) -> bool:
    """Tell whether a reporter may read the ground of an event. `own` is whether it is an event of the reporter's own case: that
    another reporter asked for secrecy is told to nobody."""
    entry = next((each for each in procedure.withhold_grounds if each.id == ground), None)
    return own or entry is None or not entry.on_request
