"""Finds the first cases of a list whose reports contain certain words.

A common word is found fastest by reading the list from its beginning, a rare one by the search index. The database cannot
know in advance where in a list a word occurs. So the search reads a first stretch of the list, then a longer one, and only
then uses the index for all reports that contain the words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal, literal_column, select, true
from sqlmodel import Session, col

from records.cases import tables

_LOOKED_THROUGH = (400, 2000, 10_000)

Wanted = Select[*tuple[Any, ...]]


def first_with_words(
    session: Session,
    words: str,
    *,
    beginning: Callable[[int], Wanted],
    everything: Wanted,
    position: tuple[Any, ...],
    ordered: Callable[[Wanted], Wanted],
    count: int,
) -> list[str]:
    """Return the codes of the first `count` cases of a list whose reports contain the words, with or without diacritics.

    `beginning` returns a query for that many rows from the list's beginning. `position` is the columns of these rows: the
    case's `code` and the column that `ordered` sorts by. `everything` selects the codes of the whole list, unsorted.
    """
    for most in _stretches(count):
        near = beginning(most).cte("near")
        found = ordered(_near_that_say(words, near)).limit(count).subquery()
        # The outer join keeps a row with the count even where no report contains the words.
        read = select(select(func.count()).select_from(near).scalar_subquery().label("looked_through"), *found.c)
        rows = session.execute(ordered(read.select_from(select(literal(1)).subquery().outerjoin(found, true())))).all()
        codes = [row.code for row in rows if row.code is not None]
        if len(codes) == count or rows[0].looked_through < most:
            return codes
    lines = _that_say(words, everything).cte("lines").prefix_with("MATERIALIZED")
    placed = select(*position).join(lines, lines.c.code == col(tables.Case.code))
    return [row.code for row in session.execute(ordered(placed).limit(count))]


def count_with_words(
    session: Session, words: str, *, beginning: Callable[[int], Wanted], everything: Wanted, most: int
) -> int:
    """Count the cases of such a list whose reports contain the words. A count of `most` means that many or more."""
    for stretch in _stretches(most):
        near = beginning(stretch).cte("near")
        looked_through = select(func.count()).select_from(near).scalar_subquery()
        found, looked = session.execute(select(_count_of(_near_that_say(words, near), most), looked_through)).one()
        if found == most or looked < stretch:
            return int(found)
    return int(session.scalars(select(_count_of(_that_say(words, everything), most))).one())


def _stretches(count: int) -> Iterator[int]:
    """Yield the lengths of the stretches to read, for a search that wants `count` cases."""
    yield from [stretch for stretch in _LOOKED_THROUGH if stretch > count][:2]


def _count_of(wanted: Wanted, most: int) -> Any:
    return select(func.count()).select_from(wanted.limit(most).subquery()).scalar_subquery()


def _near_that_say(words: str, near: Any) -> Wanted:
    """Search these rows' own reports. `IS TRUE` keeps the database from using the search index, which would read every report
    that contains the words."""
    says = _says(words).is_(true())
    return select(*near.c).join(tables.Report, col(tables.Report.code) == near.c.code).where(says)


def _that_say(words: str, everything: Wanted) -> Wanted:
    said = select(col(tables.Report.code)).where(_says(words)).subquery()
    return everything.join(said, said.c.code == col(tables.Case.code))


def _says(words: str) -> ColumnElement[bool]:
    sought = func.plainto_tsquery(literal_column("'simple'"), func.folded(words))
    return col(tables.Report.search).bool_op("@@")(sought)
