"""Seek among the cases that anybody may see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from records.cases.rows import PublicFilters, PublicPage

MOST_COUNTED = 200
"""Cases are counted up to this number. To count further takes longer than to read the list."""


class PublicLists(Protocol):
    """The record as seeking needs it; `records.cases.public_lists.PublicCases` is the real one."""

    def page(self, filters: PublicFilters, cursor: str | None, limit: int) -> PublicPage: ...

    def count(self, filters: PublicFilters, most: int) -> int: ...


@dataclass(frozen=True)
class Found:
    """A page of cases, and how many cases there are in all; one more than MOST_COUNTED stands for more than that."""

    page: PublicPage
    count: int


def seek(public: PublicLists, filters: PublicFilters, cursor: str | None, limit: int) -> Found:
    """Return a page of the public cases, the latest received first.

    Raises:
        BadCursor: the cursor is not of such a list.
    """
    page = public.page(filters, cursor, limit)
    return Found(page, public.count(filters, MOST_COUNTED + 1))
