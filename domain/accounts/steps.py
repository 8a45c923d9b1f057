"""Limits as accounts and figures follow them, each with the office that is responsible for it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from domain.complaint import Complaint, Limit
from domain.endings import is_missed
from domain.events import Event, LimitClosed


@dataclass(frozen=True)
class FollowedStep:
    """A limit that binds an office after one of its events. `agency` is responsible for it, None for the centre or the
    authority. `closed` is the event that ended it, None while it runs."""

    limit: Limit
    agency: str | None
    missed: bool
    closed: LimitClosed | None

    @property
    def key(self) -> tuple[str, datetime]:
        """Its id and the instant from which it counts, which no other limit of the case shares."""
        return self.limit.id, self.limit.counted_from

    @property
    def used(self) -> timedelta | None:
        """The time that the work took, where it is done and the record holds it."""
        return self.closed.used if self.closed else None

    def after(self, earlier: FollowedStep | None) -> FollowedStep:
        """Return the step with its agency: the one that had the case when the limit passed stays responsible, whichever has the
        case later."""
        if earlier is not None and earlier.missed and self.missed:
            return replace(self, agency=earlier.agency)
        return self


def followed(event: Event, after: Complaint, lead_before: str | None) -> FollowedStep | None:
    """Return the limit that an event is about, as it leaves the case; None where it is about none that binds an office.

    `lead_before` is the lead agency before the act whose event it is. A limit that a return or a change of agency closes belongs
    to the agency that had the case until then.
    """
    limit_id = getattr(event, "limit", None)
    limit = next((each for each in reversed(after.limits) if each.id == limit_id), None)
    if limit is None or not after.rule_of(limit).kind.binds:
        return None
    closed = event if isinstance(event, LimitClosed) else None
    lead = lead_before if closed else after.lead
    agency = lead if after.rule_of(limit).assignee.of_agency else None
    return FollowedStep(limit, agency, is_missed(after, limit), closed)


def as_it_stands(complaint: Complaint, limit: Limit) -> Limit:
    """Return a limit as it now stands. Events of the case may have changed it since its own last one."""
    same = (each for each in complaint.limits if (each.id, each.counted_from) == (limit.id, limit.counted_from))
    return next(same, limit)
