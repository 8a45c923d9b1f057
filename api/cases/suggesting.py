"""Suggests the agency that the authority's routing rules name for a case, to those who may dispatch it."""

from __future__ import annotations

from dataclasses import dataclass

from api.office.problems import CENTRE_ONLY
from api.web.front import Front
from api.web.identity.callers import Caller, Viewer, require_case
from api.web.offices import RoutingOffices, routed
from api.web.problems.kinds import STAFF_ONLY
from api.web.problems.problem import Problem
from domain.offices.routing import Route, RoutingRule
from domain.visibility import Audience
from domain.words import ActKind, Role
from records.cases.rows import CaseRecord

_SENDS = (ActKind.DISPATCH, ActKind.FORWARD, ActKind.RECLASSIFY)


@dataclass(frozen=True)
class Suggestion:
    """The agency that the rules name, and the rule that names it."""

    route: Route
    rule: RoutingRule


def suggestion_for(offices: RoutingOffices, case: CaseRecord) -> Suggestion | None:
    """Return the agency that the rules name for the case as it now stands, None where no rule fits."""
    complaint = case.complaint
    found = routed(offices, complaint.procedure.id, complaint.field, case.report.place_id)
    if found is None:
        return None
    return Suggestion(
        found, next(each for each in offices.routing_rules(complaint.procedure.id) if each.id == found.rule)
    )


def case_for_dispatchers(front: Front, code: str, caller: Caller) -> CaseRecord:
    """Return the case, for the centre's own staff and those who may dispatch it.

    Raises:
        Problem: the caller does not know of the case, or is none of them.
    """
    case, viewer = require_case(front, code, caller)
    if caller.staff is None:
        raise Problem(STAFF_ONLY)
    if not dispatches(case, viewer):
        raise Problem(CENTRE_ONLY)
    return case


def dispatches(case: CaseRecord, viewer: Viewer) -> bool:
    """Return whether the viewer is of the centre, or in a role that sends the case on."""
    if viewer.audience is not Audience.STAFF or viewer.actor is None:
        return False
    sends = (case.complaint.procedure.act(kind) for kind in _SENDS)
    senders = {role for rule in sends if rule for role in rule.by}
    return viewer.actor.role in {Role.CENTRE_OPERATOR, Role.CENTRE_LEADER, *senders}
