"""Confirm a session: its owner proves again who they are, so that acts of weight can be done in it."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool

from api.staff.sessions.signing_in import SignInParts, account_with
from api.web.identity.callers import Staff


async def confirm(parts: SignInParts, staff: Staff, password: str, address: str) -> None:
    """Confirm the session of this member of staff by their password. Raises as `account_with` does."""
    await account_with(parts, staff.account.username, password, address, staff.token_fingerprint)
    await run_in_threadpool(parts.record.sessions.confirm, staff.token_fingerprint, parts.clock())
