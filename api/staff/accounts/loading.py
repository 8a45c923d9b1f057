"""Takes a table of accounts from an admin: whole, or nothing of it where it has a fault.

The system makes the passwords and gives them out once, as a file. Each has to be changed at the first sign-in.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool

from api.office.problems import USERNAME_TAKEN
from api.staff.accounts.keeping import GivenPassword
from api.web.identity.passwords import Passwords
from api.web.problems.problem import Problem, wrong_field
from documents.sheets.accounts import SHEET, USERNAME, AccountRow, columns_for, read_accounts
from documents.sheets.faults import Fault
from documents.sheets.reading import UnreadableSheet, read_sheet
from documents.tables.table import Table, as_xlsx
from documents.tables.template import template
from domain.offices.office import Agency
from domain.procedure import Procedure
from language.labels import ROLE
from records.errors import UsernameTaken
from records.messages.rows import Contact
from records.offices.repository import Offices
from records.offices.rows import ChangedBy
from records.record import Record
from records.staff.accounts import NewAccount
from records.staff.rows import Account

FILE = "file"
"""The field of the form that takes the file."""

_NOTES = (
    "Mỗi dòng một tài khoản mới. Cột nền vàng bắt buộc. Hệ thống đặt mật khẩu ban đầu và trao một lần, trong một tệp.",
    "Tài khoản đã có, đúng như dòng ghi, thì giữ nguyên. Đổi vai trò, cơ quan hay tên thì làm ở trang của tài khoản.",
)


@dataclass(frozen=True)
class LoadedAccounts:
    """A table that was read: its faults, or the new accounts with their passwords, and how many were there already."""

    faults: tuple[Fault, ...] = ()
    new: int = 0
    given: tuple[GivenPassword, ...] = ()
    same: int = 0


def template_of(offices: Offices, procedure: Procedure) -> bytes:
    """Return the workbook to fill in, with the office's own agencies to choose from."""
    return template(SHEET, columns_for(offices.agencies(procedure.id)), _NOTES)


async def load_accounts(
    record: Record, passwords: Passwords, authority: str, content: bytes, change: ChangedBy, *, keeps: bool = True
) -> LoadedAccounts:
    """Read a table and, unless it has a fault, add all its accounts in one transaction. Without `keeps`, only read it.

    Sent again it adds nothing: an account that is as its row says stays, with the password that it has.

    Raises:
        Problem: the file is no table, or somebody took a username in this moment.
    """
    rows, same, faults = await run_in_threadpool(_read, record, authority, content)
    if faults or not keeps or not rows:
        return LoadedAccounts(faults, new=len(rows), same=same)
    words = [secrets.token_urlsafe(12) for _ in rows]
    hashes = [await passwords.hashed(each) for each in words]
    try:
        accounts = await run_in_threadpool(
            record.accounts.add_all,
            [_new(row, authority, each) for row, each in zip(rows, hashes, strict=True)],
            change,
        )
    except UsernameTaken as error:
        raise Problem(USERNAME_TAKEN) from error
    given = tuple(GivenPassword(account, word) for account, word in zip(accounts, words, strict=True))
    return LoadedAccounts(new=len(given), given=given, same=same)


def passwords_file(given: Sequence[GivenPassword], agencies: Sequence[Agency]) -> bytes:
    """Return the file that hands the passwords over, the only one that ever holds them."""
    names = {each.id: each.name for each in agencies}
    rows = [
        (
            each.account.username,
            each.account.display_name,
            ROLE[each.account.role],
            names.get(each.account.agency or "", ""),
            each.password,
        )
        for each in given
    ]
    columns = ("Tên đăng nhập", "Họ tên", "Vai trò", "Cơ quan", "Mật khẩu ban đầu")
    note = "Trao riêng cho từng người rồi xóa tệp này. Lần đăng nhập đầu, hệ thống bắt đổi mật khẩu."
    return as_xlsx(Table("Mật khẩu ban đầu", columns, rows, (note,)))


def _read(record: Record, authority: str, content: bytes) -> tuple[tuple[AccountRow, ...], int, tuple[Fault, ...]]:
    """Return the rows of new accounts, how many are there already, and the faults."""
    try:
        rows, faults = read_accounts(read_sheet(content, SHEET), record.offices.agencies(authority))
    except UnreadableSheet as error:
        raise wrong_field(FILE, str(error)) from error
    if faults:
        return (), 0, faults
    known = {account.username: account for account, _ in record.accounts.with_hashes([row.username for row in rows])}
    told = tuple(
        Fault(row.number, USERNAME.heading, sentence)
        for row in rows
        if (sentence := _differs(row, known.get(row.username), authority))
    )
    new = tuple(row for row in rows if row.username not in known)
    return new, len(rows) - len(new), told


def _differs(row: AccountRow, account: Account | None, authority: str) -> str:
    """Return what is wrong where the account of this name is not as the row says, empty where nothing is."""
    if account is None:
        return ""
    if account.authority != authority:
        return "Tên đăng nhập này đã có người dùng; hãy chọn tên khác."
    said = (row.display_name, row.role, row.agency, row.email, row.phone)
    if said != (account.display_name, account.role, account.agency, account.email, account.phone):
        return "Đã có tài khoản mang tên này mà khác dòng này; hãy sửa ở trang của tài khoản, hoặc chọn tên khác."
    return "" if account.active else "Tài khoản này đã ngừng; hãy mở lại ở trang của tài khoản, hoặc chọn tên khác."


def _new(row: AccountRow, authority: str, password_hash: str) -> NewAccount:
    return NewAccount(
        row.username, row.role, authority, row.agency, row.display_name, password_hash, Contact(row.email, row.phone)
    )
