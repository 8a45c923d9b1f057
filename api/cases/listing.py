"""Staff list the cases within their scope: page by page, or all of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Protocol

from api.web.identity.callers import Staff
from domain.visibility import Scope, scope_of
from records.cases.rows import CaseLine, Filters, Page

_BATCH = 500
"""Cases read at once for the whole list."""


class ListedCases(Protocol):
    """The record as listing needs it; `records.cases.repository.Cases` is the real one."""

    def page(self, scope: Scope, filters: Filters, cursor: str | None, limit: int, *, at: datetime) -> Page:
        """Return a page of the cases within the scope that pass the filters, the nearest due first. What is overdue is so at the
        instant `at`."""
        ...


def page_for(
    cases: ListedCases, staff: Staff, filters: Filters, cursor: str | None, limit: int, *, at: datetime
) -> Page:
    """Return a page of the cases that a member of staff may know of, the nearest due first. What is overdue is so at the instant
    `at`."""
    return cases.page(scope_of(staff.actor), filters, cursor, limit, at=at)


def all_for(cases: ListedCases, staff: Staff, filters: Filters, *, at: datetime) -> Iterator[tuple[CaseLine, ...]]:
    """Return all cases that a member of staff may know of, batch by batch, all as of the instant `at`.

    The first batch is read before this returns, so that a problem can still be answered as one.
    """
    first = page_for(cases, staff, filters, None, _BATCH, at=at)

    def batches() -> Iterator[tuple[CaseLine, ...]]:
        page = first
        yield page.lines
        while page.next is not None:
            page = page_for(cases, staff, filters, page.next, _BATCH, at=at)
            yield page.lines

    return batches()
