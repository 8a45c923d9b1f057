"""Agencies and accounts with which a newcomer tries the system. Never for a system that people report to."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field

from pwdlib import PasswordHash

from domain.procedure import Procedure
from domain.wording import ROLE
from domain.words import Role
from records.engine import connect
from records.errors import UsernameTaken
from records.message_rows import Contact
from records.reading import Reader
from records.rows import Agency
from records.writing import Records

PASSWORD = "hientruong"  # noqa: S105 - it is printed for everyone to read
AUTHORITY = "khanh-hoa"
AGENCIES = (
    Agency("ubnd-nha-trang", AUTHORITY, "UBND thành phố Nha Trang"),
    Agency("so-gtvt", AUTHORITY, "Sở Giao thông vận tải"),
    Agency("so-tnmt", AUTHORITY, "Sở Tài nguyên và Môi trường"),
    Agency("dien-luc", AUTHORITY, "Công ty Điện lực Khánh Hòa"),
    Agency("cap-thoat-nuoc", AUTHORITY, "Công ty Cấp thoát nước Khánh Hòa"),
    Agency("moi-truong-do-thi", AUTHORITY, "Công ty Môi trường đô thị Nha Trang"),
)


@dataclass(frozen=True)
class DemoAccount:
    """An account as it is shown to a newcomer."""

    username: str
    password: str = field(repr=False)
    role_name: str
    agency_name: str | None


@dataclass(frozen=True)
class _Post:
    username: str
    role: Role
    authority: str | None = AUTHORITY
    agency: Agency | None = None

    @property
    def display_name(self) -> str:
        name = ROLE[self.role][0].upper() + ROLE[self.role][1:]
        return f"{name} ({self.agency.name})" if self.agency else name

    @property
    def contact(self) -> Contact:
        """An address that is nobody's (RFC 2606), and a number made of the username alone."""
        number = int.from_bytes(hashlib.sha256(self.username.encode()).digest()[:4]) % 10**8
        return Contact(email=f"{self.username}@hientruong.example", phone=f"09{number:08}")


_POSTS = (
    _Post("trungtam", Role.CENTRE_OPERATOR),
    _Post("lanhdao.trungtam", Role.CENTRE_LEADER),
    *(
        post
        for agency in AGENCIES
        for post in (
            _Post(f"canbo.{agency.id}", Role.AGENCY_OFFICER, agency=agency),
            _Post(f"lanhdao.{agency.id}", Role.AGENCY_LEADER, agency=agency),
        )
    ),
    _Post("ubnd.tinh", Role.AUTHORITY_LEADER),
    _Post("kiemtra", Role.AUDITOR, authority=None),
    _Post("quantri", Role.ADMIN, authority=None),
)


def seed(database_url: str, procedures: Iterable[Procedure]) -> tuple[DemoAccount, ...]:
    """Keeps the procedures and adds the agencies and accounts that are not there yet; gives all accounts.

    An account that is there keeps its password, whatever this says it is.
    """
    engine = connect(database_url, pool_size=1)
    try:
        records = Records(engine)
        for procedure in procedures:
            records.save_procedure(procedure)
        for agency in AGENCIES:
            records.add_agency(agency)
        _open_posts(records, Reader(engine))
    finally:
        engine.dispose()
    return tuple(
        DemoAccount(post.username, PASSWORD, ROLE[post.role], post.agency.name if post.agency else None)
        for post in _POSTS
    )


def _open_posts(records: Records, reader: Reader) -> None:
    missing = [post for post in _POSTS if reader.account_for_sign_in(post.username) is None]
    if not missing:
        return
    # One hash for all of them, salt and all: it takes its time, and the password is no secret.
    password_hash = PasswordHash.recommended().hash(PASSWORD)
    for post in missing:
        try:
            records.add_account(
                username=post.username,
                role=post.role,
                authority=post.authority,
                agency=post.agency.id if post.agency else None,
                display_name=post.display_name,
                password_hash=password_hash,
                contact=post.contact,
            )
        except UsernameTaken:
            continue  # Another process is seeding too.
