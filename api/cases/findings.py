"""The differences between cases and their workflows: who sees them, and who decides on them."""

from __future__ import annotations

from typing import Protocol
from uuid import UUID

from api.office.admins import administers
from api.office.problems import OFFICE_ADMIN_ONLY
from api.web.identity.callers import Staff
from api.web.problems.kinds import FINDING_DECIDED, UNKNOWN_FINDING
from api.web.problems.problem import Problem
from domain.reconciling import CHOICES, Choice
from records.reconciliation.rows import KnownFinding


class Findings(Protocol):
    """The record as this module needs it; `records.reconciliation.repository.Reconciliation` is the real one."""

    def finding(self, id_: UUID) -> KnownFinding | None:
        """Return one finding, None for an unknown id."""
        ...

    def decide(self, id_: UUID, choice: Choice, *, note: str, by_account: str | None) -> bool:
        """Record the decision on a finding. Return false where somebody decided before."""
        ...


def decide_on(findings: Findings, staff: Staff, id_: UUID, choice: str, note: str) -> KnownFinding:
    """Record what an admin decides on a finding of their authority. A background job of the worker carries it out.

    Raises:
        Problem: the caller is no such admin, there is no such finding, it does not offer this choice, or somebody decided before.
    """
    if not administers(staff, staff.account.authority):
        raise Problem(OFFICE_ADMIN_ONLY)
    found = findings.finding(id_)
    if found is None or not administers(staff, found.authority):
        raise Problem(UNKNOWN_FINDING)
    offered = CHOICES.get(found.difference.kind, ())
    if choice not in offered or not findings.decide(id_, Choice(choice), note=note, by_account=staff.account.id):
        raise Problem(FINDING_DECIDED)
    return found
