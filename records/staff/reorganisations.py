"""Stores reorganisations, and carries out what they change beside the cases: names, agencies, places and accounts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import Boolean, ColumnElement, func, literal_column, update
from sqlmodel import col, select

from domain.offices.reorganisation import Renaming, Reorganisation
from domain.offices.succession import Succession
from domain.time.zones import VIETNAM
from records.cases import tables as case_tables
from records.engine import transaction
from records.errors import EndsAlready, PlannedAlready, ReorganisationUnknown
from records.offices import tables
from records.offices.changes import hold, keep, note
from records.offices.lineage import of_lineage
from records.offices.reorganisation_rows import columns_of, plain_reorganisation, reorganisation_of
from records.offices.rows import ChangedBy, Subject
from records.offices.succession_rows import columns_of as columns_of_succession
from records.offices.succession_rows import plain_succession, succession_of
from records.staff.joining import join
from records.texts import storable, storable_row

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlmodel import Session
    from sqlmodel.sql.expression import SelectOfScalar

_table, _case, _procedure = tables.Reorganisation, case_tables.Case, tables.Procedure
_IS_OPEN: ColumnElement[bool] = literal_column(case_tables.IS_OPEN, Boolean)
_HAS_COME: ColumnElement[bool] = literal_column(f"(day <= (now() AT TIME ZONE '{VIETNAM.key}')::date)", Boolean)


class ReorganisationStore:
    """The reorganisations in the record. Every method may raise RecordsUnavailable, and UnstorableText where it takes a text.

    Calling again is safe.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def of_authority(self, authority: str) -> tuple[Reorganisation, ...]:
        """Return the reorganisations of an authority and of those that joined it, withdrawn ones too, the latest day first."""
        wanted = select(_table).where(of_lineage(_table.authority, authority))
        with transaction(self._engine) as session:
            rows = session.exec(wanted.order_by(col(_table.day).desc(), col(_table.entered_at).desc(), col(_table.id)))
            return tuple(map(reorganisation_of, rows))

    def find(self, plan_id: str) -> Reorganisation:
        """Return one reorganisation. Raises ReorganisationUnknown."""
        with transaction(self._engine) as session:
            return reorganisation_of(_row(session, plan_id))

    def unfinished(self) -> tuple[Reorganisation, ...]:
        """Return the reorganisations whose day has come and that were not carried out yet, the earliest first."""
        wanted = select(_table).where(
            _HAS_COME, col(_table.withdrawn_at).is_(None), col(_table.carried_out_at).is_(None)
        )
        with transaction(self._engine) as session:
            return tuple(map(reorganisation_of, session.exec(wanted.order_by(col(_table.day), col(_table.id)))))

    def enter(self, plan: Reorganisation, successions: Iterable[Succession], change: ChangedBy) -> Reorganisation:
        """Store a reorganisation with the successions of its agencies, all or nothing, once however often it is passed.

        Raises:
            PlannedAlready: on this day the cases of the authority already go over to a text.
            EndsAlready: a succession of one of the agencies stands.
        """
        plan = storable_row(plan)
        with transaction(self._engine) as session:
            hold(session)
            if (kept := session.get(_table, plan.id)) is not None:
                return reorganisation_of(kept)
            if plan.into is not None and session.exec(_same(plan)).first() is not None:
                raise PlannedAlready(plan.day)
            session.add(_table(**columns_of(plan)))
            for succession in successions:
                _add(session, storable_row(succession), change)
            _note(session, None, plan, change)
            return plan

    def withdraw(self, plan_id: str, successions: Iterable[str], change: ChangedBy) -> Reorganisation:
        """Withdraw a reorganisation before its day, with these successions. One that was withdrawn before stays as it is.

        Raises:
            ReorganisationUnknown: there is no such one, or its day has come.
        """
        with transaction(self._engine) as session:
            hold(session)
            before = reorganisation_of(_row(session, plan_id))
            if not before.stands:
                return before
            ahead = update(_table).where(col(_table.id) == before.id, ~_HAS_COME)
            withdrawn = session.execute(ahead.values(withdrawn_at=change.at).returning(col(_table.id)))
            if withdrawn.one_or_none() is None:
                raise ReorganisationUnknown(f"the day of {before.id} has come")
            for succession_id in successions:
                _take_back(session, succession_id, change)
            after = replace(before, withdrawn_at=change.at)
            _note(session, before, after, change)
            return after

    def begin(self, plan: Reorganisation, at: datetime) -> None:
        """Count the cases that go over, give agencies their new names, and take the office over where the authority joins
        another, once."""
        change = ChangedBy(plan.entered_by, at)
        with transaction(self._engine) as session:
            hold(session)
            row = _row(session, plan.id)
            if row.total is not None:
                return
            row.total = session.exec(select(func.count()).select_from(_case).where(*_waiting(plan))).one()
            session.add(row)
            session.flush()
            for each in plan.renames:
                _rename(session, plan.authority, each, change)
            if plan.joins is not None:
                join(session, plan.authority, plan.joins, change)

    def waiting(self, plan: Reorganisation, after: str, limit: int, *, closed: bool = False) -> tuple[str, ...]:
        """Return up to `limit` codes of the cases that still follow the text before, in order, starting behind `after`: the open
        ones, or those that have ended, which go over only where their authority joins another."""
        which = ~_IS_OPEN if closed else _IS_OPEN
        wanted = select(_case.code).where(*_waiting(plan), which, col(_case.code) > storable(after))
        with transaction(self._engine) as session:
            return tuple(session.exec(wanted.order_by(col(_case.code)).limit(limit)))

    def count_waiting(self, plan: Reorganisation) -> int:
        """Count the cases that still follow the text before."""
        with transaction(self._engine) as session:
            return session.exec(select(func.count()).select_from(_case).where(*_waiting(plan))).one()

    def finish(self, plan: Reorganisation, at: datetime) -> None:
        """Store that no open case follows the text before any more."""
        done = update(_table).where(col(_table.id) == plan.id, col(_table.carried_out_at).is_(None))
        with transaction(self._engine) as session:
            session.execute(done.values(carried_out_at=at))


