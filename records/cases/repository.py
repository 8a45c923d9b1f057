"""Reads cases and their events, and appends events to them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, ColumnElement, Engine, literal_column, or_
from sqlmodel import col, func, select

from domain.complaint import Complaint
from domain.time.decisions import EVERYWHERE, Reach
from domain.visibility import Scope
from records.calendar.books import CalendarCache
from records.cases import finding, lists, merging, tables
from records.cases.entries import entries
from records.cases.ledger import Ledger
from records.cases.rows import Appended, CaseLine, CaseRecord, Entry, Fill, Filters, NewEvents, OverdueCases, Page
from records.chains import main_of
from records.engine import driver, read, transaction
from records.offices.procedures import ProcedureStore
from records.texts import storable

_TRACKING_HASH = "SELECT tracking_hash FROM submissions WHERE code = %s"


class Cases:
    """The cases in the record. Every method may raise RecordsUnavailable, and UnstorableText where it takes a text.

    When the answer to a commit is lost, the work is done all the same. Calling `append` again with the same arguments is safe.
    """

    def __init__(self, engine: Engine, procedures: ProcedureStore, calendar: CalendarCache) -> None:
        self._engine = engine
        self._procedures = procedures
        self._ledger = Ledger(engine, procedures, calendar)

    def find(self, code: str, act_id: str | None = None) -> CaseRecord | None:
        """Return a case as it stands, None for an unknown code. With `act_id`, what that act caused is among it."""
        with read(self._engine) as session:
            return finding.find(session, self._procedures, storable(code), storable(act_id) if act_id else None)

    def complaint(self, code: str) -> Complaint | None:
        """Return the state of a case without its report, None for an unknown code."""
        with transaction(self._engine) as session:
            row = session.get(tables.Case, storable(code))
            return self._procedures.complaint(session, row.procedure_digest, row.snapshot) if row else None

    def page(
        self, scope: Scope, filters: Filters, cursor: str | None, limit: int, *, at: datetime | None = None
    ) -> Page:
        """Return a page of the cases within the scope that match the filters. The earliest due date comes first; cases without
        one come last. What is overdue is so at the instant `at`, or now by the database's clock.

        Successive pages hold each case once, unless its due date changes in between.

        Raises:
            BadCursor: `cursor` is not the `next` of any page.
        """
        with read(self._engine) as session:
            return lists.page(session, scope, filters, cursor, limit, at)

    def lines(self, codes: tuple[str, ...], *, at: datetime | None = None) -> tuple[CaseLine, ...]:
        """Return the lines of these cases, in the same order. See `page` for `at`."""
        with transaction(self._engine) as session:
            return lists.lines(session, codes, at)

    def count(self, scope: Scope, filters: Filters, most: int, *, at: datetime | None = None) -> int:
        """Count the cases within the scope that match the filters. A count of `most` means that many or more. See `page` for
        `at`."""
        with read(self._engine) as session:
            return lists.count(session, scope, filters, most, at)

    def overdue(self, scope: Scope, filters: Filters, *, at: datetime | None = None) -> tuple[OverdueCases, ...]:
        """Count the overdue cases within the scope that match the filters, by lead agency and rung. See `page` for `at`."""
        with read(self._engine) as session:
            return lists.overdue(session, scope, filters, at)

    def oldest(self, scope: Scope, filters: Filters, count: int, *, at: datetime | None = None) -> tuple[CaseLine, ...]:
        """Return those cases within the scope that match the filters and were received first. See `page` for `at`."""
        with read(self._engine) as session:
            return lists.oldest(session, scope, filters, count, at)

    def entries(self, code: str, after: int = 0) -> tuple[Entry, ...]:
        """Return the events of a case after number `after` in order, none for an unknown code."""
        with read(self._engine) as session:
            return entries(session, storable(code), after=after)

    def act_entries(self, code: str, act_id: str) -> tuple[Entry, ...]:
        """Return the events that one act caused, in order; none where the act was not recorded."""
        with read(self._engine) as session:
            return entries(session, storable(code), act_id=storable(act_id))

    def open_codes(self, after: str, limit: int, office: Reach = EVERYWHERE) -> tuple[str, ...]:
        """Return the codes of open cases in order, beginning after the code `after`. Of an office: only the cases that days off
        of this authority or agency may move."""
        wanted = select(tables.Case.code).where(*_open_of(office), col(tables.Case.code) > storable(after))
        with transaction(self._engine) as session:
            return tuple(session.exec(wanted.order_by(col(tables.Case.code)).limit(limit)))

    def open_complaints(self, after: str, limit: int, office: Reach = EVERYWHERE) -> tuple[Complaint, ...]:
        """Return the same cases as they stand."""
        wanted = select(tables.Case).where(*_open_of(office), col(tables.Case.code) > storable(after))
        with transaction(self._engine) as session:
            return tuple(
                self._procedures.complaint(session, row.procedure_digest, row.snapshot)
                for row in session.exec(wanted.order_by(col(tables.Case.code)).limit(limit))
            )

    def count_open(self, office: Reach = EVERYWHERE) -> int:
        """Count the same cases."""
        with transaction(self._engine) as session:
            return session.exec(select(func.count()).select_from(tables.Case).where(*_open_of(office))).one()

    def merged_into(self, code: str) -> tuple[str, ...]:
        """Return the codes of all reports that were merged into a case, directly or through another, in order."""
        merged = merging.merged_into(storable(code))
        with read(self._engine) as session:
            return tuple(session.exec(select(merged.c.code).order_by(merged.c.code)))

    def main_of(self, code: str) -> str:
        """Return the case that a report is part of, through however many merges: its own code where it was not merged."""
        with read(self._engine) as session:
            return main_of(driver(session), code)

    def to_gather(self, limit: int, main: str | None = None) -> tuple[tuple[str, str], ...]:
        """Return up to `limit` merges, undone ones too, that a case has not learned of: the case and the report. `main` asks for
        those of one case."""
        with transaction(self._engine) as session:
            return merging.to_gather(session, main, limit)

    def gathered(self, main: str, reports: tuple[str, ...]) -> None:
        """Record that a case has learned of these reports."""
        with transaction(self._engine) as session:
            merging.gathered(session, main, reports)

    def tracking_hash(self, code: str) -> str | None:
        """Return the hash of the key with which the reporter tracks the case, None for an unknown code."""
        with read(self._engine) as session:
            found = driver(session).execute(_TRACKING_HASH, (storable(code),)).fetchone()
        return found[0] if found else None

    def append(self, new: NewEvents, fill: Fill) -> Appended:
        """Append the events of one act to a case that stands at `new.base`. Return them as they are stored, completed by
        `fill`.

        The case, its list columns and its notices change in the same transaction. A case that stands after `new.base` stays
        as it is, and all its entries after `new.base` are returned. So a retry changes nothing and returns what was stored
        the first time, with what came later.

        Raises:
            CaseUnknown: there is no such case.
            AnotherFiling: the events are meant for another filing under this code.
            RecordOutOfStep: the case stands before `new.base`.
            CaseNotOpen: the case would be merged into one that has ended, or leave one that was answered or has ended.
            OthersWaitToo: the reporter would withdraw the case, and other people's reports were merged into it.
            UnstorableText: PostgreSQL cannot store one of the texts.
        """
        return self._ledger.append(new, fill)


def _open_of(office: Reach) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions of the open cases that days off of an office may move: for an agency, those with a limit of its."""
    case, is_open = tables.Case, literal_column(tables.IS_OPEN, Boolean)
    if office.authority is None:
        return (is_open,)
    with_heir = col(case.authority) == func.heir_of(storable(office.authority))  # a decision may be older than the join
    own = (is_open, or_(col(case.authority) == storable(office.authority), with_heir))
    if office.agency is None:
        return own
    return (*own, col(case.snapshot)["limits"].contains([{"agency": storable(office.agency)}]))
