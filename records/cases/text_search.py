"""Finds the first cases of a list whose reports contain certain words.

A common word is found fastest by reading the list from its beginning, a rare one by the search index. The database cannot
know in advance where in a list a word occurs. So the search reads a first stretch of the list, then a longer one, and only
then uses the index for all reports that contain the words.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from enum import Enum
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal, literal_column, select, true
from sqlmodel import Session, col

from records.cases import tables

_LOOKED_THROUGH = (400, 2000, 10_000)

Wanted = Select[*tuple[Any, ...]]


class Match(Enum):
    """The ways in which a report may contain the words that were sought."""

    AS_SAID = "as_said"
    """With the diacritics that were typed. A word typed without any matches a word with them too."""

    FOLDED_ALONE = "folded_alone"
    """Only when the diacritics are left out: “dương” in “đường”."""

    FOLDED = "folded"
    """Either way."""


def parts_of(words: str, first: int = 0) -> list[tuple[int, Match]]:
    """Return the parts of a list of what was found, beginning with the part `first`, each with its number.

    Reports that contain the words as they were typed come before those that contain them only without diacritics. Words
    typed without diacritics have one part.
    """
    if unicodedata.normalize("NFD", words.replace("đ", "d").replace("Đ", "D")).isascii():
        return [(0, Match.FOLDED)]
    return [(0, Match.AS_SAID), (1, Match.FOLDED_ALONE)][first:]


def first_with_words(
    session: Session,
    words: str,
    match: Match,
    *,
    beginning: Callable[[int], Wanted],
    everything: Wanted,
    position: tuple[Any, ...],
    ordered: Callable[[Wanted], Wanted],
    count: int,
) -> list[str]:
    """Return the codes of the first `count` cases of a list whose reports contain the words in this way.

    `beginning` returns a query for that many rows from the list's beginning. `position` is the columns of these rows: the
    case's `code` and the column that `ordered` sorts by. `everything` selects the codes of the whole list, unsorted.
    """
    for most in _stretches(count):
        near = beginning(most).cte("near")
        found = ordered(_near_that_say(words, match, near)).limit(count).subquery()
        # The outer join keeps a row with the count even where no report contains the words.
        read = select(select(func.count()).select_from(near).scalar_subquery().label("looked_through"), *found.c)
        rows = session.execute(ordered(read.select_from(select(literal(1)).subquery().outerjoin(found, true())))).all()
        codes = [row.code for row in rows if row.code is not None]
        if len(codes) == count or rows[0].looked_through < most:
            return codes
    lines = _that_say(words, match, everything).cte("lines").prefix_with("MATERIALIZED")
    placed = select(*position).join(lines, lines.c.code == col(tables.Case.code))
    return [row.code for row in session.execute(ordered(placed).limit(count))]


def count_with_words(
    session: Session, words: str, *, beginning: Callable[[int], Wanted], everything: Wanted, most: int
) -> int:
    """Count the cases of such a list whose reports contain the words, with or without diacritics. A count of `most` means that
    many or more."""
    for stretch in _stretches(most):
        near = beginning(stretch).cte("near")
        looked_through = select(func.count()).select_from(near).scalar_subquery()
        found, looked = session.execute(
            select(_count_of(_near_that_say(words, Match.FOLDED, near), most), looked_through)
        ).one()
        if found == most or looked < stretch:
            return int(found)
    return int(session.scalars(select(_count_of(_that_say(words, Match.FOLDED, everything), most))).one())


def _stretches(count: int) -> Iterator[int]:
    """Yield the lengths of the stretches to read, for a search that wants `count` cases."""
    yield from [stretch for stretch in _LOOKED_THROUGH if stretch > count][:2]


def _count_of(wanted: Wanted, most: int) -> Any:
    return select(func.count()).select_from(wanted.limit(most).subquery()).scalar_subquery()


def _near_that_say(words: str, match: Match, near: Any) -> Wanted:
    """Search these rows' own reports. `IS TRUE` keeps the database from using the search index, which would read every report
    that contains the words."""
    says = _says(words, match).is_(true())
    return select(*near.c).join(tables.Report, col(tables.Report.code) == near.c.code).where(says)


def _that_say(words: str, match: Match, everything: Wanted) -> Wanted:
    said = select(col(tables.Report.code)).where(_says(words, match)).subquery()
    return everything.join(said, said.c.code == col(tables.Case.code))


def _says(words: str, match: Match) -> ColumnElement[bool]:
    simple: ColumnElement[str] = literal_column("'simple'")
    # A word without diacritics is in the index in both forms, so the words as they were typed find it either way.
    as_said = func.plainto_tsquery(simple, func.as_said(words))
    folded = func.plainto_tsquery(simple, func.folded(words))
    sought = {
        Match.AS_SAID: as_said,
        Match.FOLDED: folded,
        Match.FOLDED_ALONE: func.tsquery_and(folded, func.tsquery_not(as_said)),
    }
    return col(tables.Report.search).bool_op("@@")(sought[match])
