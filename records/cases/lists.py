"""Reads the lists of cases that a member of staff may see, the most urgent first, a page at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Row,
    and_,
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
from records.backlog.rows import import_key
from records.cases import labels, tables
from records.cases.labels import Labels
from records.cases.merging import merged_into
from records.cases.rows import NO_LEAD, CaseLine, Filters, OverdueCases, Page
from records.cases.text_search import Searched, Wanted, count_with_words, first_with_words, parts_of
from records.columns import Instant
from records.cursors import cursor_at, part_of, position_of
from records.offices import tables as office_tables
from records.statements import plan_for_values
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
    col(tables.Case.paused),
    col(tables.Case.excerpt),
    col(tables.Case.officer),
    col(tables.Case.merged_into),
    col(tables.Case.test),
    col(tables.Case.place),
    col(tables.Case.due_limit),
    col(tables.Case.rung),
    tables.OVER_SINCE.label("over_since"),
)
_POSITION = (col(tables.Case.code), col(tables.Case.due))
"""The columns that a case's position in a list follows from."""

_Conditions = tuple[ColumnElement[bool], ...]
_Clock = ColumnElement[datetime]
_NEVER: ColumnElement[datetime] = literal_column(tables.NEVER)


def page(session: Session, scope: Scope, filters: Filters, cursor: str | None, limit: int, at: datetime | None) -> Page:
    """Read a page in this transaction. See `Cases.page`."""
    # One row more than the page holds tells whether another page follows.
    rows = _rows(session, scope, storable_row(filters), cursor, limit + 1, _clock(at))
    lines = [(part, _line(row)) for part, row in rows]
    part, last = lines[limit - 1] if len(lines) > limit else (0, None)
    following = cursor_at(last.due, last.code, part=part) if last else None
    return Page(tuple(line for _, line in lines[:limit]), following)


def lines(session: Session, codes: Sequence[str], at: datetime | None) -> tuple[CaseLine, ...]:
    """Read the lines of these cases in this transaction, in the same order."""
    rows = session.execute(select(*_columns(_clock(at))).where(col(tables.Case.code).in_(codes)))
    found = {row.code: _line(row) for row in rows}
    return tuple(found[code] for code in codes if code in found)


def count(session: Session, scope: Scope, filters: Filters, most: int, at: datetime | None) -> int:
    """Count in this transaction. See `Cases.count`."""
    plan_for_values(session)
    asked = _Asked(storable_row(filters), scope, _authorities(session, scope, filters), _clock(at))
    if not asked.authorities:
        return 0
    wanted = select(*_POSITION).where(*asked.conditions)
    if words := _words(filters):
        if imported := _imported(session, asked, words, wanted):
            return min(len(imported), most)
        return count_with_words(session, words, asked.searched(wanted), most)
    some = asked.everything(wanted.with_only_columns(col(tables.Case.code))).limit(most).subquery()
    return session.scalars(select(func.count()).select_from(some)).one()


def overdue(session: Session, scope: Scope, filters: Filters, at: datetime | None) -> tuple[OverdueCases, ...]:
    """Count overdue cases in this transaction. See `Cases.overdue`."""
    plan_for_values(session)
    asked = _Asked(
        storable_row(replace(filters, overdue=True)), scope, _authorities(session, scope, filters), _clock(at)
    )
    if not asked.authorities:
        return ()
    of_each = select(col(tables.Case.lead), col(tables.Case.rung)).where(*asked.conditions)
    late = _together(
        [asked.everything(of_each).where(*each) for each in _each_lateness(asked.at, asked.agency)]
    ).subquery()
    counted = select(late.c.lead, late.c.rung, func.count()).group_by(late.c.lead, late.c.rung)
    return tuple(OverdueCases(*row) for row in session.execute(counted))


