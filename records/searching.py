"""The first cases of a list whose reports hold certain words. Neither way of looking is good for every word, and the database
cannot tell a rare word from a common one: so first the beginning of the list is looked through, where common words are found
at once, and only then the index of words, where those that are left are few.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, literal_column, select
from sqlmodel import Session, col

from records import tables

_LOOKED_THROUGH = 2000

Wanted = Select[*tuple[Any, ...]]


def first_with_words(
    session: Session,
    words: str,
    *,
    beginning: Callable[[int], Wanted],
    everything: Wanted,
    ordered: Callable[[Wanted], Wanted],
    count: int,
) -> Sequence[Row[Any]]:
    """The first rows of a list whose reports hold the words, with or without their diacritics, at most so many.

    `beginning` is the list's first so many rows, `everything` all of it in no order, both with the case's `code`; `ordered` puts
    such rows into the order of the list.
    """
    near = _in_the_beginning(words, beginning)
    found = session.execute(ordered(near).limit(count)).all()
    if len(found) == count:
        return found
    lines = _among_those_that_say(words, everything).cte("lines").prefix_with("MATERIALIZED")
    return session.execute(ordered(select(*lines.columns)).limit(count)).all()


def count_with_words(
    session: Session, words: str, *, beginning: Callable[[int], Wanted], everything: Wanted, most: int
) -> int:
    """How many rows of such a list there are, `most` for so many or more."""
    near = _count(session, _in_the_beginning(words, beginning), most)
    return near if near == most else _count(session, _among_those_that_say(words, everything), most)


def _count(session: Session, wanted: Wanted, most: int) -> int:
    return session.scalars(select(func.count()).select_from(wanted.limit(most).subquery())).one()


def _in_the_beginning(words: str, beginning: Callable[[int], Wanted]) -> Wanted:
    near = beginning(_LOOKED_THROUGH).subquery()
    return select(*near.columns).join(tables.Report, col(tables.Report.code) == near.c.code).where(_says(words))


def _among_those_that_say(words: str, everything: Wanted) -> Wanted:
    said = select(col(tables.Report.code)).where(_says(words)).cte("said").prefix_with("MATERIALIZED")
    return everything.join(said, said.c.code == col(tables.Case.code))


def _says(words: str) -> ColumnElement[bool]:
    sought = func.plainto_tsquery(literal_column("'simple'"), func.folded(words))
    return col(tables.Report.search).bool_op("@@")(sought)
