"""Adds the demo accounts, with which a newcomer tries the system, and takes them away again.

Never use them on a system that takes real reports: everybody knows their password.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from pwdlib import PasswordHash

from domain.offices.office import Office, Post
from domain.words import Role
from language.labels import ROLE, post_name
from records.errors import UsernameTaken
from records.messages.rows import Contact
from records.offices.rows import ChangedBy
from records.staff.accounts import Accounts
from records.staff.rows import Account

PASSWORD = "hientruong"  # noqa: S105 - it is printed for everyone to read
_OF_ALL = tuple(
    Post(username, role, None, post_name(role, None))
    for username, role in (("kiemtra", Role.AUDITOR), ("quantri", Role.ADMIN))
)


@dataclass(frozen=True)
class DemoAccount:
    """An account as a newcomer sees it. `authority` is a procedure's id, None for an account of the whole system."""

    username: str
    password: str = field(repr=False)
    authority: str | None
    role_name: str
    agency_name: str | None


def demo_accounts_in(accounts: Accounts, offices: Sequence[Office]) -> tuple[Account, ...]:
    """Return the accounts that everybody can sign in with, active or not: those under a demo username with the demo password."""
    fits = cache(
        lambda kept: PasswordHash.recommended().verify(PASSWORD, kept)
    )  # most share one hash, and hashing is slow
    usernames = [post.username for _, post in _posts(offices)]
    return tuple(account for account, kept in accounts.with_hashes(usernames) if _is_hash(kept) and fits(kept))


def take_away_demo_accounts(accounts: Accounts, offices: Sequence[Office], change: ChangedBy) -> int:
    """Make the demo accounts inactive and end their sessions. Return how many.

    They are not deleted, because the record names who did what. One whose password was changed is somebody's own, and stays.
    """
    left = [account.id for account in demo_accounts_in(accounts, offices) if account.active]
    accounts.switch(left, change, on=False)
    return len(left)


def add_demo_accounts(accounts: Accounts, offices: Sequence[Office], change: ChangedBy) -> tuple[DemoAccount, ...]:
    """Add the missing demo accounts of these offices and of the whole system, and make active those that were taken away.
    Return all of them, added or not.

    The offices' agencies must be in the record. An existing account keeps its password, which may differ from the returned
    one.
    """
    agencies = {(agency.authority, agency.id): agency.name for office in offices for agency in office.agencies}
    everyone = _posts(offices)
    _add_missing(accounts, everyone)
    away = [account.id for account in demo_accounts_in(accounts, offices) if not account.active]
    accounts.switch(away, change, on=True)
    return tuple(
        DemoAccount(
            post.username,
            PASSWORD,
            authority,
            ROLE[post.role],
            agencies[authority or "", post.agency] if post.agency else None,
        )
        for authority, post in everyone
    )


def _posts(offices: Sequence[Office]) -> list[tuple[str | None, Post]]:
    posts = [(office.authority, post) for office in offices for post in office.staff]
    return [*posts, *((None, post) for post in _OF_ALL)]


def _is_hash(kept: str) -> bool:
    """Return whether a password was ever kept here. An account of the provider's alone may have none."""
    return kept.startswith("$")


def _add_missing(accounts: Accounts, posts: list[tuple[str | None, Post]]) -> None:
    known = {account.username for account in accounts.of_authority(None)}
    missing = [(authority, post) for authority, post in posts if post.username not in known]
    if not missing:
        return
    # All share one hash and its salt: hashing is slow by design, and this password is public.
    password_hash = PasswordHash.recommended().hash(PASSWORD)
    for authority, post in missing:
        try:
            accounts.add(
                username=post.username,
                role=post.role,
                authority=authority,
                agency=post.agency,
                display_name=post.display_name,
                password_hash=password_hash,
                contact=_contact(post),
            )
        except UsernameTaken:
            continue  # Another process is seeding too.


def _contact(post: Post) -> Contact:
    """Return the post's own contact, or else an unused address (RFC 2606) and a number derived from the username."""
    number = int.from_bytes(hashlib.sha256(post.username.encode()).digest()[:4]) % 10**8
    return Contact(email=post.email or f"{post.username}@hientruong.example", phone=post.phone or f"09{number:08}")
