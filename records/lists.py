"""The lists of cases: what a member of staff may know of, the most urgent first, a page at a time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Row,
    Select,
    false,
    func,
    literal,
    literal_column,
    or_,
    select,
    tuple_,
    union_all,
)
from sqlmodel import Session, col

from domain.visibility import Scope
from domain.words import Status, Urgency
from records import tables
from records.columns import Instant
from records.cursors import cursor_at, place_of
from records.rows import CaseLine, Filters, Page
from records.statements import planned_by_what_is_asked
from records.texts import storable_row

_COLUMNS = (
    col(tables.Case.code),
    col(tables.Case.authority),
    col(tables.Case.status),
    col(tables.Case.field),
    col(tables.Case.urgency),
    col(tables.Case.lead),
    col(tables.Case.co_ordinating),
    col(tables.Case.received_at),
    col(tables.Case.due),
    col(tables.Case.overdue),
    col(tables.Case.paused),
    col(tables.Case.excerpt),
    col(tables.Case.officer),
    col(tables.Case.merged_into),
    col(tables.Case.test),
    col(tables.Case.place),
    col(tables.Case.due_limit),
    col(tables.Case.rung),
)
_Select = Select[*tuple[Any, ...]]
_NEVER: ColumnElement[datetime] = literal_column(tables.NEVER)


def page(session: Session, scope: Scope, filters: Filters, cursor: str | None, limit: int) -> Page:
    """See `Reader.cases`."""
    filters = storable_row(filters)
    wanted: _Select = select(*_COLUMNS).where(*_conditions(scope, filters), *_after(cursor))
    agency = scope.agency or filters.agency
    planned_by_what_is_asked(session)
    # One more than asked for tells whether anything follows.
    parts = [
        _most_urgent(wanted.where(col(tables.Case.authority) == authority), agency, limit + 1)
        for authority in _authorities(session, scope, filters)
    ]
    lines = tuple(map(_line, session.execute(_first(limit + 1, _together(parts))))) if parts else ()
    more = len(lines) > limit
    last = lines[limit - 1] if more else None
    return Page(lines[:limit], cursor_at(last.due, last.code) if last else None)


def count(session: Session, scope: Scope, filters: Filters, most: int) -> int:
    """See `Reader.count_cases`."""
    filters = storable_row(filters)
    authorities = _authorities(session, scope, filters)
    wanted: _Select = select(col(tables.Case.code)).where(*_conditions(scope, filters))
    wanted = wanted.where(col(tables.Case.authority).in_(authorities))
    agency = scope.agency or filters.agency
    if agency is not None:
        wanted = wanted.where(or_(col(tables.Case.lead) == agency, _co_ordinates(agency)))
    planned_by_what_is_asked(session)
    found: int = session.execute(select(func.count()).select_from(wanted.limit(most).subquery())).scalar_one()
    return found


def _conditions(scope: Scope, filters: Filters) -> list[ColumnElement[bool]]:
    return [*_within(scope, filters), *_passing(filters), *_whose(scope, filters)]


def _within(scope: Scope, filters: Filters) -> Iterator[ColumnElement[bool]]:
    """The authority and the agency are `page`'s and `count`'s."""
    if filters.authority is not None and scope.authority not in (None, filters.authority):
        yield false()
    if scope.tests_only:
        yield col(tables.Case.test).is_(True)


def _passing(filters: Filters) -> Iterator[ColumnElement[bool]]:
    case = tables.Case
    if filters.status:
        yield col(case.status).in_([status.value for status in filters.status])
    if filters.field is not None:
        yield col(case.field) == filters.field
    if filters.overdue is not None:
        yield col(case.overdue).is_(filters.overdue)
    if filters.paused is not None:
        yield col(case.paused).is_(filters.paused)
    if filters.open is not None:
        yield _is(tables.IS_OPEN, filters.open)
    if filters.due_before is not None:
        yield col(case.due) < filters.due_before
    if filters.merged_into is not None:
        yield col(case.merged_into) == filters.merged_into
    if filters.text is not None and filters.text.strip():
        yield col(case.code).in_(select(col(tables.Report.code)).where(says(filters.text)))


def _is(condition: str, wanted: bool) -> ColumnElement[bool]:
    """In the very words of the indexes, which the database compares by."""
    return literal_column(condition if wanted else f"NOT ({condition})", Boolean)


def says(words: str) -> ColumnElement[bool]:
    """Whether a report holds these words, with or without their diacritics."""
    sought = func.plainto_tsquery(literal_column("'simple'"), func.folded(words))
    return col(tables.Report.search).bool_op("@@")(sought)


def _whose(scope: Scope, filters: Filters) -> Iterator[ColumnElement[bool]]:
    case = tables.Case
    if scope.agency is not None and filters.agency is not None:
        # Its own cases, of which another has a part too.
        yield or_(col(case.lead) == filters.agency, _co_ordinates(filters.agency))
    if filters.officer is not None:
        yield col(case.officer) == filters.officer
    if filters.unassigned is not None:
        yield _is(tables.IS_UNASSIGNED, filters.unassigned)


def _co_ordinates(agency: str) -> ColumnElement[bool]:
    return col(tables.Case.co_ordinating).contains([agency])


def _first(count: int, wanted: _Select) -> _Select:
    """The most urgent of them, in an order that the indexes hold."""
    due, code = wanted.selected_columns["due"], wanted.selected_columns["code"]
    return wanted.order_by(func.coalesce(due, _NEVER), code).limit(count)


def _authorities(session: Session, scope: Scope, filters: Filters) -> list[str]:
    """Whose cases are asked for: the indexes hold the order within each."""
    one = filters.authority if scope.authority is None else scope.authority
    if one is not None:
        return [one]
    return list(session.scalars(select(col(tables.Procedure.id)).distinct()))


def _most_urgent(wanted: _Select, agency: str | None, count: int) -> _Select:
    """The first of an authority's, or of an agency's. Of what it leads an index gives the most urgent; an OR would read and
    sort its whole past."""
    if agency is None:
        return _first(count, wanted)
    leads = _first(count, wanted.where(col(tables.Case.lead) == agency))
    co_ordinates = _first(count, wanted.where(_co_ordinates(agency), col(tables.Case.lead).is_distinct_from(agency)))
    return _together([leads, co_ordinates])


def _together(parts: list[_Select]) -> _Select:
    return select(*union_all(*(part.subquery().select() for part in parts)).subquery().columns)


def _line(row: Row[Any]) -> CaseLine:
    given = row._asdict()
    return CaseLine(
        **given
        | {
            "status": Status(given["status"]),
            "urgency": Urgency(given["urgency"]),
            "co_ordinating": tuple(given["co_ordinating"]),
        }
    )


def _after(cursor: str | None) -> list[ColumnElement[bool]]:
    if cursor is None:
        return []
    instant, code = place_of(cursor)
    last = tuple_(_NEVER if instant is None else literal(instant, Instant), literal(code))
    return [tuple_(func.coalesce(col(tables.Case.due), _NEVER), col(tables.Case.code)) > last]
