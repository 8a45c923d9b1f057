"""List the people one works with: they can be handed work, and some can stand in for a leader who is away."""

from __future__ import annotations

from typing import Protocol

from records.staff.rows import Account


class AccountsListed(Protocol):
    """The record as listing needs it; `records.staff.accounts.Accounts` is the real one."""

    def of_authority(self, authority: str | None) -> tuple[Account, ...]: ...


def directory_for(accounts: AccountsListed, own: Account) -> list[Account]:
    """Return who works in this account's authority, by agency and name: those of no agency first. An account of no authority
    sees everybody.

    Each agency gives the centre a leader and an officer (Bình Định, Điều 2 khoản 4, Điều 14 khoản 1).
    """
    active = (account for account in accounts.of_authority(own.authority) if account.active)
    return sorted(active, key=lambda each: (each.authority or "", each.agency or "", each.display_name))


def colleagues_of(accounts: AccountsListed, own: Account) -> list[Account]:
    """Return who else is active in this account's agency, by name.

    For an account of no agency these are the others of its authority that are of no agency. An account of no authority has
    no colleagues.
    """
    if own.authority is None:
        return []
    found = (
        account
        for account in accounts.of_authority(own.authority)
        if account.active and account.agency == own.agency and account.id != own.id
    )
    return sorted(found, key=lambda each: each.display_name)
