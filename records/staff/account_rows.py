"""Turns rows of accounts into accounts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from domain.words import Role
from records.staff import tables
from records.staff.rows import Account

_NAMES = tuple(each.name for each in fields(Account))

COLUMNS = ", ".join(_NAMES)
"""The columns of `accounts` that make an account, which are all but its password hash."""


def account_of(row: tables.Account) -> Account:
    """Return the account of a row, without its password hash."""
    return account_from({name: getattr(row, name) for name in _NAMES})


def account_from(row: Mapping[str, Any]) -> Account:
    """Return the account of a row that holds COLUMNS, and may hold more."""
    return Account(**{name: row[name] for name in _NAMES} | {"role": Role(row["role"])})
