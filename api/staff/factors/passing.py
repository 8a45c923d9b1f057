"""Pass the second factor at sign-in: a code of the app, or a recovery code. A code is never taken twice."""

from __future__ import annotations

from functools import partial
from typing import Protocol

from starlette.concurrency import run_in_threadpool

from api.staff.factors.codes import Secret, recovery_hash
from api.staff.sessions.signing_in import NewSession, begin_session, owed_by
from api.web.front import Clock, Keys, Site
from api.web.identity.callers import Staff
from api.web.problems.problem import Problem
from api.web.problems.proofs import NO_CODE_OWED, WRONG_CODE
from api.web.throttle import Throttle
from domain.words import Role
from records.offices.rows import ChangedBy
from records.record import Record
from records.staff.rows import Account, Owed


class FactorParts(Protocol):
    """The parts of the front that second factors use; `api.web.front.Front` is the real one."""

    @property
    def record(self) -> Record: ...

    @property
    def keys(self) -> Keys: ...

    @property
    def site(self) -> Site: ...

    @property
    def throttle(self) -> Throttle: ...

    @property
    def clock(self) -> Clock: ...

    @property
    def second_factor_roles(self) -> frozenset[Role]: ...


async def give_code(parts: FactorParts, staff: Staff, code: str, address: str, agent: str) -> NewSession:
    """Begin the session for which this one waited, and end this one.

    Raises:
        Problem: the session waits for no code, the code is wrong or was taken before, or too many wrong ones came.
    """
    if staff.owes is not Owed.CODE:
        raise Problem(NO_CODE_OWED)
    if not await run_in_threadpool(takes, parts, staff.account, code, address):
        raise Problem(WRONG_CODE)
    owes = await run_in_threadpool(partial(owed_by, parts, staff.account, proved=True))
    begun = await begin_session(parts.record.sessions, staff.account, parts.clock(), agent, owes)
    await run_in_threadpool(parts.record.sessions.revoke, staff.token_fingerprint)
    return begun


def takes(parts: FactorParts, account: Account, code: str, address: str) -> bool:
    """Return whether this is a code of the account's app or one of its recovery codes, and use it up. Only wrong codes count as
    tries; after too many, a right one must wait as well. Call it in a thread."""
    tries = parts.throttle.codes(account.id, address)
    tries.spend()
    if not (_takes_app_code(parts, account, code) or _takes_recovery_code(parts, account, code)):
        return False
    tries.give_back()
    return True


def _takes_app_code(parts: FactorParts, account: Account, code: str) -> bool:
    kept = parts.record.second_factors.authenticator(account.id)
    if kept is None or kept.enrolled_at is None:
        return False
    secret = Secret.opened(kept.sealed, parts.keys.second_factors, account.id)
    step = secret.step_of(code, parts.clock())
    return step is not None and parts.record.second_factors.take_step(account.id, step)


def _takes_recovery_code(parts: FactorParts, account: Account, code: str) -> bool:
    known_as = recovery_hash(parts.keys.second_factors, account.id, code)
    change = ChangedBy(account.id, parts.clock())
    return parts.record.second_factors.take_recovery_code(account, known_as, change)
