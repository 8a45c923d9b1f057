"""The cases that anybody may see, the newest first. Nothing here reads who reported."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Row, Select, literal, tuple_
from sqlalchemy import select as select_columns
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col, func, select

from domain.words import Status
from records import tables
from records.columns import Instant
from records.cursors import cursor_at, place_of
from records.engine import transaction
from records.errors import BadCursor
from records.lists import says
from records.public_rows import PublicFilters, PublicLine, PublicPage
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
_Select = Select[*tuple[Any, ...]]


class PublicReader:
    """The reading side of what anybody may see: `domain.visibility.is_public`, as the record keeps it with each case."""

    _engine: Engine

    def public_cases(self, filters: PublicFilters, cursor: str | None, limit: int) -> PublicPage:
        """A page of the cases that pass the filters, the last received first.

        Raises:
            BadCursor: `cursor` is not the `next` of a page.
        """
        wanted = _newest(_those(filters).where(*_after(cursor)))
        # One more than asked for tells whether anything follows.
        lines = self._lines(wanted.limit(limit + 1))
        last = lines[limit - 1] if len(lines) > limit else None
        return PublicPage(lines[:limit], cursor_at(last.received_at, last.code) if last else None)

    def public_points(self, filters: PublicFilters, most: int) -> tuple[PublicLine, ...]:
        """Those of them that have a point on the map, the last received first, at most so many."""
        return self._lines(_newest(_those(filters).where(col(tables.Report.latitude).is_not(None))).limit(most))

    def public_news(self, filters: PublicFilters, most: int) -> tuple[PublicLine, ...]:
        """Those of them of which what anybody sees changed last, at most so many."""
        latest = col(tables.Case.public_changed_at).desc(), col(tables.Case.code).desc()
        return self._lines(_those(filters).order_by(*latest).limit(most))

    def count_public(self, filters: PublicFilters, most: int) -> int:
        """How many cases pass the filters; `most` stands for so many or more."""
        some = _those(filters).with_only_columns(col(tables.Case.code)).limit(most).subquery()
        with transaction(self._engine) as session:
            planned_by_what_is_asked(session)
            return session.exec(select(func.count()).select_from(some)).one()

    def _lines(self, wanted: _Select) -> tuple[PublicLine, ...]:
        with transaction(self._engine) as session:
            return _read(session, wanted)


def _read(session: Session, wanted: _Select) -> tuple[PublicLine, ...]:
    planned_by_what_is_asked(session)
    return tuple(map(_line, session.execute(wanted)))


def _those(filters: PublicFilters) -> _Select:
    report = tables.Report
    both = select_columns(*_COLUMNS).join(report, col(report.code) == col(tables.Case.code))
    return both.where(col(tables.Case.public), *_passing(storable_row(filters)))


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
    if filters.text is not None and filters.text.strip():
        yield says(filters.text)
    if filters.box is not None:
        yield col(report.latitude).between(filters.box.south, filters.box.north)
        yield col(report.longitude).between(filters.box.west, filters.box.east)


def _is_one_of(column: Mapped[Any], values: list[str]) -> ColumnElement[bool]:
    """For a single value an index holds the order of the list; for several it does not."""
    return column == values[0] if len(values) == 1 else column.in_(values)


def _newest(wanted: _Select) -> _Select:
    return wanted.order_by(col(tables.Case.received_at).desc(), col(tables.Case.code).desc())


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
