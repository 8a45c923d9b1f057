"""The acts that a person may do to a case now. The core is asked, act by act, so that no second table of rules can
drift from it."""

from __future__ import annotations

from datetime import datetime

from domain.actors import Actor
from domain.acts.specimens import specimens
from domain.complaint import Complaint
from domain.decide import decide
from domain.procedure import ActRule
from domain.refusals import Refusal


def possible_acts(complaint: Complaint, by: Actor | None, at: datetime) -> tuple[ActRule, ...]:
    """Return the rules of the acts, in the procedure's order, that the core would not refuse if they were filled in rightly."""
    if by is None:
        return ()
    return tuple(rule for rule in complaint.procedure.acts if _is_possible(complaint, rule, by, at))


def _is_possible(complaint: Complaint, rule: ActRule, by: Actor, at: datetime) -> bool:
    decided = (decide(complaint, act, by=by, at=at) for act in specimens(complaint, rule.act, at))
    return any(not isinstance(each, Refusal) for each in decided)
