"""How a case ended: when, and whether the offices kept their limits. Figures and reports count by this.

A case is **on time** when no limit that binds an office (`LimitKind.binds`) was missed. A limit is missed when the record says
that it was closed late, or that it has passed and still runs. The reporter's windows and options make nobody late. A limit that
another course replaced in time was not missed. While the reporter is asked for more, the limits pause, so that time is no delay.
Official decisions that make a day free after the fact undo the delay.

The regulations ask for the late ones, and none says how to count them: Khánh Hòa, Điều 15-17 (report and explain what is
overdue); Bình Định, Điều 12 khoản 6, Điều 15 khoản 3 (list cases handled past their limit); Buôn Ma Thuột, Mục II.2.3 điểm a
(weekly statistics of receiving and handling); Điện Biên, the letter of April 2024 (overdue and its share, by district). So this
reading is ours: every limit of the text counts, not only the one on the whole case.
"""

from __future__ import annotations

from datetime import datetime

from domain.complaint import Complaint, Limit, Outcome
from domain.words import Status

ANSWERED = frozenset({Status.PUBLISHED, Status.WITHHELD, Status.CLOSED})
"""The statuses of a case whose result was given."""


def ended_at(complaint: Complaint) -> datetime | None:
    """Return when a case was answered, or ended without an answer. None while it is handled, also after it was reopened."""
    if complaint.status not in ANSWERED and not complaint.status.is_final:
        return None
    moments = complaint.moments
    kinds = ("published", "withheld") if complaint.status in ANSWERED else ("refused", "withdrawn", "merged")
    return max((moments[kind] for kind in kinds if kind in moments), default=max(moments.values()))


def is_missed(complaint: Complaint, limit: Limit) -> bool:
    """Tell whether an office missed this limit, running or ended."""
    return complaint.rule_of(limit).kind.binds and (limit.outcome is Outcome.LATE or limit.passed_at is not None)


def has_missed(complaint: Complaint) -> bool:
    """Tell whether an office missed any limit of the case."""
    return any(is_missed(complaint, limit) for limit in complaint.limits)
