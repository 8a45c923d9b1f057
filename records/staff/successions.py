"""Stores successions of agencies, and carries out what they change beside the cases: accounts and delegations."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import Boolean, ColumnElement, func, literal_column, or_, update
from sqlmodel import col, select

from domain.offices.succession import Succession
from domain.time.zones import VIETNAM
from records.cases import tables as case_tables
from records.engine import transaction
from records.errors import EndsAlready, SuccessionUnknown
from records.offices import tables
from records.offices.changes import hold, note
from records.offices.rows import ChangedBy, Subject
from records.offices.succession_rows import columns_of, plain_succession, succession_of
from records.staff import tables as staff_tables
from records.staff.duties import end_delegations
from records.texts import storable, storable_row

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlmodel import Session

_table, _case, _account = tables.Succession, case_tables.Case, staff_tables.Account
_IS_OPEN: ColumnElement[bool] = literal_column(case_tables.IS_OPEN, Boolean)
_HAS_COME: ColumnElement[bool] = literal_column(f"(day <= (now() AT TIME ZONE '{VIETNAM.key}')::date)", Boolean)


class SuccessionStore:
    """The successions in the record. Every method may raise RecordsUnavailable, and UnstorableText where it takes a text.

    Calling again is safe.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def of_authority(self, authority: str) -> tuple[Succession, ...]:
        """Return the successions of an authority, withdrawn ones among them, the latest day first."""
        wanted = select(_table).where(col(_table.authority) == storable(authority))
        with transaction(self._engine) as session:
            rows = session.exec(wanted.order_by(col(_table.day).desc(), col(_table.entered_at).desc(), col(_table.id)))
            return tuple(map(succession_of, rows))

    def find(self, succession_id: str) -> Succession:
        """Return one succession. Raises SuccessionUnknown."""
        with transaction(self._engine) as session:
            return succession_of(_row(session, succession_id))

    def unfinished(self) -> tuple[Succession, ...]:
        """Return the successions whose day has come and that were not carried out yet, the earliest first."""
        wanted = select(_table).where(
            _HAS_COME, col(_table.withdrawn_at).is_(None), col(_table.carried_out_at).is_(None)
        )
        with transaction(self._engine) as session:
            return tuple(map(succession_of, session.exec(wanted.order_by(col(_table.day), col(_table.id)))))

    def enter(self, succession: Succession, change: ChangedBy) -> Succession:
        """Store a succession, once however often it is passed.

        Raises:
            EndsAlready: a succession of the same agency stands.
        """
        succession = storable_row(succession)
        with transaction(self._engine) as session:
            hold(session)
            same = select(_table).where(
                col(_table.authority) == succession.authority,
                col(_table.agency) == succession.agency,
                col(_table.withdrawn_at).is_(None),
            )
            if (kept := session.exec(same).one_or_none()) is not None:
                if kept.id == succession.id:
                    return succession_of(kept)
                raise EndsAlready(kept.day)
            session.add(_table(**columns_of(succession)))
            _note(session, None, succession, change)
            return succession

    def withdraw(self, succession_id: str, change: ChangedBy) -> Succession:
        """Withdraw a succession before its day. One that was withdrawn before stays as it is.

        Raises:
            SuccessionUnknown: there is no such succession, or its day has come.
        """
        with transaction(self._engine) as session:
            hold(session)
            before = succession_of(_row(session, succession_id))
            if not before.stands:
                return before
            ahead = update(_table).where(col(_table.id) == before.id, ~_HAS_COME)
            withdrawn = session.execute(ahead.values(withdrawn_at=change.at).returning(col(_table.id)))
            if withdrawn.one_or_none() is None:
                raise SuccessionUnknown(f"the day of {before.id} has come")
            after = replace(before, withdrawn_at=change.at)
            _note(session, before, after, change)
            return after

    def begin(self, succession: Succession, at: datetime) -> None:
        """Count the cases that wait, give the agency's people to the heir, and end the delegations among them, once."""
        change = ChangedBy(succession.entered_by, at)
        with transaction(self._engine) as session:
            hold(session)
            row = _row(session, succession.id)
            if row.total is not None:
                return
            row.total = session.exec(select(func.count()).select_from(_case).where(*_waiting(succession))).one()
            session.add(row)
            session.flush()
            people = select(_account).where(
                col(_account.authority) == succession.authority,
                col(_account.agency) == succession.agency,
                col(_account.machine).is_(
                    False
                ),  # a program was registered for the agency that ended, not for its heir
            )
            for person in session.exec(people).all():
                end_delegations(session, person.id, change, still=lambda _: False)
                before, after = {"agency": succession.agency}, {"agency": succession.heir, "succession": succession.id}
                session.execute(update(_account).where(col(_account.id) == person.id).values(agency=succession.heir))
                note(session, Subject.ACCOUNT, succession.authority, person.id, before, after, change)

    def waiting(self, succession: Succession, after: str, limit: int) -> tuple[str, ...]:
        """Return up to `limit` codes of the open cases that are still with the agency, in order, starting behind `after`."""
        wanted = select(_case.code).where(*_waiting(succession), col(_case.code) > after)
        with transaction(self._engine) as session:
            return tuple(session.exec(wanted.order_by(col(_case.code)).limit(limit)))

    def count_waiting(self, succession: Succession) -> int:
        """Count the open cases that are still with the agency."""
        with transaction(self._engine) as session:
            return session.exec(select(func.count()).select_from(_case).where(*_waiting(succession))).one()

    def finish(self, succession: Succession, at: datetime) -> None:
        """Store that no open case is with the agency any more."""
        done = update(_table).where(col(_table.id) == succession.id, col(_table.carried_out_at).is_(None))
        with transaction(self._engine) as session:
            session.execute(done.values(carried_out_at=at))


def _waiting(succession: Succession) -> tuple[ColumnElement[bool], ...]:
    agency = storable(succession.agency)
    with_it = or_(col(_case.lead) == agency, col(_case.co_ordinating).contains([agency]))
    return (col(_case.authority) == storable(succession.authority), _IS_OPEN, with_it)


def _row(session: Session, succession_id: str) -> tables.Succession:
    row = session.get(_table, storable(succession_id))
    if row is None:
        raise SuccessionUnknown(f"no succession {succession_id}")
    return row


def _note(session: Session, before: Succession | None, after: Succession, change: ChangedBy) -> None:
    plain = plain_succession(before) if before else None
    note(session, Subject.SUCCESSION, after.authority, after.id, plain, plain_succession(after), change)
