"""Review how offices were changed: who, when, what, from what, to what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Protocol

from api.office.problems import CHANGES_FOR_AUDITORS
from api.web.identity.callers import Staff
from api.web.problems.problem import Problem
from records.offices.rows import OfficeChange

_PAGE = 500


class ChangesKept(Protocol):
    """The record as reviewing needs it; `records.offices.repository.Offices` is the real one."""

    def changes(self, authority: str | None, before: int | None, limit: int) -> tuple[OfficeChange, ...]: ...


@dataclass(frozen=True)
class PageOfChanges:
    """A page of changes, the latest first. The next page holds those before the change numbered `next`; None for none."""

    changes: tuple[OfficeChange, ...]
    next: int | None


def page_of_changes(
    offices: ChangesKept, staff: Staff, authority: str | None, before: int | None, limit: int
) -> PageOfChanges:
    """Return a page of the changes that this auditor or admin may see: of one authority, or of all for None.

    Raises:
        Problem: the authority is not this person's.
    """
    found = offices.changes(_authority_seen_by(staff, authority), before, limit + 1)
    shown = found[:limit]
    return PageOfChanges(shown, shown[-1].number if len(found) > limit else None)


def all_changes(offices: ChangesKept, staff: Staff, authority: str | None) -> Iterator[OfficeChange]:
    """Return every change that this auditor or admin may see, the latest first, read page by page.

    The first page is read at once, so that a failure of the record is reported before the answer begins.

    Raises:
        Problem: the authority is not this person's.
    """
    seen = _authority_seen_by(staff, authority)
    first = offices.changes(seen, None, _PAGE)
    return chain.from_iterable(_pages(offices, seen, first))


def _pages(
    offices: ChangesKept, authority: str | None, page: tuple[OfficeChange, ...]
) -> Iterator[tuple[OfficeChange, ...]]:
    while page:
        yield page
        page = offices.changes(authority, page[-1].number, _PAGE)


def _authority_seen_by(staff: Staff, wanted: str | None) -> str | None:
    own = staff.account.authority
    if own is not None and wanted not in (None, own):
        raise Problem(CHANGES_FOR_AUDITORS)
    return own or wanted
