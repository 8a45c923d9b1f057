"""Reads the public lists of cases, the newest first. Never reads who reported."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from sqlalchemy import Boolean, ColumnElement, Row, func, literal, literal_column, select, tuple_
from sqlalchemy.orm import Mapped
from sqlmodel import col

from domain.words import Status
from records.cases import labels, tables
from records.cases.labels import Labels
from records.cases.rows import PublicFilters, PublicLine, PublicPage
from records.cases.text_search import Match, Searched, Wanted, count_with_words, first_with_words, parts_of
from records.columns import Instant
from records.cursors import cursor_at, part_of, position_of
from records.engine import transaction
from records.errors import BadCursor
from records.statements import plan_for_values
from records.texts import storable, storable_row

if TYPE_CHECKING:
    from sqlalchemy import Engine


def _masked(column: str) -> Any:
    """Return a column of the report as the public last came to read it, NULL where nothing is masked."""
    shown = tables.MaskedReport
    newest = select(getattr(shown, column)).where(col(shown.code) == col(tables.Case.code))
    return newest.order_by(col(shown.number).desc()).limit(1).correlate(tables.Case).scalar_subquery()


_COLUMNS: tuple[Any, ...] = (
    col(tables.Case.code),
    col(tables.Case.authority),
    col(tables.Case.status),
    col(tables.Case.field),
    col(tables.Case.lead),
    col(tables.Case.received_at),
    func.greatest(col(tables.Case.public_changed_at), _masked("at"), type_=Instant()).label("changed_at"),
    func.coalesce(_masked("excerpt"), col(tables.Case.excerpt)).label("excerpt"),
    func.coalesce(_masked("place"), col(tables.Report.place)).label("place"),
    col(tables.Report.place_id),
    col(tables.Case.latitude),
    col(tables.Case.longitude),
    tables.OVER_SINCE.label("over_since"),
)
_POINTS: tuple[Any, ...] = (
    col(tables.Case.code),
    col(tables.Case.received_at),
    col(tables.Case.latitude),
    col(tables.Case.longitude),
)
_HAS_POINT = col(tables.Case.latitude).is_not(None)


@dataclass(frozen=True)
class _Order:
    """The order of a list, the latest first. `position` is the columns that a case's position follows from."""

    by: str
    position: tuple[Any, ...]

    def ordered(self, wanted: Wanted) -> Wanted:
        return wanted.order_by(*(wanted.selected_columns[name].desc() for name in (self.by, "code")))

    def first(self, wanted: Wanted, count: int) -> Wanted:
        return self.ordered(wanted).limit(count)


_NEWEST = _Order("received_at", (col(tables.Case.code), col(tables.Case.received_at)))
_NEWEST_POINTS = _Order("received_at", _POINTS)
_LATEST = _Order("changed_at", (col(tables.Case.code), col(tables.Case.public_changed_at).label("changed_at")))
_LATEST_MASKED = _Order("changed_at", (col(tables.Case.code), _masked("at").label("changed_at")))

# Masking words is no event of a case, so its moment is in no column of the case. Further back than this no feed reaches.
_MASKED_LATELY = (
    select(col(tables.MaskedReport.code)).order_by(col(tables.MaskedReport.at).desc()).limit(1000).subquery()
)


