"""The bounds of a day that an act promises to the reporter."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from domain.actors import Actor
from domain.complaint import Complaint
from domain.procedure import Furthest
from domain.refusals import Refusal, RefusalKind
from domain.words import ActKind, Role

_UNSAID = Furthest(days=366, source="", leaders_days=366, ours=True)
"""The bound where the regulation names none: it catches a slip of the year."""


def too_far(complaint: Complaint, act: ActKind, day: date, by: Actor | None, at: datetime) -> Refusal | None:
    """Return why this person may not promise this local day by the act: it is past, or further than the regulation lets them."""
    today = complaint.procedure.authority.local_date(at)
    if day <= today:
        return Refusal(RefusalKind.EXPECTED_DAY_PAST, day.isoformat())
    rule = complaint.procedure.act(act)
    furthest = rule.furthest if rule and rule.furthest else _UNSAID
    last = today + timedelta(days=furthest.for_role(by.role if by else Role.REPORTER))
    if day <= last:
        return None
    leads = not furthest.leaders or (by is not None and by.role in furthest.leaders)
    kind = RefusalKind.EXPECTED_DAY_FAR if leads else RefusalKind.EXPECTED_DAY_FOR_LEADERS
    return Refusal(kind, last.isoformat())
