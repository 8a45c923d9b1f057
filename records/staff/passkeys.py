"""Keeps the passkeys of accounts."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import delete, func, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlmodel import col, select

from records.engine import read, transaction
from records.offices.changes import note
from records.offices.rows import ChangedBy, Subject
from records.staff import tables
from records.staff.account_rows import account_of
from records.staff.rows import Account, Passkey
from records.texts import storable

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlmodel import Session

_KEY = tables.Passkey


class Passkeys:
    """The passkeys of accounts. Every method may raise RecordsUnavailable."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def of_account(self, account_id: str) -> tuple[Passkey, ...]:
        """Return the passkeys of an account, the oldest first."""
        wanted = select(_KEY).where(col(_KEY.account_id) == account_id).order_by(col(_KEY.added_at), col(_KEY.id))
        with read(self._engine) as session:
            return tuple(map(_passkey, session.exec(wanted)))

    def find(self, credential_id: bytes) -> tuple[Passkey, Account] | None:
        """Return a passkey and the active account whose it is. None where there is none."""
        with read(self._engine) as session:
            row = session.get(_KEY, credential_id)
            account = session.get(tables.Account, row.account_id) if row else None
            if row is None or account is None or not account.active:
                return None
            return _passkey(row), account_of(account)

    def add(
        self, account: Account, credential_id: bytes, public_key: bytes, sign_count: int, name: str, change: ChangedBy
    ) -> bool:
        """Keep a passkey, on record. Return whether no account had it."""
        row = {
            "credential_id": credential_id,
            "account_id": account.id,
            "public_key": public_key,
            "sign_count": sign_count,
            "name": storable(name),
            "added_at": change.at,
        }
        with transaction(self._engine) as session:
            new = upsert(_KEY).values(row).on_conflict_do_nothing().returning(col(_KEY.id))
            if not session.execute(new).all():
                return False
            _note(session, account, "added", change)
            return True

    def note_use(self, passkey: Passkey, sign_count: int, at: datetime) -> bool:
        """Note that a passkey was used. Return false where its count is not beyond the last one: then it was copied. Devices
        that do not count say 0."""
        ahead = (col(_KEY.sign_count) < sign_count) | ((col(_KEY.sign_count) == 0) & (sign_count == 0))
        with transaction(self._engine) as session:
            known = update(_KEY).where(col(_KEY.credential_id) == passkey.credential_id, ahead)
            used = known.values(sign_count=func.greatest(_KEY.sign_count, sign_count), used_at=at)
            return bool(session.execute(used.returning(col(_KEY.id))).all())

    def remove(self, account: Account, passkey_id: UUID, change: ChangedBy) -> bool:
        """Remove a passkey of an account, on record. Return whether it was there."""
        gone = delete(_KEY).where(col(_KEY.account_id) == account.id, col(_KEY.id) == passkey_id)
        with transaction(self._engine) as session:
            if not session.execute(gone.returning(col(_KEY.id))).all():
                return False
            _note(session, account, "removed", change)
            return True


def _passkey(row: tables.Passkey) -> Passkey:
    return Passkey(
        row.id, row.credential_id, row.account_id, row.public_key, row.sign_count, row.name, row.added_at, row.used_at
    )


def _note(session: Session, account: Account, what: str, change: ChangedBy) -> None:
    note(session, Subject.ACCOUNT, account.authority, account.id, {}, {"passkey": what}, change)
