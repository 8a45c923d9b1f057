"""Derives the columns that lists show of a case. Every append derives them here, and nothing else does."""

from __future__ import annotations

from typing import Any

from domain.complaint import Complaint
from domain.limits import nearest_limit, nearest_limit_in_law, next_alarm
from domain.visibility import is_public, publicly_changed_at

_EXCERPT = 160


def list_columns(complaint: Complaint) -> dict[str, Any]:
    """Return the columns of `cases` that lists use, for a case as it stands."""
    due, in_law = nearest_limit(complaint), nearest_limit_in_law(complaint)
    alarm = None if complaint.status.is_final else next_alarm(complaint)
    return {
        "authority": complaint.procedure.id,
        "status": complaint.status.value,
        "field": complaint.field,
        "urgency": complaint.urgency.value,
        "lead": complaint.lead,
        "co_ordinating": list(complaint.co_ordinating),
        "officer": complaint.officer,
        "merged_into": complaint.merged_into,
        "continues": complaint.continues,
        "test": complaint.test,
        "place": complaint.place,
        "public": is_public(complaint),
        "public_changed_at": publicly_changed_at(complaint),
        "received_at": complaint.moments["filed"],
        "due": due.schedule.due if due and due.schedule else None,
        "due_limit": due.id if due else None,
        "due_in_law": in_law.schedule.due if in_law and in_law.schedule else None,
        "rung": max((limit.rungs_climbed for limit in complaint.overdue_limits), default=0),
        "overdue": bool(complaint.overdue_limits),
        "paused": complaint.paused_since is not None,
        "rings_at": alarm.at if alarm else None,
    }


def excerpt(content: str) -> str:
    """Return the beginning of a report on one line. An ellipsis marks that the report is longer."""
    line = " ".join(content.split())
    if len(line) <= _EXCERPT:
        return line
    beginning, _, _ = line[:_EXCERPT].rpartition(" ")
    return f"{(beginning or line[: _EXCERPT - 1]).rstrip('.,;:')}…"
