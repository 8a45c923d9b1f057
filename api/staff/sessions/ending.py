"""End sessions of staff at once: the one of this request, one of an account, or all of an account."""

from __future__ import annotations

from typing import Protocol
from uuid import UUID

from api.office.problems import UNKNOWN_SESSION
from api.web.identity.callers import Staff
from api.web.problems.problem import Problem
from records.offices.rows import ChangedBy
from records.staff.rows import Account


class SessionsEnded(Protocol):
    """The record as ending sessions needs it; `records.staff.sessions.Sessions` is the real one."""

    def revoke_all(self, account: Account, only: UUID | None = None, change: ChangedBy | None = None) -> int: ...


class SessionEnded(Protocol):
    """The record as signing out needs it; `records.staff.sessions.Sessions` is the real one."""

    def revoke(self, token_hash: str) -> None: ...


def sign_out(sessions: SessionEnded, staff: Staff) -> None:
    """End the session that this member of staff holds now."""
    sessions.revoke(staff.token_fingerprint)


def end_session(sessions: SessionsEnded, account: Account, session_id: UUID, change: ChangedBy | None = None) -> None:
    """End one session of an account. `change` notes it where another person than the owner ends it.

    Raises:
        Problem: the account has no such session.
    """
    if not sessions.revoke_all(account, session_id, change):
        raise Problem(UNKNOWN_SESSION)


def end_chosen(sessions: SessionsEnded, account: Account, written: str, change: ChangedBy | None = None) -> None:
    """End the session whose id is written, or all sessions of the account where nothing is written.

    Raises:
        Problem: the account has no such session.
    """
    if not written:
        sessions.revoke_all(account, change=change)
        return
    try:
        session_id = UUID(written)
    except ValueError as error:
        raise Problem(UNKNOWN_SESSION) from error
    end_session(sessions, account, session_id, change)