class PublicCases:
    """Lists public cases. The record stores with each case whether it is public, by `domain.visibility.is_public`.

    Every method may raise RecordsUnavailable.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def page(self, filters: PublicFilters, cursor: str | None, limit: int) -> PublicPage:
        """Return a page of the cases that match the filters, the latest received first.

        Raises:
            BadCursor: `cursor` is not the `next` of any page.
        """
        # One row more than the page holds tells whether another page follows.
        rows = self._rows(_COLUMNS, filters, [], _NEWEST, limit + 1, cursor=cursor)
        lines = [(part, _line(row)) for part, row in rows]
        part, last = lines[limit - 1] if len(lines) > limit else (0, None)
        following = cursor_at(last.received_at, last.code, part=part) if last else None
        return PublicPage(tuple(line for _, line in lines[:limit]), following)

    def points(self, filters: PublicFilters, most: int) -> tuple[PublicLine, ...]:
        """Return the matching cases that have a point on the map, the latest received first, at most `most`."""
        rows = self._rows(_COLUMNS, filters, [_HAS_POINT], _NEWEST, most)
        return tuple(_line(row) for _, row in rows)

    def places(self, filters: PublicFilters, most: int) -> tuple[tuple[float, float], ...]:
        """Return the latitude and longitude of these points alone."""
        rows = self._rows(_POINTS, filters, [_HAS_POINT], _NEWEST_POINTS, most)
        return tuple((row.latitude, row.longitude) for _, row in rows)

    def news(self, filters: PublicFilters, most: int) -> tuple[PublicLine, ...]:
        """Return the matching cases whose public part changed last, at most `most`. Their order is that of the changes alone."""
        masked = col(tables.Case.code).in_(select(_MASKED_LATELY.c.code))
        rows = [
            *self._rows(_COLUMNS, filters, [], _LATEST, most, best_first=False),
            *self._rows(_COLUMNS, filters, [masked], _LATEST_MASKED, most, best_first=False),
        ]
        lines = {line.code: line for line in (_line(row) for _, row in rows)}
        latest = sorted(lines.values(), key=lambda line: (line.changed_at, line.code), reverse=True)
        return tuple(latest[:most])

    def count(self, filters: PublicFilters, most: int) -> int:
        """Count the cases that match the filters. A count of `most` means that many or more."""
        filters = storable_row(filters)
        wanted = _matching(_NEWEST.position, filters)
        with transaction(self._engine) as session:
            plan_for_values(session)
            if words := _words(filters):
                return count_with_words(session, words, _searched(wanted, _NEWEST, filters), most)
            codes = wanted.with_only_columns(col(tables.Case.code))
            return session.scalars(select(func.count()).select_from(codes.limit(most).subquery())).one()

    def _rows(
        self,
        columns: tuple[Any, ...],
        filters: PublicFilters,
        also: list[ColumnElement[bool]],
        order: _Order,
        count: int,
        *,
        cursor: str | None = None,
        best_first: bool = True,
    ) -> Sequence[tuple[int, Row[Any]]]:
        """Return the rows after the cursor, each with the number of its part of the list."""
        filters = storable_row(filters)
        # Find the codes first, and only then read the columns of these few cases.
        whole = _matching(order.position, filters).where(*also)
        after = whole.where(*_after(cursor))
        lines = _with_reports(select(*columns))
        with transaction(self._engine) as session:
            plan_for_values(session)
            if not (words := _words(filters)):
                first = order.first(after, count)
                if columns is not order.position:
                    named = first.subquery()
                    first = order.ordered(lines.join(named, named.c.code == col(tables.Case.code)))
                return [(0, row) for row in session.execute(first)]
            found: list[tuple[int, Row[Any]]] = []
            begun = part_of(cursor)
            for part, match in parts_of(words, begun) if best_first else [(0, Match.FOLDED)]:
                placed = after if part == begun else whole
                codes = first_with_words(session, words, match, _searched(placed, order, filters), count - len(found))
                rows = session.execute(order.ordered(lines.where(col(tables.Case.code).in_(codes))))
                found += [(part, row) for row in rows]
                if len(found) == count:
                    break
            return found


def _words(filters: PublicFilters) -> str:
    return (filters.text or "").strip()


def _matching(columns: tuple[Any, ...], filters: PublicFilters) -> Wanted:
    return select(*columns).where(literal_column("public", Boolean), *_passing(filters))


def _with_reports(wanted: Wanted) -> Wanted:
    return wanted.join_from(tables.Case, tables.Report, col(tables.Report.code) == col(tables.Case.code))


def _passing(filters: PublicFilters) -> Iterator[ColumnElement[bool]]:
    case = tables.Case
    if filters.authority is not None:
        yield col(case.authority) == filters.authority
    if filters.field is not None:
        yield col(case.field) == filters.field
    if filters.places:
        yield _is_one_of(col(case.place), [storable(place) for place in filters.places])
    if filters.status:
        yield _is_one_of(col(case.status), [status.value for status in filters.status])
    if filters.since is not None:
        yield col(case.received_at) >= filters.since
    if filters.until is not None:
        yield col(case.received_at) < filters.until
    if filters.box is not None:
        yield col(case.latitude).between(filters.box.south, filters.box.north)
        yield col(case.longitude).between(filters.box.west, filters.box.east)


def _searched(wanted: Wanted, order: _Order, filters: PublicFilters) -> Searched:
    """Return the list as one to search for words."""
    return Searched(partial(order.first, wanted), wanted, order.ordered, _labels(filters), as_masked=True)


def _labels(filters: PublicFilters) -> Labels:
    """Return the labels of the reports in a list."""
    authority = [] if filters.authority is None else [labels.of_authority(filters.authority)]
    field = [] if filters.field is None else [labels.of_field(filters.field)]
    return Labels(
        every=[labels.PUBLIC, *authority, *field], one_of=[labels.of_place(place) for place in filters.places]
    )


def _is_one_of(column: Mapped[Any], values: list[str]) -> ColumnElement[bool]:
    """Compare with `=` where there is one value, because an index then holds the order of the list."""
    return column == values[0] if len(values) == 1 else column.in_(values)


def _after(cursor: str | None) -> list[ColumnElement[bool]]:
    if cursor is None:
        return []
    received_at, code = position_of(cursor)
    if received_at is None:
        raise BadCursor("a case in this list was received at some time")
    last = tuple_(literal(received_at, Instant), literal(code))
    return [tuple_(col(tables.Case.received_at), col(tables.Case.code)) < last]


def _line(row: Row[Any]) -> PublicLine:
    given = row._asdict()
    return PublicLine(**given | {"status": Status(given["status"])})
