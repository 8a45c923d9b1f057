"""Opens, lists and ends the sessions of staff, and deletes expired ones."""

from __future__ import annotations

from datetime import UTC, datetime
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
_EVER = datetime.min.replace(tzinfo=UTC)

# Plain SQL in one statement, because every request of staff begins with it.
_SIGNED_IN = f"""
WITH own AS (
    SELECT accounts.*, sessions.owes, sessions.used_at AS session_used_at, confirmed_at
    FROM accounts JOIN sessions ON sessions.account_id = accounts.id
    WHERE token_hash = %(token_hash)s AND revoked_at IS NULL AND expires_at > %(now)s AND active
    AND locked_at IS NULL AND sessions.used_at > %(used_since)s
)
SELECT {COLUMNS}, true AS own, owes, session_used_at, confirmed_at FROM own
UNION ALL
SELECT {COLUMNS}, false AS own, NULL, NULL, NULL FROM accounts AS leader
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

    def signed_in(self, token_hash: str, now: datetime, used_since: datetime = _EVER) -> SignedIn | None:
        """Return whose session it is, and for which leaders they stand in. None where the session is unknown, revoked,
        expired by `now` or not used since `used_since`, or its account is locked or not active."""
        with read(self._engine) as session:
            asked = {"token_hash": storable(token_hash), "now": now, "used_since": used_since}
            rows = driver(session).cursor(row_factory=dict_row).execute(_SIGNED_IN, asked).fetchall()
        own = next((row for row in rows if row["own"]), None)
        if own is None:
            return None
        leaders = tuple(account_from(row) for row in rows if not row["own"])
        owes = Owed(own["owes"]) if own["owes"] else None
        return SignedIn(account_from(own), leaders, owes, own["session_used_at"], own["confirmed_at"])

    def note_use(self, token_hash: str, at: datetime) -> None:
        """Note that a session is used now."""
        table = tables.StaffSession
        with transaction(self._engine) as session:
            older = (col(table.token_hash) == storable(token_hash), col(table.used_at) < at)
            session.execute(update(table).where(*older).values(used_at=at))

    def confirm(self, token_hash: str, at: datetime) -> None:
        """Note that the owner of a session has proved again that it is theirs."""
        table = tables.StaffSession
        with transaction(self._engine) as session:
            session.execute(update(table).where(col(table.token_hash) == token_hash).values(confirmed_at=at))

    def settle(self, token_hash: str) -> None:
        """Note that a session owes nothing any more."""
        table = tables.StaffSession
        with transaction(self._engine) as session:
            session.execute(update(table).where(col(table.token_hash) == token_hash).values(owes=None))

    def open(
        self,
        account_id: str,
        token_hash: str,
        expires_at: datetime,
        agent: str = "",
        owes: Owed | None = None,
        *,
        at: datetime | None = None,
    ) -> None:
        """Open a session of an account, identified by the hash of its token. `agent` is how the opening program names itself,
        `owes` what the session cannot be used without. Without `at`, it is opened by the database's clock."""
        row = {
            "token_hash": token_hash,
            "account_id": account_id,
            "expires_at": expires_at,
            "agent": storable(agent[:_LONGEST_AGENT]),
            "owes": owes.value if owes else None,
        }
        used = {"used_at": at or func.now()}
        proved = used | {"confirmed_at": at or func.now()}
        with transaction(self._engine) as session:
            session.execute(upsert(tables.StaffSession).values(row | proved).on_conflict_do_nothing())
            session.execute(update(tables.Account).where(col(tables.Account.id) == account_id).values(used))

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