def oldest(session: Session, scope: Scope, filters: Filters, count: int, at: datetime | None) -> tuple[CaseLine, ...]:
    """Read the cases in this transaction that came first. See `Cases.oldest`."""
    plan_for_values(session)
    asked = _Asked(storable_row(filters), scope, _authorities(session, scope, filters), _clock(at))
    by_receipt = col(tables.Case.received_at), col(tables.Case.code)
    wanted = asked.everything(select(*_columns(asked.at)).where(*asked.conditions))
    return tuple(_line(row) for row in session.execute(wanted.order_by(*by_receipt).limit(count)))


def _rows(
    session: Session, scope: Scope, filters: Filters, cursor: str | None, count: int, at: _Clock
) -> Sequence[tuple[int, Row[Any]]]:
    """Return the rows after the cursor, each with the number of its part of the list."""
    plan_for_values(session)
    asked = _Asked(filters, scope, _authorities(session, scope, filters), at)
    if not asked.authorities:
        return ()
    # Find the codes first, and only then read the columns of these few cases.
    everything: Wanted = select(*_POSITION).where(*asked.conditions)
    after = everything.where(*_after(cursor))
    if not (words := _words(filters)):
        first = asked.beginning(after, count).subquery()
        rows = session.execute(_by_due(select(*_columns(at)).join(first, first.c.code == col(tables.Case.code))))
        return [(0, row) for row in rows]
    if imported := _imported(session, asked, words, select(*_columns(at)).where(*asked.conditions)):
        return [(0, row) for row in imported]
    found: list[tuple[int, Row[Any]]] = []
    begun = part_of(cursor)
    for part, match in parts_of(words, begun):
        wanted = after if part == begun else everything
        codes = first_with_words(session, words, match, asked.searched(wanted), count - len(found))
        rows = session.execute(_by_due(select(*_columns(at)).where(col(tables.Case.code).in_(codes))))
        found += [(part, row) for row in rows]
        if len(found) == count:
            break
    return found


@dataclass(frozen=True)
class _Asked:
    """The filters of a list, the scope of its reader, the authorities whose cases it may hold, and the instant at which it is
    asked for."""

    filters: Filters
    scope: Scope
    authorities: list[str]
    at: _Clock

    @property
    def conditions(self) -> list[ColumnElement[bool]]:
        scope, filters = self.scope, self.filters
        return [*_within(scope, filters), *_passing(filters, self.at), *_whose(scope, filters)]

    @property
    def agency(self) -> str | None:
        return self.scope.agency or self.filters.agency

    def searched(self, wanted: Wanted) -> Searched:
        """Return the list as one to search for words."""
        return Searched(partial(self.beginning, wanted), self.everything(wanted), _by_due, self.labels)

    @property
    def labels(self) -> Labels:
        """Return the labels of the reports in the list."""
        named = self.scope.agency, self.filters.agency, self.filters.lead
        agencies = {each for each in named if each not in (None, NO_LEAD)}
        handled = {None: [], True: [labels.OPEN], False: [labels.NOT_OPEN]}[self.filters.open]
        field = [] if self.filters.field is None else [labels.of_field(self.filters.field)]
        # A reader of several authorities reads all of them, and a label that every report has would narrow nothing.
        authority = self.authorities if len(self.authorities) == 1 else []
        return Labels(
            [*map(labels.of_agency, agencies), *handled, *field, *map(labels.of_authority, authority)],
        )

    def beginning(self, wanted: Wanted, count: int) -> Wanted:
        """Return a query for the first rows. Each part of it follows the order of an index."""
        parts = [
            _most_urgent(wanted.where(col(tables.Case.authority) == authority, *only, *late), self.agency, count)
            for authority in self.authorities
            for only in (_each_status(self.filters) if self.agency is None else [_of_status(self.filters)])
            for late in (_each_lateness(self.at, self.agency) if self.filters.overdue else [()])
        ]
        return _by_due(_together(parts)).limit(count)

    def everything(self, wanted: Wanted) -> Wanted:
        """Return a query for the whole list, unsorted."""
        whose = col(tables.Case.authority).in_(self.authorities), *_of_agency(self.agency)
        return wanted.where(*whose, *_of_status(self.filters))


