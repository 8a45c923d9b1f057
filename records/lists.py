"""The lists of cases: what a member of staff may know of, the most urgent first, a page at a time."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    and_,
    func,
    literal,
    literal_column,
    not_,
    or_,
    select,
    text,
    tuple_,
    union_all,
)
from sqlmodel import Session, col

from domain.visibility import Scope
from domain.words import Status, Urgency
from records import tables
from records.columns import Instant
from records.errors import BadCursor, UnstorableText
from records.rows import CaseLine, Filters, Page
from records.texts import storable, storable_row

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
)
# One of ours is a third as long; JSON nested without end must not be read.
_LONGEST_CURSOR = 300
_Select = Select[*tuple[Any, ...]]
_NEVER: ColumnElement[datetime] = literal_column(tables.NEVER)


def page(session: Session, scope: Scope, filters: Filters, cursor: str | None, limit: int) -> Page:
    """See `Reader.cases`."""
    filters = storable_row(filters)
    wanted: _Select = select(*_COLUMNS).where(*_conditions(scope, filters), *_after(cursor))
    agency = scope.agency or filters.agency
    # One more than asked for tells whether anything follows.
    rows = session.execute(_first(limit + 1, wanted if agency is None else _of_agency(wanted, agency, limit + 1)))
    lines = tuple(map(_line, rows))
    more = len(lines) > limit
    return Page(lines[:limit], _cursor_after(lines[limit - 1]) if more else None)


def _conditions(scope: Scope, filters: Filters) -> list[ColumnElement[bool]]:
    return [*_within(scope), *_passing(filters), *_whose(scope, filters)]


def _within(scope: Scope) -> Iterator[ColumnElement[bool]]:
    """An agency's scope is `_of_agency`'s."""
    if scope.authority is not None:
        yield col(tables.Case.authority) == scope.authority
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
    if filters.due_before is not None:
        yield col(case.due) < filters.due_before
    if filters.merged_into is not None:
        yield col(case.merged_into) == filters.merged_into
    if filters.text is not None and filters.text.strip():
        words = func.plainto_tsquery(literal_column("'simple'"), func.folded(filters.text))
        found = select(col(tables.Report.code)).where(col(tables.Report.search).bool_op("@@")(words))
        yield col(case.code).in_(found)


def _whose(scope: Scope, filters: Filters) -> Iterator[ColumnElement[bool]]:
    case = tables.Case
    if scope.agency is not None and filters.agency is not None:
        # Its own cases, of which another has a part too.
        yield or_(col(case.lead) == filters.agency, _co_ordinates(filters.agency))
    if filters.officer is not None:
        yield col(case.officer) == filters.officer
    if filters.unassigned is not None:
        is_nobodys = and_(col(case.lead).is_not(None), col(case.officer).is_(None), text(tables.IS_OPEN))
        yield is_nobodys if filters.unassigned else not_(is_nobodys)


def _co_ordinates(agency: str) -> ColumnElement[bool]:
    return col(tables.Case.co_ordinating).contains([agency])


def _first(count: int, wanted: _Select) -> _Select:
    """The most urgent of them, in an order that the indexes hold."""
    due, code = wanted.selected_columns["due"], wanted.selected_columns["code"]
    return wanted.order_by(func.coalesce(due, _NEVER), code).limit(count)


def _of_agency(wanted: _Select, agency: str, count: int) -> _Select:
    """Those of an agency. Of what it leads an index gives the most urgent; an OR would read and sort its whole past."""
    leads = _first(count, wanted.where(col(tables.Case.lead) == agency))
    co_ordinates = _first(count, wanted.where(_co_ordinates(agency), col(tables.Case.lead).is_distinct_from(agency)))
    both = union_all(leads.subquery().select(), co_ordinates.subquery().select()).subquery()
    return select(*both.columns)


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


def _cursor_after(line: CaseLine) -> str:
    place = [line.due and line.due.isoformat(), line.code]
    return base64.urlsafe_b64encode(json.dumps(place).encode()).decode()


def _after(cursor: str | None) -> list[ColumnElement[bool]]:
    if cursor is None:
        return []
    try:
        due, code = json.loads(base64.b64decode(cursor[:_LONGEST_CURSOR], altchars=b"-_", validate=True))
        instant = None if due is None else datetime.fromisoformat(due)
        if instant is not None and instant.utcoffset() is None:
            raise BadCursor("this cursor's instant has no time zone")
        code = storable(code)
    except (ValueError, TypeError, UnstorableText):
        raise BadCursor("this cursor is none of ours") from None
    last = tuple_(_NEVER if instant is None else literal(instant, Instant), literal(code))
    return [tuple_(func.coalesce(col(tables.Case.due), _NEVER), col(tables.Case.code)) > last]
