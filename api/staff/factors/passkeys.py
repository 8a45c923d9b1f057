"""Register passkeys, sign in with one, confirm a session with one, and revoke one's own."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from uuid import UUID

from starlette.concurrency import run_in_threadpool

from api.staff.factors.ceremonies import NotProven, RelyingParty, challenge_in, credential_in
from api.staff.factors.passing import FactorParts
from api.staff.sessions.signing_in import NewSession, begin_session, owed_by, require_unlocked
from api.web.identity.callers import Staff
from api.web.problems.problem import Problem
from api.web.problems.proofs import (
    NO_PASSKEYS,
    PASSKEY_KNOWN,
    PASSKEY_REFUSED,
    SECOND_FACTOR_NEEDED,
    UNKNOWN_PASSKEY,
)
from records.offices.rows import ChangedBy
from records.staff.rows import Account, Owed


def relying_party(parts: FactorParts) -> RelyingParty | None:
    """Return the site that passkeys are bound to, None where its address has no domain."""
    return RelyingParty.at(parts.site.address, parts.keys.second_factors)


def register(parts: FactorParts, staff: Staff, written: str, name: str) -> None:
    """Keep a passkey that the browser of this member of staff made. A session that owed a second factor owes nothing more.

    Raises:
        Problem: the browser's answer proves nothing, was used before, or the passkey is somebody's already.
    """
    account, at = staff.account, parts.clock()
    try:
        made = _site(parts).registered(written, account, at)
    except NotProven as error:
        raise Problem(PASSKEY_REFUSED) from error
    _use_up(parts, written)
    change = ChangedBy(account.id, at)
    if not parts.record.passkeys.add(account, made.credential_id, made.public_key, made.sign_count, name, change):
        raise Problem(PASSKEY_KNOWN)
    if staff.owes is Owed.ENROLMENT:
        parts.record.sessions.settle(staff.token_fingerprint)


async def sign_in(parts: FactorParts, written: str, agent: str, waiting: Staff | None) -> NewSession:
    """Begin a session for the owner of a passkey, whose device has verified them. After a password the device need not:
    `waiting` is the member of staff whose session waits for the second factor.

    Raises:
        Problem: the passkey is nobody's here, its answer proves nothing or was used before, or the account is locked.
    """
    account = await run_in_threadpool(_proven, parts, written, waiting.account if waiting else None)
    require_unlocked(account)
    owes = await run_in_threadpool(partial(owed_by, parts, account, proved=True))
    begun = await begin_session(parts.record.sessions, account, parts.clock(), agent, owes)
    if waiting is not None:
        await run_in_threadpool(parts.record.sessions.revoke, waiting.token_fingerprint)
    return begun


async def confirm(parts: FactorParts, staff: Staff, written: str) -> None:
    """Confirm the session of this member of staff by a passkey of theirs. Raises as `sign_in` does."""
    account = await run_in_threadpool(_proven, parts, written, None)
    if account.id != staff.account.id:
        raise Problem(PASSKEY_REFUSED)
    await run_in_threadpool(parts.record.sessions.confirm, staff.token_fingerprint, parts.clock())


def revoke(parts: FactorParts, account: Account, written_id: str) -> None:
    """Revoke a passkey of one's own account.

    Raises:
        Problem: the account has no such passkey, or it is the last second factor of a role that must have one.
    """
    try:
        passkey_id = UUID(written_id)
    except ValueError as error:
        raise Problem(UNKNOWN_PASSKEY) from error
    app = parts.record.second_factors.authenticator(account.id)
    others = [each for each in parts.record.passkeys.of_account(account.id) if each.id != passkey_id]
    if account.role in parts.second_factor_roles and not others and not (app and app.enrolled_at):
        raise Problem(SECOND_FACTOR_NEEDED)
    if not parts.record.passkeys.remove(account, passkey_id, ChangedBy(account.id, parts.clock())):
        raise Problem(UNKNOWN_PASSKEY)


def _proven(parts: FactorParts, written: str, after_password: Account | None) -> Account:
    site, at = _site(parts), parts.clock()
    try:
        found = parts.record.passkeys.find(credential_in(written))
        if found is None:
            raise Problem(PASSKEY_REFUSED)
        passkey, account = found
        is_second = after_password is not None and after_password.id == account.id
        count = site.count_proven(written, passkey, at, verified=not is_second)
    except NotProven as error:
        raise Problem(PASSKEY_REFUSED) from error
    _use_up(parts, written)
    if not parts.record.passkeys.note_use(passkey, count, at):
        raise Problem(PASSKEY_REFUSED)
    return account


def _use_up(parts: FactorParts, written: str) -> None:
    """Take the challenge of this answer, which no answer can use again while it lasts."""
    parts.throttle.challenge(challenge_in(written)).spend()


def _site(parts: FactorParts) -> RelyingParty:
    site = relying_party(parts)
    if site is None:
        raise Problem(NO_PASSKEYS)
    return site


def options_to_register(parts: FactorParts, account: Account, at: datetime) -> str:
    """Return what the account page needs to make a passkey, empty where the site has no domain."""
    site = relying_party(parts)
    return site.to_register(account, parts.record.passkeys.of_account(account.id), at) if site else ""


def options_to_sign_in(parts: FactorParts, account: Account | None, at: datetime) -> str:
    """Return what a page needs to prove a passkey: of this account, or of any. Empty where there is none to prove."""
    site = relying_party(parts)
    if site is None:
        return ""
    if account is None:
        return site.to_sign_in((), at)
    known = parts.record.passkeys.of_account(account.id)
    return site.to_sign_in(known, at) if known else ""