def _waiting(plan: Reorganisation) -> tuple[ColumnElement[bool], ...]:
    """Return what is true of the cases that have yet to go over; of none where no text changes."""
    if plan.into is None:
        return (literal_column("false", Boolean),)
    of_authority = col(_case.authority) == storable(plan.authority)
    if plan.joins is not None:
        return (of_authority,)
    before = select(_procedure.digest).where(
        col(_procedure.id) == storable(plan.authority),
        col(_procedure.body)["valid_from"].astext < plan.day.isoformat(),
    )
    return (of_authority, _IS_OPEN, col(_case.procedure_digest).in_(before))


def _same(plan: Reorganisation) -> SelectOfScalar[tables.Reorganisation]:
    return select(_table).where(
        col(_table.authority) == plan.authority,
        col(_table.day) == plan.day,
        col(_table.into).is_not(None),
        col(_table.withdrawn_at).is_(None),
    )


def _add(session: Session, succession: Succession, change: ChangedBy) -> None:
    table = tables.Succession
    same = select(table).where(
        col(table.authority) == succession.authority,
        col(table.agency) == succession.agency,
        col(table.withdrawn_at).is_(None),
    )
    if (kept := session.exec(same).one_or_none()) is not None:
        raise EndsAlready(kept.day)
    session.add(table(**columns_of_succession(succession)))
    note(session, Subject.SUCCESSION, succession.authority, succession.id, None, plain_succession(succession), change)


def _take_back(session: Session, succession_id: str, change: ChangedBy) -> None:
    row = session.get(tables.Succession, storable(succession_id))
    if row is None or row.withdrawn_at is not None:
        return
    before = succession_of(row)
    row.withdrawn_at = change.at
    session.add(row)
    session.flush()
    after = replace(before, withdrawn_at=change.at)
    plain = plain_succession(before), plain_succession(after)
    note(session, Subject.SUCCESSION, before.authority, before.id, *plain, change)


def _rename(session: Session, authority: str, renaming: Renaming, change: ChangedBy) -> None:
    row = session.get(tables.Agency, (authority, storable(renaming.agency)))
    if row is None:
        return
    unshown = {"authority", "by_admin"}
    entry = {name: value for name, value in row.model_dump().items() if name not in unshown} | {"name": renaming.name}
    if entry["valid_from"] is not None:
        entry["valid_from"] = entry["valid_from"].isoformat()
    keep(session, tables.Agency, Subject.AGENCY, authority, [entry], change)


def _row(session: Session, plan_id: str) -> tables.Reorganisation:
    row = session.get(_table, storable(plan_id))
    if row is None:
        raise ReorganisationUnknown(f"no reorganisation {plan_id}")
    return row


def _note(session: Session, before: Reorganisation | None, after: Reorganisation, change: ChangedBy) -> None:
    plain = plain_reorganisation(before) if before else None
    note(session, Subject.REORGANISATION, after.authority, after.id, plain, plain_reorganisation(after), change)
