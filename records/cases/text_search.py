"""The first cases of a list whose reports hold certain words. Neither way of looking is good for every word, and the database
cannot tell beforehand where in a list a word stands: so first the beginning of the list is looked through, where common words
are found at once, then more of it, and only then all that say the words.
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
    place: tuple[Any, ...],
    ordered: Callable[[Wanted], Wanted],
    count: int,
) -> list[str]:
    """The codes of the first cases of a list whose reports hold the words, with or without their diacritics, at most so many.

    `beginning` is the list's first so many rows, `place` the columns that they consist of: the case's `code`, and what
    `ordered` orders by. `everything` is the codes of all of the list, in no order.
    """
    for most in _stretches(count):
        near = beginning(most).cte("near")
        found = ordered(_near_that_say(words, near)).limit(count).subquery()
        # Outer, so that how many were looked through is told even where none says the words.
        told = select(select(func.count()).select_from(near).scalar_subquery().label("looked_through"), *found.c)
        rows = session.execute(ordered(told.select_from(select(literal(1)).subquery().outerjoin(found, true())))).all()
        codes = [row.code for row in rows if row.code is not None]
        if len(codes) == count or rows[0].looked_through < most:
            return codes
    lines = _that_say(words, everything).cte("lines").prefix_with("MATERIALIZED")
    placed = select(*place).join(lines, lines.c.code == col(tables.Case.code))
    return [row.code for row in session.execute(ordered(placed).limit(count))]


def count_with_words(
    session: Session, words: str, *, beginning: Callable[[int], Wanted], everything: Wanted, most: int
) -> int:
    """How many rows of such a list there are, `most` for so many or more."""
    for stretch in _stretches(most):
        near = beginning(stretch).cte("near")
        looked_through = select(func.count()).select_from(near).scalar_subquery()
        found, looked = session.execute(select(_count_of(_near_that_say(words, near), most), looked_through)).one()
        if found == most or looked < stretch:
            return int(found)
    return int(session.scalars(select(_count_of(_that_say(words, everything), most))).one())


def _stretches(count: int) -> Iterator[int]:
    """How much of a list is looked through at a time, to find so many."""
    yield from [stretch for stretch in _LOOKED_THROUGH if stretch > count][:2]


def _count_of(wanted: Wanted, most: int) -> Any:
    return select(func.count()).select_from(wanted.limit(most).subquery()).scalar_subquery()


def _near_that_say(words: str, near: Any) -> Wanted:
    """In words that no index knows: each row's own report is looked into, however many reports say the same."""
    says = _says(words).is_(true())
    return select(*near.c).join(tables.Report, col(tables.Report.code) == near.c.code).where(says)


def _that_say(words: str, everything: Wanted) -> Wanted:
    said = select(col(tables.Report.code)).where(_says(words)).subquery()
    return everything.join(said, said.c.code == col(tables.Case.code))


def _says(words: str) -> ColumnElement[bool]:
    sought = func.plainto_tsquery(literal_column("'simple'"), func.folded(words))
    return col(tables.Report.search).bool_op("@@")(sought)
