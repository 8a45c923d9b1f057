"""The cases that anybody may see, the newest first. Nothing here reads who reported."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import Boolean, ColumnElement, Row, func, literal, literal_column, select, tuple_
from sqlalchemy.orm import Mapped
from sqlmodel import col

from domain.words import Status
from records import tables
from records.columns import Instant
from records.cursors import cursor_at, place_of
from records.engine import transaction
from records.errors import BadCursor
from records.public_rows import PublicFilters, PublicLine, PublicPage
from records.searching import Wanted, count_with_words, first_with_words
from records.statements import planned_by_what_is_asked
from records.texts import storable, storable_row

if TYPE_CHECKING:
    from sqlalchemy import Engine

_COLUMNS: tuple[Any, ...] = (
    col(tables.Case.code),
    col(tables.Case.authority),
    col(tables.Case.status),
    col(tables.Case.field),
    col(tables.Case.lead),
    col(tables.Case.received_at),
    col(tables.Case.public_changed_at).label("changed_at"),
    col(tables.Case.excerpt),
    col(tables.Report.place),
    col(tables.Report.place_id),
    col(tables.Report.latitude),
    col(tables.Report.longitude),
)
_POINTS: tuple[Any, ...] = (
    col(tables.Case.code),
    col(tables.Case.received_at),
    col(tables.Report.latitude),
    col(tables.Report.longitude),
)
_HAS_POINT = col(tables.Report.latitude).is_not(None)


class PublicReader:
    """The reading side of what anybody may see: `domain.visibility.is_public`, as the record keeps it with each case."""

    _engine: Engine

    def public_cases(self, filters: PublicFilters, cursor: str | None, limit: int) -> PublicPage:
        """A page of the cases that pass the filters, the last received first.

        Raises:
            BadCursor: `cursor` is not the `next` of a page.
        """
        # One more than asked for tells whether anything follows.
        lines = tuple(map(_line, self._rows(_COLUMNS, filters, _after(cursor), _newest, limit + 1)))
        last = lines[limit - 1] if len(lines) > limit else None
        return PublicPage(lines[:limit], cursor_at(last.received_at, last.code) if last else None)

    def public_points(self, filters: PublicFilters, most: int) -> tuple[PublicLine, ...]:
        """Those of them that have a point on the map, the last received first, at most so many."""
        return tuple(map(_line, self._rows(_COLUMNS, filters, [_HAS_POINT], _newest, most)))

    def public_places(self, filters: PublicFilters, most: int) -> tuple[tuple[float, float], ...]:
        """The points alone, as latitude and longitude."""
        rows = self._rows(_POINTS, filters, [_HAS_POINT], _newest, most)
        return tuple((row.latitude, row.longitude) for row in rows)

    def public_news(self, filters: PublicFilters, most: int) -> tuple[PublicLine, ...]:
        """Those of them of which what anybody sees changed last, at most so many."""
        return tuple(map(_line, self._rows(_COLUMNS, filters, [], _latest, most)))

    def count_public(self, filters: PublicFilters, most: int) -> int:
        """How many cases pass the filters; `most` stands for so many or more."""
        filters = storable_row(filters)
        columns = (col(tables.Case.code), col(tables.Case.received_at))
        wanted = _matching(columns, filters, with_reports=filters.box is not None)

        def beginning(count: int) -> Wanted:
            return _newest(wanted).limit(count)

        with transaction(self._engine) as session:
            planned_by_what_is_asked(session)
            if words := _words(filters):
                return count_with_words(session, words, beginning=beginning, everything=wanted, most=most)
            return session.scalars(select(func.count()).select_from(wanted.limit(most).subquery())).one()

    def _rows(
        self,
        columns: tuple[Any, ...],
        filters: PublicFilters,
        also: list[ColumnElement[bool]],
        ordered: Callable[[Wanted], Wanted],
        count: int,
    ) -> Sequence[Row[Any]]:
        filters = storable_row(filters)
        wanted = _matching(columns, filters, with_reports=True).where(*also)

        def beginning(count: int) -> Wanted:
            return ordered(wanted).limit(count)

        with transaction(self._engine) as session:
            planned_by_what_is_asked(session)
            if words := _words(filters):
                return first_with_words(
                    session, words, beginning=beginning, everything=wanted, ordered=ordered, count=count
                )
            return session.execute(beginning(count)).all()


def _words(filters: PublicFilters) -> str:
    return (filters.text or "").strip()


def _matching(columns: tuple[Any, ...], filters: PublicFilters, *, with_reports: bool) -> Wanted:
    wanted: Wanted = select(*columns).where(literal_column("public", Boolean), *_passing(filters))
    if not with_reports:
        return wanted
    return wanted.join_from(tables.Case, tables.Report, col(tables.Report.code) == col(tables.Case.code))


def _passing(filters: PublicFilters) -> Iterator[ColumnElement[bool]]:
    case, report = tables.Case, tables.Report
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
        yield col(report.latitude).between(filters.box.south, filters.box.north)
        yield col(report.longitude).between(filters.box.west, filters.box.east)


def _is_one_of(column: Mapped[Any], values: list[str]) -> ColumnElement[bool]:
    """For a single value an index holds the order of the list; for several it does not."""
    return column == values[0] if len(values) == 1 else column.in_(values)


def _newest(wanted: Wanted) -> Wanted:
    return _descending(wanted, "received_at", "code")


def _latest(wanted: Wanted) -> Wanted:
    return _descending(wanted, "changed_at", "code")


def _descending(wanted: Wanted, *names: str) -> Wanted:
    return wanted.order_by(*(wanted.selected_columns[name].desc() for name in names))


def _after(cursor: str | None) -> list[ColumnElement[bool]]:
    if cursor is None:
        return []
    received_at, code = place_of(cursor)
    if received_at is None:
        raise BadCursor("a case in this list was received at some time")
    last = tuple_(literal(received_at, Instant), literal(code))
    return [tuple_(col(tables.Case.received_at), col(tables.Case.code)) < last]


def _line(row: Row[Any]) -> PublicLine:
    given = row._asdict()
    return PublicLine(**given | {"status": Status(given["status"])})
