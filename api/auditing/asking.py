"""An auditor asks for the audit of one case.

The page is for auditors alone. They read everything by office. An admin runs the system that is examined, and may not read
internal notes, whose words a deviation can quote; people of the case have a part in it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from api.auditing.auditing import Auditor, CaseAudit
from api.auditing.problems import AUDITORS_ONLY
from api.web.front import Front
from api.web.identity.callers import Staff, case_code
from api.web.problems.kinds import UNKNOWN_CASE
from api.web.problems.problem import Problem
from domain.proof.deviations import AuditPart, Deviation, part_of
from domain.visibility import scope_of
from domain.words import Role
from records.auditing.rows import WholeCase
from records.roots.rows import Inclusion
from workflows.errors import WorkflowsUnavailable

_PATIENCE = timedelta(seconds=8)
"""The time that Temporal has for a history, before the audit goes on without it."""


@dataclass(frozen=True)
class SeenAudit:
    """The audit of a case as an auditor sees it. `inclusion` proves that a daily root holds the case, None where none does yet;
    `left_at` are the instants at which that root left the house. The audit lasted from `began_at` until `at`."""

    audit: CaseAudit
    guards: tuple[Deviation, ...]
    inclusion: Inclusion | None
    left_at: tuple[datetime, ...]
    began_at: datetime
    at: datetime

    @property
    def by_part(self) -> Mapping[AuditPart, tuple[Deviation, ...]]:
        """The deviations of each part, none left out."""
        found = (*self.audit.deviations, *self.guards)
        return {part: tuple(each for each in found if part_of(each.kind) is part) for part in AuditPart}


def may_audit(staff: Staff | None) -> bool:
    """Tell whether this person may open the audit of a case that they may see."""
    return staff is not None and staff.account.role is Role.AUDITOR


async def audited(front: Front, staff: Staff, code: str) -> SeenAudit:
    """Audit a case for an auditor.

    Raises:
        Problem: the caller is no auditor, or there is no such case within their scope.
    """
    if not may_audit(staff):
        raise Problem(AUDITORS_ONLY)
    known_as = case_code(code)
    found = await asyncio.to_thread(front.record.audits.whole, (known_as,)) if known_as else ()
    if not found or not _covers(staff, found[0]):
        raise Problem(UNKNOWN_CASE)
    began_at = front.clock()
    audit = await _audit(front, found[0].code)
    inclusion = await asyncio.to_thread(front.record.roots.inclusion, found[0].code)
    left_at = await asyncio.to_thread(front.record.roots.left_at, inclusion.day.date) if inclusion else ()
    guards = await asyncio.to_thread(front.record.audits.guards_off)
    return SeenAudit(audit, guards, inclusion, left_at, began_at, front.clock())


def _covers(staff: Staff, case: WholeCase) -> bool:
    """Tell whether the case lies within this person's scope. The row is asked and no more, so that a record that contradicts
    itself can still be examined."""
    return scope_of(staff.actor).covers(authority=case.case["authority"], lead=case.case["lead"], co_ordinating=())


async def _audit(front: Front, code: str) -> CaseAudit:
    """Audit a case. Where Temporal does not answer in time, the record alone is compared."""
    found = None
    if front.histories is not None:
        try:
            asked = Auditor(front.record, front.store, front.histories).case(code)
            found = await asyncio.wait_for(asked, _PATIENCE.total_seconds())
        except (WorkflowsUnavailable, TimeoutError):
            found = None
    found = found or await Auditor(front.record, front.store).case(code)
    if found is None:
        raise Problem(UNKNOWN_CASE)
    return found
