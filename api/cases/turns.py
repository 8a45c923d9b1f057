"""Finds whose turn it is in a case: the role that, by its regulation, does the act that carries the case on from its status."""

from __future__ import annotations

from dataclasses import dataclass

from domain.procedure import ActRule, Procedure
from domain.words import ActKind, Role, Status

_CARRIES_ON = frozenset(
    {
        ActKind.VERIFY,
        ActKind.DISPATCH,
        ActKind.DIRECT,
        ActKind.FORWARD,
        ActKind.TAKE_ON,
        ActKind.ACCEPT,
        ActKind.SUBMIT_RESULT,
        ActKind.APPROVE,
        ActKind.PUBLISH,
    }
)
_WAITS_FOR_REPORTER = frozenset({Status.AWAITING_SUPPLEMENT, Status.PUBLISHED, Status.WITHHELD})
_OPEN = tuple(status for status in Status if not status.is_final and status is not Status.UNFILED)


@dataclass(frozen=True)
class Turn:
    """The role whose turn it is. `of_lead`: it is a role of the lead agency."""

    role: Role
    of_lead: bool = False


def statuses_of(procedure: Procedure, role: Role) -> tuple[Status, ...]:
    """Return the statuses from which this role carries a case on."""
    return tuple(status for status in _OPEN if any(role in rule.by for rule in _carrying(procedure, status)))


def turn(procedure: Procedure | None, status: Status, *, has_lead: bool) -> Turn | None:
    """Return whose turn it is in this status, None where the case has ended."""
    if status in _WAITS_FOR_REPORTER:
        return Turn(Role.REPORTER)
    roles = [role for rule in _carrying(procedure, status) for role in rule.by] if procedure else []
    # An agency acts only where it has the case.
    role = next((role for role in roles if has_lead or not role.of_agency), None)
    return Turn(role, of_lead=role.of_agency) if role else None


def _carrying(procedure: Procedure, status: Status) -> tuple[ActRule, ...]:
    return tuple(
        rule
        for rule in procedure.acts
        if rule.act in _CARRIES_ON and status in rule.when and rule.leads_to(status) is not None
    )
