"""Opens, lists and ends the sessions of staff, and deletes expired ones."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from psycopg.rows import dict_row
from sqlalchemy import delete, func, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlmodel import col, select

from records.engine import driver, read, transaction
from records.offices.changes import note
from records.offices.rows import ChangedBy, Subject
from records.staff import tables
from records.staff.account_rows import COLUMNS, account_from
from records.staff.accounts import end_sessions
from records.staff.rows import Account, OpenSession, Owed, SignedIn
from records.texts import storable

if TYPE_CHECKING:
    from sqlalchemy import Engine

_LONGEST_AGENT = 300

# Plain SQL in one statement, because every request of staff begins with it.
_SIGNED_IN = f"""
WITH own AS (
    SELECT accounts.*, sessions.owes FROM accounts JOIN sessions ON sessions.account_id = accounts.id
    WHERE token_hash = %(token_hash)s AND revoked_at IS NULL AND expires_at > %(now)s AND active
)
SELECT {COLUMNS}, true AS own, owes FROM own
UNION ALL
SELECT {COLUMNS}, false AS own, NULL FROM accounts AS leader
WHERE active AND id IN (
    SELECT from_account FROM delegations
    WHERE to_account = (SELECT id FROM own) AND starts_at <= %(now)s AND ends_at > %(now)s
    AND (revoked_at IS NULL OR revoked_at > %(now)s)
)
ORDER BY own DESC, username
"""  # noqa: S608 - the columns are constants


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

    def signed_in(self, token_hash: str, now: datetime) -> SignedIn | None:
        """Return whose session it is, and for which leaders they stand in. None where the session is unknown, revoked, or
        expired by `now`, or its account is not active."""
        with read(self._engine) as session:
            asked = {"token_hash": storable(token_hash), "now": now}
            rows = driver(session).cursor(row_factory=dict_row).execute(_SIGNED_IN, asked).fetchall()
        own = next((row for row in rows if row["own"]), None)
        if own is None:
            return None
        leaders = tuple(account_from(row) for row in rows if not row["own"])
        return SignedIn(account_from(own), leaders, Owed(own["owes"]) if own["owes"] else None)

    def open(
        self, account_id: str, token_hash: str, expires_at: datetime, agent: str = "", owes: Owed | None = None
    ) -> None:
        """Open a session of an account, identified by the hash of its token. `agent` is how the opening program names itself,
        `owes` what the session cannot be used without."""
        row = {
            "token_hash": token_hash,
            "account_id": account_id,
            "expires_at": expires_at,
            "agent": storable(agent[:_LONGEST_AGENT]),
            "owes": owes.value if owes else None,
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
