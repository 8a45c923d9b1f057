"""Keep the accounts of staff: who works here, in which role, how to reach them, and who no longer does.

Nobody chooses another person's password. The system makes one and gives it out once, to be handed over and changed.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Protocol

from starlette.concurrency import run_in_threadpool

from api.office.admins import administers
from api.office.problems import IDENTITY_TAKEN, LAST_ADMIN, OFFICE_ADMIN_ONLY, UNKNOWN_ACCOUNT, USERNAME_TAKEN
from api.staff.accounts.leaving import lost_cases, require_somebody_else, successor
from api.staff.handovers.handing_over import begin_leaving, carry_out, reason_of_leaving
from api.web.front import Front
from api.web.identity.callers import Staff
from api.web.identity.passwords import Passwords
from api.web.names import Agencies
from api.web.problems.problem import Problem, wrong_field
from domain.words import Role
from procedures import all_procedures
from records.errors import IdentityTaken, LastAdmin, UsernameTaken
from records.messages.rows import Contact
from records.offices.repository import Offices
from records.offices.rows import ChangedBy
from records.staff.accounts import Accounts
from records.staff.rows import Account, Handover

OF_NO_AUTHORITY = (Role.ADMIN, Role.AUDITOR)
"""The roles that may belong to the whole system."""


@dataclass(frozen=True)
class AccountDetails:
    """The part of an account that an admin may change. Its username and authority stay.

    `provider_identity` is the name by which the provider of the authority's own accounts knows the person.
    """

    role: Role
    agency: str | None
    display_name: str
    contact: Contact
    provider_identity: str | None


@dataclass(frozen=True)
class GivenPassword:
    """An account with the password that the system made for it."""

    account: Account
    password: str = field(repr=False)


@dataclass(frozen=True)
class Changed:
    """An account after a change. `handover` is the id of the handover of its open cases, None where it held none."""

    account: Account
    handover: str | None


class AccountsFound(Protocol):
    """The record as finding accounts needs it; `records.staff.accounts.Accounts` is the real one."""

    def find(self, account_id: str) -> Account | None: ...


class AccountsListed(Protocol):
    """The record as listing accounts needs it."""

    def of_authority(self, authority: str | None) -> tuple[Account, ...]: ...


def accounts_kept_by(accounts: AccountsListed, staff: Staff, authority: str | None) -> tuple[Account, ...]:
    """Return the staff of this authority, by username. None stands for the admin's own authority, or for all.

    Raises:
        Problem: the authority is not this admin's.
    """
    wanted = authority or staff.account.authority
    if not administers(staff, wanted):
        raise Problem(OFFICE_ADMIN_ONLY)
    return accounts.of_authority(wanted)


def account_kept_by(accounts: AccountsFound, account_id: str, staff: Staff) -> Account:
    """Return an account that this admin keeps. The admin does not learn whether another account exists.

    Raises:
        Problem: this admin keeps no such account.
    """
    account = accounts.find(account_id)
    if account is None or account.machine or not administers(staff, account.authority):
        raise Problem(UNKNOWN_ACCOUNT)
    return account


async def add_account(
    accounts: Accounts,
    offices: Offices,
    passwords: Passwords,
    staff: Staff,
    *,
    username: str,
    authority: str | None,
    details: AccountDetails,
    change: ChangedBy,
) -> GivenPassword:
    """Add an account with a password that the system makes. No authority stands for the admin's own.

    Raises:
        Problem: the authority is not this admin's, the username or the identity is taken, or the details do not go together.
    """
    authority = authority or staff.account.authority
    if not administers(staff, authority):
        raise Problem(OFFICE_ADMIN_ONLY)
    await run_in_threadpool(_check_details, offices, authority, details, None)
    password = secrets.token_urlsafe(12)
    password_hash = await passwords.hashed(password)
    try:
        account = await run_in_threadpool(
            lambda: accounts.add(
                username=username,
                authority=authority,
                password_hash=password_hash,
                provisional=True,
                change=change,
                **vars(details),
            )
        )
    except UsernameTaken as error:
        raise Problem(USERNAME_TAKEN) from error
    except IdentityTaken as error:
        raise Problem(IDENTITY_TAKEN) from error
    return GivenPassword(account, password)


async def change_account(
    front: Front,
    staff: Staff,
    account_id: str,
    details: AccountDetails,
    *,
    active: bool,
    cases_to: str,
    change: ChangedBy,
) -> Changed:
    """Change an account. One that is made inactive loses its sessions at once. Its open cases go where `cases_to` says.

    Raises:
        Problem: this admin keeps no such account, nobody would be left to administer or to do needed acts, the account holds
            open cases and nothing was chosen for them, or the details do not go together.
    """
    begun, changed = await run_in_threadpool(_change, front, staff, account_id, details, active, cases_to, change)
    if begun is not None:
        await carry_out(front, begun)
    return Changed(changed, begun.id if begun else None)


def _change(
    front: Front,
    staff: Staff,
    account_id: str,
    details: AccountDetails,
    active: bool,
    cases_to: str,
    change: ChangedBy,
) -> tuple[Handover | None, Account]:
    """Begin the handover of the cases that the account loses, then change the account."""
    record = front.record
    before = account_kept_by(record.accounts, account_id, staff)
    _check_details(record.offices, before.authority, details, before)
    after = replace(before, role=details.role, agency=details.agency, active=active)
    taker = None
    if cases := lost_cases(record.duties, before, after):
        taker = successor(record, before, cases, cases_to)

    def require(after: Account, others: tuple[Account, ...]) -> None:
        require_somebody_else(record.duties, before, after, others)

    try:
        changed = record.accounts.change(account_id, active=active, change=change, require=require, **vars(details))
    except LastAdmin as error:
        raise Problem(LAST_ADMIN) from error
    except IdentityTaken as error:
        raise Problem(IDENTITY_TAKEN) from error
    # Begin after the change: from here on the account can take on no further case that the handover would miss.
    if not cases:
        return None, changed
    return begin_leaving(front, staff, before, taker, reason_of_leaving(active=changed.active)), changed


async def reset_password(
    accounts: Accounts, passwords: Passwords, staff: Staff, account_id: str, change: ChangedBy
) -> GivenPassword:
    """Give an account another password that the system makes. Its sessions end at once.

    Raises:
        Problem: this admin keeps no such account.
    """
    account = await run_in_threadpool(account_kept_by, accounts, account_id, staff)
    password = secrets.token_urlsafe(12)
    password_hash = await passwords.hashed(password)
    await run_in_threadpool(partial(accounts.set_password, account.id, password_hash, change, provisional=True))
    return GivenPassword(account, password)


def unlock(accounts: Accounts, staff: Staff, account_id: str, change: ChangedBy) -> None:
    """Unlock an account that was locked because nobody used it.

    Raises:
        Problem: this admin keeps no such account.
    """
    accounts.unlock(account_kept_by(accounts, account_id, staff).id, change)


def _check_details(offices: Offices, authority: str | None, details: AccountDetails, before: Account | None) -> None:
    """Check that role, authority and agency go together. A person may stay in an agency that is no longer active."""
    if details.role is Role.REPORTER:
        raise wrong_field("role", "Người gửi không có tài khoản; hãy chọn vai trò khác.")
    if authority is None and details.role not in OF_NO_AUTHORITY:
        raise wrong_field("authority", "Vai trò này thuộc một địa phương; hãy ghi mã quy trình của địa phương.")
    if authority is not None and before is None and authority not in all_procedures():
        raise wrong_field("authority", "Không có địa phương này; hãy xem danh sách tại /api/v1/procedures.")
    if not details.role.of_agency and details.agency:
        raise wrong_field("agency", "Vai trò này không thuộc cơ quan xử lý nào; hãy bỏ mục này.")
    if not details.role.of_agency or (before is not None and before.agency == details.agency):
        return
    if (details.agency or "") not in Agencies(offices, authority or ""):
        raise wrong_field("agency", "Không có cơ quan nào đang hoạt động mang mã này; hãy chọn trong danh sách.")
