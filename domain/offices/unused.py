"""The rule for accounts that nobody uses: they are locked, and an admin opens them again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class LastUse:
    """The last time that somebody signed in with an account. `authority` is None for an account of the whole system."""

    account: str
    authority: str | None
    is_admin: bool
    used_at: datetime


def unused(accounts: Iterable[LastUse], at: datetime, longest: timedelta) -> tuple[str, ...]:
    """Return the accounts that nobody used for so long, sorted. The admin of each authority who was there last stays, and so
    does that of the whole system."""
    known = tuple(accounts)
    staying: dict[str | None, LastUse] = {}
    for each in sorted(known, key=lambda one: (one.used_at, one.account)):
        if each.is_admin:
            staying[each.authority] = each
    kept = {each.account for each in staying.values()}
    return tuple(sorted(each.account for each in known if each.used_at <= at - longest and each.account not in kept))
