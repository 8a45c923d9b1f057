"""Stores delegations: who acts for an absent leader, and for how long."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, update
from sqlmodel import col, or_, select

from domain.offices.delegations import Delegation
from records.engine import transaction
from records.errors import DelegationUnknown, KeyReused
from records.offices.changes import hold, note
from records.offices.rows import ChangedBy, Subject
from records.staff import tables
from records.texts import storable, storable_row

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlmodel import Session


class Delegations:
    """Delegations of absent leaders. Every method may raise RecordsUnavailable. Calling again is safe."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def find(self, delegation_id: str) -> Delegation | None:
        """Return one delegation, None for an unknown id."""
        with transaction(self._engine) as session:
            row = session.get(tables.Delegation, storable(delegation_id))
            return delegation_of(row) if row else None

    def listed(self, authority: str | None, account: str | None) -> tuple[Delegation, ...]:
        """Return the delegations of an authority or of all, from or to one account or any, the latest start first."""
        table = tables.Delegation
        wanted = select(table).order_by(col(table.starts_at).desc(), col(table.id))
        if authority is not None:
            wanted = wanted.where(col(table.authority) == storable(authority))
        if account is not None:
            wanted = wanted.where(or_(col(table.from_account) == account, col(table.to_account) == account))
        with transaction(self._engine) as session:
            return tuple(map(delegation_of, session.exec(wanted)))

    def add(self, delegation: Delegation, change: ChangedBy) -> Delegation:
        """Add a delegation, once however often it is passed. Return it as it is stored.

        The same leader, delegate and time are the same delegation, also under another id, unless it was ended.

        Raises:
            KeyReused: another delegation has this id.
        """
        delegation = storable_row(delegation)
        with transaction(self._engine) as session:
            hold(session)
            row = session.get(tables.Delegation, delegation.id)
            if row is not None:
                kept = delegation_of(row)
                if replace(kept, revoked_at=None) != delegation:
                    raise KeyReused("this id belongs to another delegation")
                return kept
            if same := _same(session, delegation):
                return same
            session.execute(insert(tables.Delegation).values(asdict(delegation)))
            note(
                session,
                Subject.DELEGATION,
                delegation.authority,
                delegation.id,
                None,
                plain_delegation(delegation),
                change,
            )
        return delegation

    def revoke(self, delegation_id: str, change: ChangedBy) -> Delegation:
        """End a delegation now. One that was revoked before stays as it is.

        Raises:
            DelegationUnknown: there is no such delegation.
        """
        with transaction(self._engine) as session:
            hold(session)
            row = session.get(tables.Delegation, storable(delegation_id))
            if row is None:
                raise DelegationUnknown(f"no delegation {delegation_id}")
            before = delegation_of(row)
            if before.revoked_at is not None:
                return before
            after, table = replace(before, revoked_at=change.at), tables.Delegation
            session.execute(update(table).where(col(table.id) == before.id).values(revoked_at=change.at))
            note(
                session,
                Subject.DELEGATION,
                before.authority,
                before.id,
                plain_delegation(before),
                plain_delegation(after),
                change,
            )
        return after


def _same(session: Session, delegation: Delegation) -> Delegation | None:
    """Return the delegation that is not ended of the same leader to the same delegate for the same time."""
    table = tables.Delegation
    wanted = select(table).where(
        col(table.from_account) == delegation.from_account,
        col(table.to_account) == delegation.to_account,
        col(table.starts_at) == delegation.starts_at,
        col(table.ends_at) == delegation.ends_at,
        col(table.revoked_at).is_(None),
    )
    row = session.exec(wanted).first()
    return delegation_of(row) if row else None


def delegation_of(row: tables.Delegation) -> Delegation:
    """Return the delegation of a row."""
    return Delegation(**row.model_dump())


def plain_delegation(delegation: Delegation) -> dict[str, Any]:
    """Return a delegation as the notes of changes hold it."""
    kept = {name: value for name, value in asdict(delegation).items() if name not in ("id", "authority")}
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in kept.items()}
