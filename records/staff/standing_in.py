"""Delegations of leaders who are away, and officers' open cases on their way to others."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, text, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlmodel import col, or_, select

from domain.actors import Actor
from domain.delegations import Delegation
from domain.words import Role
from records import tables
from records.engine import transaction
from records.errors import DelegationUnknown, HandoverUnknown, KeyReused
from records.offices import tables as office_tables
from records.offices.changes import hold, note
from records.rows import Account, Change, Handover, HandoverCase, HandoverState, Subject
from records.staff.accounts import account_of
from records.texts import storable, storable_row

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlmodel import Session


class StandingInRecords:
    """The writing side."""

    _engine: Engine

    def add_delegation(self, delegation: Delegation, change: Change) -> Delegation:
        """Adds a delegation, once however often it comes; gives it as it is kept.

        Raises:
            KeyReused: its id came before with another delegation.
        """
        delegation = storable_row(delegation)
        with transaction(self._engine) as session:
            hold(session)
            row = session.get(office_tables.Delegation, delegation.id)
            if row is not None:
                kept = _delegation(row)
                if replace(kept, revoked_at=None) != delegation:
                    raise KeyReused("this id belongs to another delegation")
                return kept
            session.execute(insert(office_tables.Delegation).values(asdict(delegation)))
            note(session, Subject.DELEGATION, delegation.authority, delegation.id, None, _plain(delegation), change)
        return delegation

    def revoke_delegation(self, delegation_id: str, change: Change) -> Delegation:
        """Ends a delegation now. One that was revoked before stays as it is.

        Raises:
            DelegationUnknown: no such delegation.
        """
        with transaction(self._engine) as session:
            hold(session)
            row = session.get(office_tables.Delegation, storable(delegation_id))
            if row is None:
                raise DelegationUnknown(f"no delegation {delegation_id}")
            before = _delegation(row)
            if before.revoked_at is not None:
                return before
            after, table = replace(before, revoked_at=change.at), office_tables.Delegation
            session.execute(update(table).where(col(table.id) == before.id).values(revoked_at=change.at))
            note(session, Subject.DELEGATION, before.authority, before.id, _plain(before), _plain(after), change)
        return after

    def begin_handover(self, handover: Handover) -> None:
        """Notes which open cases are to go from one officer to another, once however often it comes.

        Raises:
            KeyReused: its id came before with another handover.
        """
        handover = storable_row(handover)
        row = _handover_row(handover)
        with transaction(self._engine) as session:
            added = upsert(office_tables.Handover).values(row).on_conflict_do_nothing()
            if session.execute(added.returning(col(office_tables.Handover.id))).one_or_none() is None:
                kept = session.get(office_tables.Handover, handover.id)
                if kept is None or kept.model_dump() | {"at": handover.at} != row:
                    raise KeyReused("this id belongs to another handover")
                return
            session.connection().execute(_THEIR_OPEN_CASES, row)
            after = {name: row[name] for name in ("agency", "from_account", "to_account", "reason")}
            change = Change(handover.by.account, handover.at)
            note(session, Subject.HANDOVER, handover.authority, handover.id, None, after, change)

    def settle_handover_case(self, handover_id: str, case: HandoverCase) -> None:
        """Notes what became of one case of a handover."""
        table = office_tables.HandoverCase
        settled = update(table).where(col(table.handover) == storable(handover_id), col(table.code) == case.code)
        with transaction(self._engine) as session:
            session.execute(settled.values(state=case.state.value, why=storable(case.why)))


_THEIR_OPEN_CASES = text(
    f"""
    INSERT INTO handover_cases (handover, code, state, why)
    SELECT :id, code, 'waiting', '' FROM cases
    WHERE officer = :from_account AND authority = :authority AND lead = :agency AND {tables.IS_OPEN}
    """  # noqa: S608 - a condition of ours
)


class StandingInReader:
    """The reading side."""

    _engine: Engine

    def delegation(self, delegation_id: str) -> Delegation | None:
        """One delegation, None for an id that is not known."""
        with transaction(self._engine) as session:
            row = session.get(office_tables.Delegation, storable(delegation_id))
            return _delegation(row) if row else None

    def delegations(self, authority: str | None, account: str | None) -> tuple[Delegation, ...]:
        """Those of an authority or of every one, from or to an account or of everybody's, the latest to begin first."""
        table = office_tables.Delegation
        wanted = select(table).order_by(col(table.starts_at).desc(), col(table.id))
        if authority is not None:
            wanted = wanted.where(col(table.authority) == storable(authority))
        if account is not None:
            wanted = wanted.where(or_(col(table.from_account) == account, col(table.to_account) == account))
        with transaction(self._engine) as session:
            return tuple(map(_delegation, session.exec(wanted)))

    def stood_in_for(self, account: str, at: datetime) -> tuple[Account, ...]:
        """The leaders for whom this account acts at an instant, as long as they work here, by username."""
        table, leader = office_tables.Delegation, tables.Account
        wanted = (
            select(leader)
            .where(
                col(leader.active),
                col(leader.id).in_(
                    select(table.from_account).where(
                        col(table.to_account) == storable(account),
                        col(table.starts_at) <= at,
                        col(table.ends_at) > at,
                        or_(col(table.revoked_at).is_(None), col(table.revoked_at) > at),
                    )
                ),
            )
            .order_by(col(leader.username))
        )
        with transaction(self._engine) as session:
            return tuple(map(account_of, session.exec(wanted)))

    def handover(self, handover_id: str) -> Handover:
        """One handover with its cases, by code.

        Raises:
            HandoverUnknown: no such handover.
        """
        with transaction(self._engine) as session:
            row = session.get(office_tables.Handover, storable(handover_id))
            if row is None:
                raise HandoverUnknown(f"no handover {handover_id}")
            return _handover(session, row)

    def unfinished_handovers(self, limit: int) -> tuple[str, ...]:
        """The handovers of which a case still waits, the oldest first."""
        table, case = office_tables.Handover, office_tables.HandoverCase
        waiting = select(case.handover).where(col(case.state) == HandoverState.WAITING.value)
        wanted = select(table.id).where(col(table.id).in_(waiting)).order_by(col(table.at), col(table.id)).limit(limit)
        with transaction(self._engine) as session:
            return tuple(session.exec(wanted))


def _delegation(row: office_tables.Delegation) -> Delegation:
    return Delegation(**row.model_dump())


def _plain(delegation: Delegation) -> dict[str, Any]:
    kept = {name: value for name, value in asdict(delegation).items() if name not in ("id", "authority")}
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in kept.items()}


def _handover_row(handover: Handover) -> dict[str, Any]:
    by = handover.by
    row = {name: value for name, value in vars(handover).items() if name not in ("by", "cases")}
    return row | {"by_role": by.role.value, "by_account": by.account, "by_on_behalf_of": by.on_behalf_of}


def _handover(session: Session, row: office_tables.Handover) -> Handover:
    case = office_tables.HandoverCase
    cases = session.exec(select(case).where(col(case.handover) == row.id).order_by(col(case.code)))
    return Handover(
        id=row.id,
        authority=row.authority,
        agency=row.agency,
        from_account=row.from_account,
        to_account=row.to_account,
        reason=row.reason,
        by=Actor(Role(row.by_role), row.authority, row.agency, row.by_account, row.by_on_behalf_of),
        at=row.at,
        cases=tuple(HandoverCase(each.code, HandoverState(each.state), each.why) for each in cases),
    )
