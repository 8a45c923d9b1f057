"""The cases that the days off of an office may move, told case by case."""

from __future__ import annotations

from domain.complaint import Complaint
from domain.time.decisions import Reach


def concerns(complaint: Complaint, office: Reach) -> bool:
    """Tell whether the case has a limit that days off of this authority or agency may move."""
    if office.authority not in (None, complaint.procedure.id):
        return False
    return office.agency is None or any(limit.agency == office.agency for limit in complaint.limits)