def _imported(session: Session, asked: _Asked, words: str, wanted: Wanted) -> Sequence[Row[Any]]:
    """Return the rows of the list whose code in the system that they were imported from is exactly this."""
    if not any(each.isdigit() for each in words):
        return ()
    keys = [import_key(authority, words) for authority in asked.authorities]
    of_old = select(col(tables.Submission.code)).where(col(tables.Submission.idempotency_key).in_(keys))
    return session.execute(_by_due(asked.everything(wanted).where(col(tables.Case.code).in_(of_old)))).all()


def _words(filters: Filters) -> str:
    return (filters.text or "").strip()


def _within(scope: Scope, filters: Filters) -> Iterator[ColumnElement[bool]]:
    """Yield the conditions of the scope. `_Asked` adds those on authority, agency and status."""
    if filters.authority is not None and scope.authority not in (None, filters.authority):
        yield false()
    if scope.tests_only:
        yield _is("test", True)


def _about(filters: Filters) -> Iterator[ColumnElement[bool]]:
    received = col(tables.Case.received_at)
    if filters.places:
        yield col(tables.Case.place).in_(filters.places)
    if filters.urgency is not None:
        yield col(tables.Case.urgency) == filters.urgency
    if filters.received_since is not None:
        yield received >= filters.received_since
    if filters.received_before is not None:
        yield received < filters.received_before


def _passing(filters: Filters, at: _Clock) -> Iterator[ColumnElement[bool]]:
    case = tables.Case
    if filters.field is not None:
        yield col(case.field) == filters.field
    if filters.overdue is not None:
        yield _is_overdue(at) if filters.overdue else _is_in_time(at)
    if filters.paused is not None:
        yield _is("paused", filters.paused)
    yield from _handled(filters.open)
    if filters.test is not None:
        yield _is("test", filters.test)
    if filters.lead is not None:
        yield col(case.lead).is_(None) if filters.lead == NO_LEAD else col(case.lead) == filters.lead
    yield from _due(filters)
    if filters.rung is not None:
        yield col(case.rung) == filters.rung
    if filters.bounced is not None:
        yield _is(tables.IS_BOUNCED if filters.bounced else f"coalesce({tables.IS_BOUNCED}, false)", filters.bounced)
    yield from _about(filters)
    if filters.merged_into is not None:
        yield col(case.code).in_(select(merged_into(filters.merged_into).c.code))


def _handled(wanted: bool | None) -> Iterator[ColumnElement[bool]]:
    if wanted:
        # This follows from the next, and says to the database which indexes hold these cases.
        yield _is(tables.IS_OPEN, True)
    if wanted is not None:
        yield _is(tables.IS_HANDLED, wanted)


def _due(filters: Filters) -> Iterator[ColumnElement[bool]]:
    due, in_law = col(tables.Case.due), col(tables.Case.due_in_law)
    if filters.due_before is not None:
        yield due < filters.due_before
    if filters.law_due_before is not None:
        # The first follows from the second, and is what the indexes hold.
        yield due < filters.law_due_before
        yield in_law < filters.law_due_before


def _is(condition: str, wanted: bool) -> ColumnElement[bool]:
    """Return the condition in exactly the words of the indexes, so that the database recognises them."""
    return literal_column(condition if wanted else f"NOT ({condition})", Boolean)


def _clock(at: datetime | None) -> _Clock:
    """Return the instant as the queries know it, that of the database's clock where none is given."""
    return func.now() if at is None else literal(at, Instant)


def _columns(at: _Clock) -> tuple[Any, ...]:
    return (*_COLUMNS, _is_overdue(at).label("overdue"))


def _is_overdue(at: _Clock) -> ColumnElement[bool]:
    """Return `domain.limits.has_overdue` in SQL."""
    return or_(_is("overdue", True), _is_past(at))


def _is_in_time(at: _Clock) -> ColumnElement[bool]:
    """Return the opposite of `_is_overdue`."""
    return and_(_is("overdue", False), func.coalesce(col(tables.Case.due_in_law), _NEVER) > at)


