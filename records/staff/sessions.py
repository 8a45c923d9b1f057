"""Sessions of staff: opened, listed, ended at once, forgotten when they have expired."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import delete, func, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlmodel import col, select

from records import tables
from records.engine import transaction
from records.offices.changes import note
from records.rows import Account, Change, OpenSession, Subject
from records.texts import storable

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlmodel import Session

_LONGEST_AGENT = 300


class SessionReader:
    """The reading side of sessions."""

    _engine: Engine

    def sessions(self, account_id: str, now: datetime) -> tuple[OpenSession, ...]:
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


class SessionRecords:
    """The writing side of sessions."""

    _engine: Engine

    def open_session(self, account_id: str, token_hash: str, expires_at: datetime, agent: str = "") -> None:
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

    def revoke_session(self, token_hash: str) -> None:
        """Ends a session at once. One that is unknown or ended stays as it is."""
        table = tables.SignIn
        with transaction(self._engine) as session:
            known = (col(table.token_hash) == token_hash, col(table.revoked_at).is_(None))
            session.execute(update(table).where(*known).values(revoked_at=func.now()))

    def revoke_sessions(self, account: Account, only: UUID | None = None, change: Change | None = None) -> int:
        """Ends an account's sessions at once, or only one of them, and notes it as a change if it is one; gives how many."""
        with transaction(self._engine) as session:
            ended = revoke_all(session, account.id, only)
            if ended and change is not None:
                after = {"sessions": "ended"}
                note(session, Subject.ACCOUNT, account.authority, account.id, {}, after, change)
            return ended

    def forget_sessions(self, at: datetime) -> None:
        """Forgets the sessions that expired by `at`."""
        with transaction(self._engine) as session:
            session.execute(delete(tables.SignIn).where(col(tables.SignIn.expires_at) <= at))


def revoke_all(session: Session, account_id: str, only: UUID | None = None) -> int:
    """Ends an account's sessions in this transaction, or only one of them."""
    table = tables.SignIn
    open_ones = [col(table.account_id) == account_id, col(table.revoked_at).is_(None)]
    if only is not None:
        open_ones.append(col(table.id) == only)
    ended = session.execute(update(table).where(*open_ones).values(revoked_at=func.now()).returning(col(table.id)))
    return len(ended.all())
