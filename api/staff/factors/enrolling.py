"""Enrol an authenticator app, renew its recovery codes, and take it off an account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from api.staff.accounts.keeping import account_kept_by
from api.staff.factors.codes import Secret, new_recovery_codes, recovery_hash
from api.staff.factors.passing import FactorParts
from api.web.identity.callers import Staff
from api.web.problems.problem import Problem, wrong_field
from api.web.problems.proofs import ENROLLED_ALREADY, NOT_ENROLLED, SECOND_FACTOR_NEEDED
from records.offices.rows import ChangedBy
from records.staff.rows import Account, Authenticator, Owed, Passkey

_WRONG = "Mã không đúng; hãy nhập sáu chữ số mà ứng dụng đang hiện, và xem đồng hồ của máy có đúng không."


@dataclass(frozen=True)
class Standing:
    """The standing of an account to second factors: its app in use, None without, its passkeys, and whether its role must have
    one."""

    authenticator: Authenticator | None
    passkeys: tuple[Passkey, ...]
    required: bool


def standing_of(parts: FactorParts, account: Account) -> Standing:
    """Return how an account stands to second factors."""
    kept = parts.record.second_factors.authenticator(account.id)
    used = kept if kept and kept.enrolled_at else None
    return Standing(used, parts.record.passkeys.of_account(account.id), account.role in parts.second_factor_roles)


def begin(parts: FactorParts, account: Account) -> Secret:
    """Return the secret that a new app reads. It stays the same until it is put to use.

    Raises:
        Problem: the account has an app in use.
    """
    kept = parts.record.second_factors.authenticator(account.id)
    if kept and kept.enrolled_at:
        raise Problem(ENROLLED_ALREADY)
    if kept:
        return Secret.opened(kept.sealed, parts.keys.second_factors, account.id)
    secret = Secret.new()
    parts.record.second_factors.begin(account.id, secret.sealed(parts.keys.second_factors, account.id), parts.clock())
    return secret


def enrol(parts: FactorParts, staff: Staff, code: str, address: str) -> tuple[str, ...]:
    """Put the app to use, once it gave a code. Return the recovery codes, which are shown this once. A session that owed it
    owes nothing more.

    Raises:
        Problem: the code is wrong, too many wrong ones came, or an app is in use already.
    """
    account = staff.account
    tries = parts.throttle.codes(account.id, address)
    tries.spend()
    step = begin(parts, account).step_of(code, parts.clock())
    if step is None:
        raise wrong_field("code", _WRONG)
    tries.give_back()
    codes = new_recovery_codes()
    if not parts.record.second_factors.enrol(
        account, step, _hashes(parts, account, codes), _by(account, parts.clock())
    ):
        raise Problem(ENROLLED_ALREADY)
    if staff.owes is Owed.ENROLMENT:
        parts.record.sessions.settle(staff.token_fingerprint)
    return codes


def renew_codes(parts: FactorParts, account: Account) -> tuple[str, ...]:
    """Replace the recovery codes of one's own account. Return the new ones, which are shown this once.

    Raises:
        Problem: the account has no app in use.
    """
    if not parts.record.second_factors.is_enrolled(account.id):
        raise Problem(NOT_ENROLLED)
    codes = new_recovery_codes()
    parts.record.second_factors.renew_codes(account, _hashes(parts, account, codes), _by(account, parts.clock()))
    return codes


def switch_off(parts: FactorParts, account: Account) -> None:
    """Take the second factor off one's own account.

    Raises:
        Problem: the role must have one, and this is the last.
    """
    if account.role in parts.second_factor_roles and not parts.record.passkeys.of_account(account.id):
        raise Problem(SECOND_FACTOR_NEEDED)
    parts.record.second_factors.remove(account, _by(account, parts.clock()))


def take_off(parts: FactorParts, staff: Staff, account_id: str, change: ChangedBy) -> None:
    """Take the second factor off an account that this admin keeps, as after a lost phone. Its sessions end.

    Raises:
        Problem: this admin keeps no such account.
    """
    parts.record.second_factors.remove(account_kept_by(parts.record.accounts, account_id, staff), change)


def _hashes(parts: FactorParts, account: Account, codes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(recovery_hash(parts.keys.second_factors, account.id, code) for code in codes)


def _by(account: Account, at: datetime) -> ChangedBy:
    return ChangedBy(account.id, at)
