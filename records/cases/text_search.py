"""Finds the first cases of a list whose reports contain certain words.

A word that is common in the list is found fastest by reading the list from its beginning, any other by the search index,
which answers the words and the list's labels together. The database cannot know in advance how common a word is in a list.
So the search reads a first stretch of the list, and a longer one as long as that seems to hold enough. Else it asks the index,
which knows all where few reports of the list contain the words. Where many do, it reads on, and only then all that the index
finds.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, literal, literal_column, not_, select, true
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from records.cases import tables
from records.cases.labels import Labels

_LOOKED_THROUGH = (400, 2000, 10_000)
_TIMES_AS_LONG = 5
"""The factor by which each stretch is longer than the one before."""

_FEW = 4000
"""The number of reports that the index may find before a longer stretch of the list is read instead."""

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


@dataclass(frozen=True)
class Searched:
    """A list in which words are sought.

    `beginning` returns a query for that many rows from the list's beginning, `everything` is a query for the whole list,
    unsorted. Their rows hold the case's `code` and the column that `ordered` sorts by. `labels` are those of the reports in
    the list. With `as_masked`, words that are masked for the public are not found.
    """

    beginning: Callable[[int], Wanted]
    everything: Wanted
    ordered: Callable[[Wanted], Wanted]
    labels: Labels
    as_masked: bool = False


def first_with_words(session: Session, words: str, match: Match, searched: Searched, count: int) -> list[str]:
    """Return the codes of the first `count` cases of the list whose reports contain the words in this way."""
    sought = _Sought(session, _says(words, match, searched), searched, count)
    is_asked = False
    for most in _LOOKED_THROUGH:
        codes, is_whole = sought.in_beginning(most)
        if is_whole:
            return codes
        if not is_asked and not _may_suffice(len(codes), count):
            is_asked = True
            if (few := sought.among_few()) is not None:
                return few
    return sought.among_all()


def count_with_words(session: Session, words: str, searched: Searched, most: int) -> int:
    """Count the cases of the list whose reports contain the words, with or without diacritics. A count of `most` means that
    many or more."""
    says = _says(words, Match.FOLDED, searched)
    for stretch in _LOOKED_THROUGH[1:]:
        near = searched.beginning(stretch).cte("near")
        looked_through = select(func.count()).select_from(near).scalar_subquery()
        found, looked = session.execute(select(_count_of(_near_that_say(says, near), most), looked_through)).one()
        if found == most or looked < stretch:
            return int(found)
        if not _may_suffice(found, most):
            break
    # The offset keeps the database from reading the list in place of the search index, in the hope of a common word.
    said = _said(says, searched.labels).offset(0).subquery()
    whole = _codes_of(searched.everything).join(said, said.c.code == col(tables.Case.code))
    return int(session.scalars(select(_count_of(whole, most))).one())


def _may_suffice(found: int, wanted: int) -> bool:
    """Tell whether the next stretch of the list may hold as many as are wanted, after so many in the one before."""
    return found * _TIMES_AS_LONG >= wanted


@dataclass(frozen=True)
class _Sought:
    """A search for the first `count` cases of a list whose reports fulfil the condition `says`."""

    session: Session
    says: ColumnElement[bool]
    searched: Searched
    count: int

    def in_beginning(self, most: int) -> tuple[list[str], bool]:
        """Return the codes that the first `most` rows of the list tell, and whether these are all that were sought."""
        near = self.searched.beginning(most).cte("near")
        codes, looked_through = self._first(_near_that_say(self.says, near), near)
        return codes, len(codes) == self.count or looked_through < most

    def among_few(self) -> list[str] | None:
        """Return the codes by the search index, which answers words and labels together. Return None where more than a few
        reports have both."""
        said = _said(self.says, self.searched.labels).limit(_FEW + 1).cte("said").prefix_with("MATERIALIZED")
        are_few = select(func.count()).select_from(said).scalar_subquery() <= _FEW
        found = self.searched.everything.join(said, said.c.code == col(tables.Case.code)).where(are_few)
        codes, said_by = self._first(found, said)
        return codes if said_by <= _FEW else None

    def among_all(self) -> list[str]:
        """Return the codes by the search index, however many reports it finds."""
        said = _said(self.says, self.searched.labels).subquery()
        lines = _codes_of(self.searched.everything).join(said, said.c.code == col(tables.Case.code)).cte("lines")
        whole = self.searched.everything.join(lines.prefix_with("MATERIALIZED"), lines.c.code == col(tables.Case.code))
        return [row.code for row in self.session.execute(self.searched.ordered(whole).limit(self.count))]

    def _first(self, found: Wanted, read: Any) -> tuple[list[str], int]:
        """Return the codes of the first rows that were found, and the number of rows in `read`."""
        first = self.searched.ordered(found).limit(self.count).subquery()
        number = select(func.count()).select_from(read).scalar_subquery().label("number")
        # The outer join keeps a row with the number even where no report contains the words.
        rows = select(number, *first.c).select_from(select(literal(1)).subquery().outerjoin(first, true()))
        told = self.session.execute(self.searched.ordered(rows)).all()
        return [row.code for row in told if row.code is not None], told[0].number


def _near_that_say(says: ColumnElement[bool], near: Any) -> Wanted:
    """Search these rows' own reports. `IS TRUE` keeps the database from using the search index, which would read every report
    that contains the words."""
    return select(*near.c).join(tables.Report, col(tables.Report.code) == near.c.code).where(says.is_(true()))


def _count_of(wanted: Wanted, most: int) -> Any:
    return select(func.count()).select_from(wanted.limit(most).subquery()).scalar_subquery()


def _said(says: ColumnElement[bool], labels: Labels) -> Wanted:
    return select(col(tables.Report.code)).where(says, *labels.conditions())


def _codes_of(wanted: Wanted) -> Wanted:
    return wanted.with_only_columns(col(tables.Case.code))


def _says(words: str, match: Match, searched: Searched) -> ColumnElement[bool]:
    simple: ColumnElement[str] = literal_column("'simple'")
    # A word without diacritics is in the index in both forms, so the words as they were typed find it either way.
    as_said = func.plainto_tsquery(simple, func.as_said(words))
    folded = func.plainto_tsquery(simple, func.folded(words))
    sought = {
        Match.AS_SAID: as_said,
        Match.FOLDED: folded,
        Match.FOLDED_ALONE: func.tsquery_and(folded, func.tsquery_not(as_said)),
    }[match]
    says: ColumnElement[bool] = col(tables.Report.search).bool_op("@@")(sought)
    return and_(says, not_(_is_masked(sought))) if searched.as_masked else says


def _is_masked(sought: Any) -> ColumnElement[bool]:
    """Tell whether what is sought stands only in words that the public does not read."""
    shown, later = tables.MaskedReport, aliased(tables.MaskedReport)
    changed = select(literal(1)).where(col(later.code) == col(shown.code), col(later.number) > col(shown.number))
    hidden = not_(col(shown.search).bool_op("@@")(sought))
    return (
        select(literal(1))
        .where(col(shown.code) == col(tables.Report.code), hidden, not_(changed.exists()))
        .correlate(tables.Report)
        .exists()
    )
