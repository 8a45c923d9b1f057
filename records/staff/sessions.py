"""Opens, lists and ends the sessions of staff, and deletes expired ones."""

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
from records.staff.account_rows import account_of
from records.staff.accounts import end_sessions
from records.staff.rows import Account, OpenSession
from records.texts import storable

if TYPE_CHECKING:
    from sqlalchemy import Engine

_LONGEST_AGENT = 300


class Sessions:
    """The sessions of staff. Every method may raise RecordsUnavailable. Calling again with the same arguments is safe."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def of_account(self, account_id: str, now: datetime) -> tuple[OpenSession, ...]:
        """Return an account's valid sessions, the latest first."""
        table = tables.StaffSession
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
        """Return the active account of a session, None where the session is unknown, revoked, or expired by `now`."""
        wanted = (
            select(tables.Account)
            .join(tables.StaffSession, col(tables.StaffSession.account_id) == col(tables.Account.id))
            .where(
                col(tables.StaffSession.token_hash) == storable(token_hash),
                col(tables.StaffSession.revoked_at).is_(None),
                col(tables.StaffSession.expires_at) > now,
                col(tables.Account.active),
            )
        )
        with transaction(self._engine) as session:
            row = session.exec(wanted).one_or_none()
            return account_of(row) if row else None

    def open(self, account_id: str, token_hash: str, expires_at: datetime, agent: str = "") -> None:
        """Open a session of an account, identified by the hash of its token. `agent` is how the opening program names itself."""
        row = {
            "token_hash": token_hash,
            "account_id": account_id,
            "expires_at": expires_at,
            "agent": storable(agent[:_LONGEST_AGENT]),
        }
        with transaction(self._engine) as session:
            session.execute(upsert(tables.StaffSession).values(row).on_conflict_do_nothing())

    def revoke(self, token_hash: str) -> None:
        """End a session at once. Do nothing where it is unknown or has ended."""
        table = tables.StaffSession
        with transaction(self._engine) as session:
            known = (col(table.token_hash) == token_hash, col(table.revoked_at).is_(None))
            session.execute(update(table).where(*known).values(revoked_at=func.now()))

    def revoke_all(self, account: Account, only: UUID | None = None, change: ChangedBy | None = None) -> int:
        """End an account's sessions at once, or only the one given. Note the change where `change` is given and any session
        ended. Return how many ended."""
        with transaction(self._engine) as session:
            ended = end_sessions(session, account.id, only)
            if ended and change is not None:
                after = {"sessions": "ended"}
                note(session, Subject.ACCOUNT, account.authority, account.id, {}, after, change)
            return ended

    def forget_expired(self, at: datetime) -> None:
        """Delete the sessions that expired by `at`."""
        with transaction(self._engine) as session:
            session.execute(delete(tables.StaffSession).where(col(tables.StaffSession.expires_at) <= at))
