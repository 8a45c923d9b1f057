"""The separation of duties: nobody decides on work of their own, in any role and on anybody's behalf."""

from __future__ import annotations

from domain.actors import Actor
from domain.complaint import Complaint
from domain.procedure import ActRule, Procedure
from domain.refusals import Refusal, RefusalKind
from domain.words import ActKind, Role, Status

_ANSWERS = (ActKind.PUBLISH, ActKind.WITHHOLD)


def own_work(rule: ActRule, complaint: Complaint, by: Actor | None) -> Refusal | None:
    """Return why this person may not do the act that decides on work of their own, None where somebody else did the work.

    The account counts, not the role: a person who stands in for a leader decides as that same person.
    """
    if by is None or by.account is None:
        return None
    if _decides_on_result(rule, complaint.procedure, by.role) and _is_of("result_submitted", complaint, by):
        return Refusal(RefusalKind.OWN_RESULT, rule.act)
    directs = rule.act is ActKind.DIRECT and complaint.status is Status.AWAITING_DIRECTION
    if directs and _is_of("direction_asked", complaint, by):
        return Refusal(RefusalKind.OWN_QUESTION, rule.act)
    return None


def _decides_on_result(rule: ActRule, procedure: Procedure, role: Role) -> bool:
    """Return whether the act is the first decision on a result: its approval or, where the regulation has no approval, the
    answer to the reporter. A regulation may let the role that submits a result answer with it; then nobody decides between."""
    if procedure.act(ActKind.APPROVE) is not None:
        return rule.act is ActKind.APPROVE
    submitting = procedure.act(ActKind.SUBMIT_RESULT)
    return rule.act in _ANSWERS and (submitting is None or role not in submitting.by)


def _is_of(kind: str, complaint: Complaint, by: Actor) -> bool:
    return complaint.authors.get(kind) == by.account
