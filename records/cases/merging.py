"""Finds what was merged into a case, and lists the merges that a case has not learned of yet."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import CTE, delete
from sqlmodel import Session, col, select

from records.cases import tables

_case, _to_gather = tables.Case, tables.ToGather


def merged_into(code: str) -> CTE:
    """Return the query for the codes of all reports that were merged into a case, directly or through another."""
    start = select(_case.code).where(col(_case.merged_into) == code).cte("merged", recursive=True)
    return start.union(select(_case.code).join(start, col(_case.merged_into) == start.c.code))


def to_gather(session: Session, main: str | None, limit: int) -> tuple[tuple[str, str], ...]:
    """Return the case and the report of merges that the case has not learned of: of one case, or of all."""
    wanted = select(_to_gather.main, _to_gather.report).order_by(col(_to_gather.main), col(_to_gather.report))
    if main is not None:
        wanted = wanted.where(col(_to_gather.main) == main)
    return tuple((row[0], row[1]) for row in session.exec(wanted.limit(limit)))


def gathered(session: Session, main: str, reports: Iterable[str]) -> None:
    """Take from the list what a case has learned of."""
    learned = delete(_to_gather).where(col(_to_gather.main) == main, col(_to_gather.report).in_(list(reports)))
    session.execute(learned)
