"""Keeps each audit that came to its end in a list, and shows the list to those who may audit."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Protocol

import structlog

from api.auditing.asking import SeenAudit, may_audit
from api.auditing.problems import AUDITORS_ONLY
from api.web.identity.callers import Staff
from api.web.problems.problem import Problem
from procedures import all_procedures
from records.auditing.rows import AuditWay, FinishedAudit, PastAudit
from records.errors import RecordsError

_log = structlog.get_logger(__name__)
_PAGE = 100


class AuditsKept(Protocol):
    """The record as this module needs it; `records.auditing.past.PastAudits` is the real one."""

    def keep(self, audit: FinishedAudit) -> None: ...

    def page(self, prefix: str | None, before: int | None, limit: int) -> tuple[PastAudit, ...]: ...


@dataclass(frozen=True)
class PageOfAudits:
    """A page of past audits, the latest first. The next page holds those before the audit numbered `next`; None for none."""

    audits: tuple[PastAudit, ...]
    next: int | None


def keep_seen(past: AuditsKept, staff: Staff, seen: SeenAudit, way: AuditWay) -> None:
    """Keep the audit of one case. Where it cannot be kept, the auditor still sees it: a record to which nothing can be written
    must be examined, too."""
    audit = seen.audit
    finished = FinishedAudit(
        began_at=seen.began_at,
        way=way,
        by_account=staff.account.id,
        machine=socket.gethostname(),
        code=audit.code,
        cases=1,
        events=audit.events,
        histories=None if audit.told is None else int(audit.told),
        deviations=(*audit.deviations, *seen.guards),
    )
    try:
        past.keep(finished)
    except RecordsError as error:
        _log.warning("audit not kept", case=audit.code, error=type(error).__name__)


def audits_seen_by(past: AuditsKept, staff: Staff, before: int | None, limit: int) -> PageOfAudits:
    """Return a page of past audits to an auditor: those of their authority's cases, and of all cases without what was found in
    cases of others.

    Raises:
        Problem: the caller is no auditor.
    """
    prefix = _prefix(staff)
    found = past.page(prefix, before, limit + 1)
    shown = tuple(_within(each, prefix) for each in found[:limit])
    return PageOfAudits(shown, shown[-1].number if len(found) > limit else None)


def all_audits(past: AuditsKept, staff: Staff) -> Iterator[PastAudit]:
    """Return every past audit that this auditor may see, the latest first, read page by page. Raises as `audits_seen_by`."""
    first = audits_seen_by(past, staff, None, _PAGE)
    return _pages(past, staff, first)


def _pages(past: AuditsKept, staff: Staff, page: PageOfAudits) -> Iterator[PastAudit]:
    yield from page.audits
    while page.next is not None:
        page = audits_seen_by(past, staff, page.next, _PAGE)
        yield from page.audits


def _prefix(staff: Staff) -> str | None:
    """Return how the codes begin of the cases that this auditor may see, None for all."""
    if not may_audit(staff):
        raise Problem(AUDITORS_ONLY)
    own = staff.account.authority
    procedure = all_procedures().get(own or "")
    return f"{procedure.authority.code_prefix if procedure else own}-" if own else None


def _within(past: PastAudit, prefix: str | None) -> PastAudit:
    if prefix is None:
        return past
    every = past.audit.deviations
    own = tuple(each for each in every if each.code is None or each.code.startswith(prefix))
    hidden = len(every) - len(own)
    return replace(past, found=past.found - hidden, audit=replace(past.audit, deviations=own))
