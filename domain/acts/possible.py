"""The acts that a person may do to a case now. The core is asked, act by act, so that no second table of rules can
drift from it."""

from __future__ import annotations

from datetime import datetime

from domain.actors import Actor
from domain.acts.specimens import specimens
from domain.complaint import Complaint
from domain.decide import is_for, is_refused, when_time_has_passed
from domain.procedure import ActRule


def possible_acts(complaint: Complaint, by: Actor | None, at: datetime) -> tuple[ActRule, ...]:
    """Return the rules of the acts, in the procedure's order, that the core would not refuse if they were filled in rightly."""
    if by is None:
        return ()
    now = when_time_has_passed(complaint, at)
    return tuple(
        rule
        for rule in complaint.procedure.acts
        if is_for(now, rule.act, by) is None
        and any(not is_refused(now, act, by, at) for act in specimens(complaint, rule.act, at))
    )
