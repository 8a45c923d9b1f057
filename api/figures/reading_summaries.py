"""Read the monthly reports that regulations require: those that were made, and their files."""

from __future__ import annotations

from typing import Protocol

from api.web.identity.callers import Staff
from api.web.problems.kinds import SUMMARIES_FOR_WATCHERS, UNKNOWN_SUMMARY
from api.web.problems.problem import Problem
from domain.words import Role
from records.summaries.rows import KeptSummary, SummaryFormat

_MAY_LOOK = frozenset({Role.CENTRE_OPERATOR, Role.CENTRE_LEADER, Role.AUTHORITY_LEADER, Role.AUDITOR, Role.ADMIN})


class SummariesKept(Protocol):
    """The record as reading needs it; `records.summaries.repository.Summaries` is the real one."""

    def of_authority(self, authority: str | None) -> tuple[KeptSummary, ...]: ...

    def find(self, code: str) -> KeptSummary | None: ...

    def content(self, code: str, form: SummaryFormat) -> bytes | None: ...


def may_look(staff: Staff) -> bool:
    """Return whether this member of staff may read monthly reports."""
    return staff.account.role in _MAY_LOOK


def summaries_seen_by(summaries: SummariesKept, staff: Staff) -> tuple[KeptSummary, ...]:
    """Return the reports of one's own authority, or of every authority for those who have none.

    Raises:
        Problem: this member of staff may read none.
    """
    return summaries.of_authority(_authority_seen_by(staff))


def summary_file(summaries: SummariesKept, staff: Staff, code: str, form: SummaryFormat) -> tuple[KeptSummary, bytes]:
    """Return a report and the content of one of its files.

    Raises:
        Problem: there is no such report that this member of staff may read.
    """
    authority = _authority_seen_by(staff)
    kept = summaries.find(code)
    content = summaries.content(code, form) if kept else None
    if kept is None or content is None or authority not in (None, kept.made.procedure.id):
        raise Problem(UNKNOWN_SUMMARY)
    return kept, content


def _authority_seen_by(staff: Staff) -> str | None:
    if not may_look(staff):
        raise Problem(SUMMARIES_FOR_WATCHERS)
    return staff.account.authority
