"""The lists of cases: what a member of staff may know of, the most urgent first, a page at a time."""

from __future__ import annotations

import base64
import json
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, literal, literal_column, or_, select, tuple_, union_all
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
    case = tables.Case
    conditions: list[ColumnElement[bool]] = []
    if scope.authority is not None:
        conditions.append(col(case.authority) == scope.authority)
    if scope.agency is not None and filters.agency is not None:
        # Its own cases, of which another has a part too. The scope itself is `_of_agency`'s.
        conditions.append(or_(col(case.lead) == filters.agency, _co_ordinates(filters.agency)))
    if filters.status:
        conditions.append(col(case.status).in_([status.value for status in filters.status]))
    if filters.field is not None:
        conditions.append(col(case.field) == filters.field)
    if filters.overdue is not None:
        conditions.append(col(case.overdue).is_(filters.overdue))
    if filters.due_before is not None:
        conditions.append(col(case.due) < filters.due_before)
    if filters.text is not None and filters.text.strip():
        words = func.plainto_tsquery(literal_column("'simple'"), func.folded(filters.text))
        found = select(col(tables.Report.code)).where(col(tables.Report.search).bool_op("@@")(words))
        conditions.append(col(case.code).in_(found))
    return conditions


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
