"""Sessions of staff: opened, listed, ended at once, forgotten when they have expired."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import delete, func, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlmodel import col, select

from records.engine import transaction
from records.offices.changes import note
from records.offices.rows import ChangedBy, Subject
from records.staff import tables
from records.staff.accounts import account_of, end_sessions
from records.staff.rows import Account, OpenSession
from records.texts import storable

if TYPE_CHECKING:
    from sqlalchemy import Engine

_LONGEST_AGENT = 300


class Sessions:
    """The sessions of staff. Every method may raise RecordsUnavailable; calling again with the same arguments is safe."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def of_account(self, account_id: str, now: datetime) -> tuple[OpenSession, ...]:
        """An account's sessions that still hold, the latest first."""
        table = tables.SignIn
        wanted = select(table).where(
            col(table.account_id) == storable(account_id),
            col(table.revoked_at).is_(None),
            col(table.expires_at) > now,
        )
        with transaction(self._engine) as session:
            return tuple(
                OpenSession(row.id, row.token_hash, row.opened_at, row.expires_at, row.agent)
                for row in session.exec(wanted.order_by(col(table.opened_at).desc(), col(table.id)))
            )

    def account_of(self, token_hash: str, now: datetime) -> Account | None:
        """Whose session this is, None when it is unknown, revoked, or has expired by `now`."""
        wanted = (
            select(tables.Account)
            .join(tables.SignIn, col(tables.SignIn.account_id) == col(tables.Account.id))
            .where(
                col(tables.SignIn.token_hash) == storable(token_hash),
                col(tables.SignIn.revoked_at).is_(None),
                col(tables.SignIn.expires_at) > now,
                col(tables.Account.active),
            )
        )
        with transaction(self._engine) as session:
            row = session.exec(wanted).one_or_none()
            return account_of(row) if row else None

    def open(self, account_id: str, token_hash: str, expires_at: datetime, agent: str = "") -> None:
        """Opens a session of an account, known by the hash of its token. `agent` is the program it was opened with, as that
        names itself."""
        row = {
            "token_hash": token_hash,
            "account_id": account_id,
            "expires_at": expires_at,
            "agent": storable(agent[:_LONGEST_AGENT]),
        }
        with transaction(self._engine) as session:
            session.execute(upsert(tables.SignIn).values(row).on_conflict_do_nothing())

    def revoke(self, token_hash: str) -> None:
        """Ends a session at once. One that is unknown or ended stays as it is."""
        table = tables.SignIn
        with transaction(self._engine) as session:
            known = (col(table.token_hash) == token_hash, col(table.revoked_at).is_(None))
            session.execute(update(table).where(*known).values(revoked_at=func.now()))

    def revoke_all(self, account: Account, only: UUID | None = None, change: ChangedBy | None = None) -> int:
        """Ends an account's sessions at once, or only one of them, and notes it as a change if it is one; gives how many."""
        with transaction(self._engine) as session:
            ended = end_sessions(session, account.id, only)
            if ended and change is not None:
                after = {"sessions": "ended"}
                note(session, Subject.ACCOUNT, account.authority, account.id, {}, after, change)
            return ended

    def forget_expired(self, at: datetime) -> None:
        """Forgets the sessions that expired by `at`."""
        with transaction(self._engine) as session:
            session.execute(delete(tables.SignIn).where(col(tables.SignIn.expires_at) <= at))
