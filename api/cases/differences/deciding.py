"""Shows differences between cases and their workflows to those who may see them, and takes decisions on them."""

from __future__ import annotations

from typing import Protocol
from uuid import UUID

from api.cases.differences.views import DifferenceList, difference_list
from api.office.admins import administers
from api.office.problems import OFFICE_ADMIN_ONLY
from api.web.identity.callers import Staff
from api.web.problems.kinds import FINDING_DECIDED, UNKNOWN_FINDING
from api.web.problems.problem import Problem
from domain.reconciling import CHOICES, Choice
from records.reconciliation.rows import KnownFinding, LastComparison

MOST, SETTLED = 200, 20


class Findings(Protocol):
    """The record as this module needs it; `records.reconciliation.repository.Reconciliation` is the real one."""

    def last(self) -> LastComparison | None:
        """Return the last complete comparison, None where there was none."""
        ...

    def open_findings(self, authority: str | None, limit: int) -> tuple[KnownFinding, ...]:
        """Return the findings that are not settled, the oldest first: of one authority, or all."""
        ...

    def settled_findings(self, authority: str | None, limit: int) -> tuple[KnownFinding, ...]:
        """Return the findings that were settled, the latest first: of one authority, or all."""
        ...

    def finding(self, id_: UUID) -> KnownFinding | None:
        """Return one finding, None for an unknown id."""
        ...

    def decide(self, id_: UUID, choice: Choice, *, note: str, by_account: str | None, seen: str | None = None) -> bool:
        """Record the decision on a finding. Return false where somebody decided before.

        Raises:
            ChangedMeanwhile: the finding is no more as it was `seen`.
        """
        ...


def differences_seen_by(findings: Findings, staff: Staff) -> DifferenceList:
    """Return the differences that wait for a decision and the latest that were settled, as an admin or auditor may see them."""
    authority = staff.account.authority
    return difference_list(
        findings.last(), findings.open_findings(authority, MOST), findings.settled_findings(authority, SETTLED)
    )


def finding_seen_by(findings: Findings, staff: Staff, id_: UUID) -> KnownFinding:
    """Return a finding to an admin or auditor: of their authority, or of any for those who have none of their own.

    Raises:
        Problem: there is no finding that they may see.
    """
    found = findings.finding(id_)
    if found is None or staff.account.authority not in (None, found.authority):
        raise Problem(UNKNOWN_FINDING)
    return found


def decide_on(
    findings: Findings, staff: Staff, id_: UUID, choice: str, note: str, *, seen: str | None = None
) -> KnownFinding:
    """Record what an admin decides on a finding of their authority. A background job of the worker carries it out.

    Raises:
        Problem: the caller is no such admin, there is no such finding, it does not offer this choice, or somebody decided before.
        ChangedMeanwhile: a comparison found it otherwise than it was `seen`.
    """
    if not administers(staff, staff.account.authority):
        raise Problem(OFFICE_ADMIN_ONLY)
    found = finding_seen_by(findings, staff, id_)
    by = staff.account.id
    offered = CHOICES.get(found.difference.kind, ())
    if choice not in offered or not findings.decide(id_, Choice(choice), note=note, by_account=by, seen=seen):
        raise Problem(FINDING_DECIDED)
    return found
