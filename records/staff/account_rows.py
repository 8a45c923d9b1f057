"""Turns rows of accounts into accounts."""

from __future__ import annotations

from domain.words import Role
from records.staff import tables
from records.staff.rows import Account


def account_of(row: tables.Account) -> Account:
    """Return the account of a row, without its password hash."""
    return Account(
        id=row.id,
        username=row.username,
        role=Role(row.role),
        authority=row.authority,
        agency=row.agency,
        display_name=row.display_name,
        email=row.email,
        phone=row.phone,
        active=row.active,
        provider_identity=row.provider_identity,
    )