def _is_past(at: _Clock) -> ColumnElement[bool]:
    """Return whether a limit that makes an office late has ended by the clock. The first due date of all, which the indexes
    hold, is never later."""
    return and_(*(func.coalesce(col(due), _NEVER) <= at for due in (tables.Case.due, tables.Case.due_in_law)))


def _each_lateness(at: _Clock, agency: str | None) -> list[_Conditions]:
    """Return one condition for cases of which an event records that they are overdue, and one for those that are so by the clock
    alone. An index holds the order of each."""
    unrecorded: _Conditions = (_is("overdue", False), _is_past(at))
    if agency is None:
        # This follows, see tables.IS_LATE_UNRECORDED, and says to the database how few these cases are. An agency's cases are
        # few anyway.
        unrecorded = (*unrecorded, col(tables.Case.rings_at) <= at, _is(tables.IS_OPEN, True))
    return [(_is("overdue", True),), unrecorded]


def _whose(scope: Scope, filters: Filters) -> Iterator[ColumnElement[bool]]:
    case = tables.Case
    if scope.agency is not None and filters.agency is not None:
        # The cases of the reader's agency in which another agency takes part, too.
        yield from _of_agency(filters.agency)
    if filters.officer is not None:
        yield col(case.officer) == filters.officer
    if filters.unassigned is not None:
        yield _is(tables.IS_UNASSIGNED, filters.unassigned)
    if filters.unowned is not None:
        yield _is(tables.IS_UNOWNED, filters.unowned)


def _co_ordinates(agency: str) -> ColumnElement[bool]:
    return col(tables.Case.co_ordinating).contains([agency])


def _by_due(wanted: Wanted) -> Wanted:
    """Sort the most urgent first, in the order of the indexes."""
    due, code = wanted.selected_columns["due"], wanted.selected_columns["code"]
    return wanted.order_by(func.coalesce(due, _NEVER), code)


def _authorities(session: Session, scope: Scope, filters: Filters) -> list[str]:
    """Return the authorities whose cases are wanted. The indexes hold the order within each authority."""
    one = filters.authority if scope.authority is None else scope.authority
    if one is not None:
        return [one]
    return list(session.scalars(select(col(office_tables.Procedure.id)).distinct()))


def _of_status(filters: Filters) -> _Conditions:
    return (col(tables.Case.status).in_([status.value for status in filters.status]),) if filters.status else ()


def _of_agency(agency: str | None) -> _Conditions:
    return () if agency is None else (or_(col(tables.Case.lead) == agency, _co_ordinates(agency)),)


def _each_status(filters: Filters) -> list[_Conditions]:
    """Return one condition a status. An index holds the order within one status only; several at once would read unwanted
    rows."""
    return [(col(tables.Case.status) == status.value,) for status in filters.status] or [()]


def _most_urgent(wanted: Wanted, agency: str | None, count: int) -> Wanted:
    """Return the first rows of an authority or of an agency.

    An index gives the most urgent cases that an agency leads. The cases that it co-ordinates are read as a whole and then
    sorted, because a search in the order of the list might read the list to its end.
    """
    if agency is None:
        return _by_due(wanted).limit(count)
    leads = _by_due(wanted.where(col(tables.Case.lead) == agency)).limit(count)
    all_it_co_ordinates = wanted.where(_co_ordinates(agency), col(tables.Case.lead).is_distinct_from(agency)).cte()
    co_ordinates = _by_due(select(*all_it_co_ordinates.prefix_with("MATERIALIZED").columns)).limit(count)
    return _together([leads, co_ordinates])


def _together(parts: list[Wanted]) -> Wanted:
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
    instant, code = position_of(cursor)
    last = tuple_(_NEVER if instant is None else literal(instant, Instant), literal(code))
    return [tuple_(func.coalesce(col(tables.Case.due), _NEVER), col(tables.Case.code)) > last]
