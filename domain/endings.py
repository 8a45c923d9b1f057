"""How a case came out: when it was done with, and whether the offices kept their limits. What figures and reports count by.

**On time** is a case of which no limit that binds an office (`LimitKind.binds`) was missed. What counts is the record: a limit
that was closed late, or that has passed and still runs. Windows of the reporter and options are nobody's lateness; a limit
that another course replaced in time was not missed; time that stood still while the reporter was asked is no delay, for the
limits stood still too. Official decisions that put a day off after the fact lift what was overdue.

The regulations ask for the late ones, and none says how to count them: Khánh Hòa, Điều 15-17 (report and explain what is
overdue); Bình Định, Điều 12 khoản 6, Điều 15 khoản 3 (list cases handled past their limit); Buôn Ma Thuột, Mục II.2.3 điểm a
(weekly statistics of receiving and handling); Điện Biên, the letter of April 2024 (overdue and its share, by district). So this
reading is ours: every limit of the text counts, not that on the whole case alone.
"""

from __future__ import annotations

from datetime import datetime

from domain.complaint import Complaint, Limit, Outcome
from domain.words import Status

ANSWERED = frozenset({Status.PUBLISHED, Status.WITHHELD, Status.CLOSED})
"""The statuses of a case whose result was given."""


def ended_at(complaint: Complaint) -> datetime | None:
    """When a case was answered, or ended without an answer; None while it is handled, again too where it was reopened."""
    if complaint.status not in ANSWERED and not complaint.status.is_final:
        return None
    moments = complaint.moments
    kinds = ("published", "withheld") if complaint.status in ANSWERED else ("refused", "withdrawn", "merged")
    return max((moments[kind] for kind in kinds if kind in moments), default=max(moments.values()))


def is_missed(complaint: Complaint, limit: Limit) -> bool:
    """Whether an office missed this limit, whether it still runs or not."""
    return complaint.rule_of(limit).kind.binds and (limit.outcome is Outcome.LATE or limit.passed_at is not None)


def has_missed(complaint: Complaint) -> bool:
    """Whether an office missed any limit of the case."""
    return any(is_missed(complaint, limit) for limit in complaint.limits)
