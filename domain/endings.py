"""The end of a case: when it ended, and whether the offices kept their limits. Figures and reports count by this."""

from __future__ import annotations

from datetime import datetime

from domain.complaint import Complaint, Limit, Outcome
from domain.words import Status

ANSWERED = frozenset({Status.PUBLISHED, Status.WITHHELD, Status.CLOSED})
"""The statuses of a case whose result was given."""


TAKES_ANSWER_BACK = ("reopened", "direction_asked")
"""The kinds of event after which the result that was given is not the last word: the case is handled again."""


def ended_at(complaint: Complaint) -> datetime | None:
    """Return when a case was answered, or ended without an answer. None while it is handled, also after it was reopened."""
    if complaint.status.is_handled:
        return None
    moments = complaint.moments
    kinds = ("published", "withheld") if complaint.status in ANSWERED else ("refused", "withdrawn", "merged")
    return max((moments[kind] for kind in kinds if kind in moments), default=max(moments.values()))


def over_since(complaint: Complaint) -> datetime | None:
    """Return when the last thing happened in a case that has ended, None before. A case shows the names of that time."""
    return max(complaint.moments.values()) if complaint.status.is_final else None


def answered_alone(complaint: Complaint) -> bool:
    """Tell whether the last answer went to the reporter alone."""
    moments = complaint.moments
    if "withheld" not in moments:
        return False
    return "published" not in moments or moments["withheld"] > moments["published"]


def is_missed(complaint: Complaint, limit: Limit) -> bool:
    """Tell whether an office missed this limit, running or ended. Nobody misses an internal limit."""
    return complaint.rule_of(limit).makes_late and (limit.outcome is Outcome.LATE or limit.passed_at is not None)


def late_from(complaint: Complaint, limit: Limit) -> datetime | None:
    """Return the instant after which a limit makes an office late: when it passed, or when it will pass if nothing happens.

    None where it makes nobody late: it was kept, it stands still, or no text states it.
    """
    if not complaint.rule_of(limit).makes_late:
        return None
    if limit.passed_at is not None or not limit.is_running:
        return limit.passed_at
    return limit.schedule.due if limit.schedule and not complaint.stands_still(limit) else None


def has_missed(complaint: Complaint) -> bool:
    """Tell whether an office missed any limit of the case."""
    return any(is_missed(complaint, limit) for limit in complaint.limits)
