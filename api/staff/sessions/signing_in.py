"""Sign staff in, and change one's own password. A session's token is given out once; only its fingerprint is kept."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol

from starlette.concurrency import run_in_threadpool

from api.staff.accounts.views import account_view
from api.web.front import Clock, fingerprint
from api.web.identity.callers import Staff
from api.web.identity.choosing import require_hard_to_guess
from api.web.identity.passwords import Passwords
from api.web.problems.kinds import DEMO_ACCOUNT, WRONG_PASSWORD
from api.web.problems.problem import Problem
from api.web.problems.proofs import ACCOUNT_LOCKED
from api.web.throttle import Throttle
from domain.words import Role
from records.offices.repository import Offices
from records.offices.rows import ChangedBy
from records.record import Record
from records.staff.demo_accounts import PASSWORD as DEMO_PASSWORD
from records.staff.rows import Account, Owed

SESSION_LENGTH = timedelta(hours=12)
TIME_FOR_A_CODE = timedelta(minutes=10)
"""The length of a session that can be used for nothing but to give a code."""


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

    @property
    def demo(self) -> bool: ...

    @property
    def second_factor_roles(self) -> frozenset[Role]: ...


class OwingParts(Protocol):
    """The parts of the front that tell what a session owes."""

    @property
    def record(self) -> Record: ...

    @property
    def second_factor_roles(self) -> frozenset[Role]: ...


class SessionsOpened(Protocol):
    """The record as a new session needs it; `records.staff.sessions.Sessions` is the real one."""

    def open(
        self,
        account_id: str,
        token_hash: str,
        expires_at: datetime,
        agent: str = "",
        owes: Owed | None = None,
        *,
        at: datetime | None = None,
    ) -> None: ...


@dataclass(frozen=True)
class Client:
    """The origin of a sign-in."""

    address: str
    device: str | None
    agent: str


@dataclass(frozen=True)
class NewSession:
    """A session that has just begun, with its token, and what it owes before it may be used for anything else."""

    token: str = field(repr=False)
    expires_at: datetime
    account: Account
    owes: Owed | None = None


async def sign_in(parts: SignInParts, username: str, password: str, client: Client) -> NewSession:
    """Begin a session for the account that the username and the password belong to. Raises as `account_with` does."""
    account = await account_with(parts, username, password, client.address, client.device)
    owes = await run_in_threadpool(owed_by, parts, account)
    return await begin_session(parts.record.sessions, account, parts.clock(), client.agent, owes)


def owed_by(parts: OwingParts, account: Account, *, proved: bool = False) -> Owed | None:
    """Return what a session owes whose owner gave the password and, where `proved`, the second factor too."""
    enrolled = parts.record.second_factors.is_enrolled(account.id)
    if enrolled and not proved:
        return Owed.CODE
    if account.provisional:
        return Owed.PASSWORD
    return Owed.ENROLMENT if not enrolled and account.role in parts.second_factor_roles else None


async def begin_session(
    sessions: SessionsOpened, account: Account, at: datetime, agent: str, owes: Owed | None = None
) -> NewSession:
    """Begin a session for a person who has proved that this account is theirs."""
    length = TIME_FOR_A_CODE if owes is Owed.CODE else SESSION_LENGTH
    begun = NewSession(secrets.token_urlsafe(32), at + length, account, owes)
    opened = partial(sessions.open, account.id, fingerprint(begun.token), begun.expires_at, agent, owes, at=at)
    await run_in_threadpool(opened)
    return begun


async def change_password(parts: SignInParts, staff: Staff, current: str, new: str, address: str) -> None:
    """Give one's own account another password. All its sessions end.

    The current password is asked for, so that a stolen session is not enough. Raises as `account_with` does, and where the new
    password can be guessed.
    """
    await account_with(parts, staff.account.username, current, address, staff.token_fingerprint)
    await run_in_threadpool(_require_hard_to_guess, parts.record.offices, staff.account, new, current)
    password_hash = await parts.passwords.hashed(new)
    change = ChangedBy(staff.account.id, parts.clock())
    await run_in_threadpool(parts.record.accounts.set_password, staff.account.id, password_hash, change)


def require_unlocked(account: Account) -> None:
    """Raise Problem where the account is locked. Call it once the person has proved that it is theirs."""
    if account.locked_at is not None:
        raise Problem(ACCOUNT_LOCKED)


def _require_hard_to_guess(offices: Offices, account: Account, new: str, current: str) -> None:
    shown = account_view(offices, account)
    places = [place.name for place in (shown.authority, shown.agency) if place]
    require_hard_to_guess(new, current, [account.username, account.display_name, account.email or "", *places])


async def account_with(parts: SignInParts, username: str, password: str, address: str, device: str | None) -> Account:
    """Return the account that the username and the password belong to.

    An unknown username and a wrong password look alike, in words and in time.

    Raises:
        Problem: they belong to no account, to a locked one, or to a demo account where those may not sign in. Or too many
            wrong passwords came: then a right one waits too, because otherwise guessing could go on.
    """
    tries = parts.throttle.passwords(username, address, device)
    await run_in_threadpool(tries.spend)
    found = await run_in_threadpool(parts.record.accounts.for_sign_in, username)
    account, password_hash = found or (None, None)
    if not await parts.passwords.fits(password, password_hash) or account is None:
        raise Problem(WRONG_PASSWORD)
    if not parts.demo and password == DEMO_PASSWORD:
        raise Problem(DEMO_ACCOUNT)
    require_unlocked(account)
    await run_in_threadpool(tries.give_back)
    return account
