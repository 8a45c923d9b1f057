"""Sign staff in, and change one's own password. A session's token is given out once; only its fingerprint is kept."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from starlette.concurrency import run_in_threadpool

from api.web.front import Clock, fingerprint
from api.web.identity.callers import Staff
from api.web.identity.passwords import Passwords
from api.web.problems.kinds import WRONG_PASSWORD
from api.web.problems.problem import Problem
from api.web.throttle import Throttle
from records.offices.rows import ChangedBy
from records.record import Record
from records.staff.rows import Account

SESSION_LENGTH = timedelta(hours=12)


class SignInParts(Protocol):
    """The parts of the front that signing in uses; `api.web.front.Front` is the real one."""

    @property
    def record(self) -> Record: ...

    @property
    def passwords(self) -> Passwords: ...

    @property
    def throttle(self) -> Throttle: ...

    @property
    def clock(self) -> Clock: ...


class SessionsOpened(Protocol):
    """The record as a new session needs it; `records.staff.sessions.Sessions` is the real one."""

    def open(self, account_id: str, token_hash: str, expires_at: datetime, agent: str = "") -> None: ...


@dataclass(frozen=True)
class Client:
    """The origin of a sign-in."""

    address: str
    device: str | None
    agent: str


@dataclass(frozen=True)
class NewSession:
    """A session that has just begun, with its token."""

    token: str = field(repr=False)
    expires_at: datetime
    account: Account


async def sign_in(parts: SignInParts, username: str, password: str, client: Client) -> NewSession:
    """Begin a session for the account that the username and the password belong to. Raises as `account_with` does."""
    account = await account_with(parts, username, password, client.address, client.device)
    return await begin_session(parts.record.sessions, account, parts.clock(), client.agent)


async def begin_session(sessions: SessionsOpened, account: Account, at: datetime, agent: str) -> NewSession:
    """Begin a session for a person who has proved that this account is theirs."""
    begun = NewSession(secrets.token_urlsafe(32), at + SESSION_LENGTH, account)
    await run_in_threadpool(sessions.open, account.id, fingerprint(begun.token), begun.expires_at, agent)
    return begun


async def change_password(parts: SignInParts, staff: Staff, current: str, new: str, address: str) -> None:
    """Give one's own account another password. All its sessions end.

    The current password is asked for, so that a stolen session is not enough. Raises as `account_with` does.
    """
    await account_with(parts, staff.account.username, current, address, staff.token_fingerprint)
    password_hash = await parts.passwords.hashed(new)
    change = ChangedBy(staff.account.id, parts.clock())
    await run_in_threadpool(parts.record.accounts.set_password, staff.account.id, password_hash, change)


async def account_with(parts: SignInParts, username: str, password: str, address: str, device: str | None) -> Account:
    """Return the account that the username and the password belong to.

    An unknown username and a wrong password look alike, in words and in time.

    Raises:
        Problem: they belong to no account. Or too many wrong passwords came: then a right one waits too, because otherwise
            guessing could go on.
    """
    tries = parts.throttle.passwords(username, address, device)
    await run_in_threadpool(tries.spend)
    found = await run_in_threadpool(parts.record.accounts.for_sign_in, username)
    account, password_hash = found or (None, None)
    if not await parts.passwords.fits(password, password_hash) or account is None:
        raise Problem(WRONG_PASSWORD)
    await run_in_threadpool(tries.give_back)
    return account
