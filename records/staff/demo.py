"""Accounts with which a newcomer tries the system. Never for a system that people report to."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

from pwdlib import PasswordHash

from domain.office import Office, Post
from domain.words import Role
from language.labels import ROLE, post_name
from records.engine import connect
from records.errors import UsernameTaken
from records.messages.rows import Contact
from records.record import Record
from records.staff.accounts import Accounts

PASSWORD = "hientruong"  # noqa: S105 - it is printed for everyone to read
_OF_ALL = tuple(
    Post(username, role, None, post_name(role, None))
    for username, role in (("kiemtra", Role.AUDITOR), ("quantri", Role.ADMIN))
)


@dataclass(frozen=True)
class DemoAccount:
    """An account as it is shown to a newcomer. `authority` is a procedure's id, None for who belongs to no one of them."""

    username: str
    password: str = field(repr=False)
    authority: str | None
    role_name: str
    agency_name: str | None


def seed(database_url: str, offices: Sequence[Office]) -> tuple[DemoAccount, ...]:
    """Adds the accounts of these offices, and those of none, that are not there yet; gives all of them.

    The offices' agencies must be there. An account that is there keeps its password, whatever this says it is.
    """
    agencies = {(agency.authority, agency.id): agency.name for office in offices for agency in office.agencies}
    posts = [(office.authority, post) for office in offices for post in office.staff]
    everyone: list[tuple[str | None, Post]] = [*posts, *((None, post) for post in _OF_ALL)]
    engine = connect(database_url, pool_size=1)
    try:
        _open_posts(Record(engine).accounts, everyone)
    finally:
        engine.dispose()
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


def _open_posts(accounts: Accounts, posts: list[tuple[str | None, Post]]) -> None:
    known = {account.username for account in accounts.of_authority(None)}
    missing = [(authority, post) for authority, post in posts if post.username not in known]
    if not missing:
        return
    # One hash for all of them, salt and all: it takes its time, and the password is no secret.
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
    """The post's own, or an address that is nobody's (RFC 2606) and a number made of the username alone."""
    number = int.from_bytes(hashlib.sha256(post.username.encode()).digest()[:4]) % 10**8
    return Contact(email=post.email or f"{post.username}@hientruong.example", phone=post.phone or f"09{number:08}")
