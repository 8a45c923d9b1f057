"""The table of an authority's accounts: a row for each member of staff."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from documents.sheets.faults import Column, Fault, RowReader, faults_of_headings
from documents.sheets.reading import Sheet
from domain.offices.office import Agency
from domain.words import Role
from language.labels import ROLE

SHEET = "Tài khoản"
"""The sheet of a workbook that lists the accounts."""

MOST_ACCOUNTS = 200
"""Accounts in one table: the hash of each password takes a fifth of a second."""

_USERNAME = re.compile(r"[a-z0-9]+([._-][a-z0-9]+)*")
_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+")
_MOBILE = re.compile(r"0[35789][0-9]{8}")
_LOST_ZERO = 9
"""The digits of a telephone number whose zero a spreadsheet took away."""

USERNAME = Column(
    "Tên đăng nhập", True, "Chữ thường không dấu, chữ số, dấu chấm, gạch nối; mỗi người một tên.", "binh.so-gtvt"
)
NAME = Column("Họ tên", True, "Tên hiển thị.", "Trần Văn Bình")
ROLE_COLUMN = Column("Vai trò", True, "Vai trò; quyết định việc được làm.", ROLE[Role.AGENCY_OFFICER])
AGENCY = Column("Cơ quan", False, "Chỉ và luôn có với vai trò của cơ quan xử lý.")
EMAIL = Column("Thư điện tử", False, "Thư công vụ, nhận thông báo.", "binh@vidu.vn")
PHONE = Column("Điện thoại", False, "Số di động, nhận tin nhắn.", "0905 765 432")

COLUMNS = (USERNAME, NAME, ROLE_COLUMN, AGENCY, EMAIL, PHONE)
_ROLES = [(ROLE[role], role) for role in Role if role is not Role.REPORTER]


@dataclass(frozen=True)
class AccountRow:
    """An account as its row tells it. How to reach the person stays out of `repr`, and so out of logs."""

    number: int
    username: str
    display_name: str
    role: Role
    agency: str | None
    email: str | None = field(repr=False)
    phone: str | None = field(repr=False)


def columns_for(agencies: Sequence[Agency]) -> tuple[Column, ...]:
    """Return the columns, with the roles and the agencies that rows may write."""
    offers = {
        ROLE_COLUMN.heading: tuple(name for name, _ in _ROLES),
        AGENCY.heading: tuple(each.name for each in agencies if each.in_use),
    }
    return tuple(replace(each, offers=offers.get(each.heading, ())) for each in COLUMNS)


def read_accounts(sheet: Sheet, agencies: Sequence[Agency]) -> tuple[tuple[AccountRow, ...], tuple[Fault, ...]]:
    """Return the accounts of a table, and its faults. The whole table is read, so that all faults are told at once."""
    if faults := faults_of_headings(sheet, COLUMNS):
        return (), faults
    if len(sheet.rows) > MOST_ACCOUNTS:
        return (), (Fault(None, None, f"Tệp có {len(sheet.rows)} dòng; mỗi lần nhiều nhất {MOST_ACCOUNTS} tài khoản."),)
    found, told, seen = list[AccountRow](), list[Fault](), dict[str, int]()
    for row in sheet.rows:
        reader = RowReader(row)
        account = _account(reader, row.number, [each for each in agencies if each.in_use])
        if account is not None and account.username in seen:
            reader.wrong(USERNAME, f"Trùng với dòng {seen[account.username]}; mỗi người một tên đăng nhập.")
        if account is not None:
            seen.setdefault(account.username, row.number)
        told += reader.faults
        if account is not None and not reader.faults:
            found.append(account)
    return tuple(found), tuple(told)


def _account(reader: RowReader, number: int, agencies: Sequence[Agency]) -> AccountRow | None:
    """Return the account of a row; None where its username or its role cannot be read."""
    username, name = reader.text(USERNAME, 60), reader.text(NAME, 300)
    if username and not _USERNAME.fullmatch(username):
        reader.wrong(USERNAME, "Chỉ gồm chữ thường không dấu, chữ số, dấu chấm, gạch nối, như “binh.so-gtvt”.")
    role, agency = reader.listed(ROLE_COLUMN, _ROLES), reader.entry(AGENCY, agencies)
    email, phone = _email(reader), _phone(reader)
    if not username or role is None:
        return None
    if role.of_agency and agency is None:
        reader.lacks(AGENCY, "Vai trò này thuộc một cơ quan xử lý; hãy ghi cơ quan.")
    if not role.of_agency and agency is not None:
        reader.wrong(AGENCY, "Vai trò này không thuộc cơ quan xử lý nào; hãy bỏ trống.")
    return AccountRow(number, username, name, role, agency.id if agency else None, email, phone)


def _email(reader: RowReader) -> str | None:
    written = reader.text(EMAIL, 254)
    if written and not _EMAIL.fullmatch(written):
        reader.wrong(EMAIL, "Không phải địa chỉ thư điện tử; hãy ghi như “ten@vidu.vn”, hoặc bỏ trống.")
    return written or None


def _phone(reader: RowReader) -> str | None:
    """Return the mobile number as its ten digits, with the zero that a spreadsheet takes from a number."""
    digits = re.sub(r"[\s.\-()]", "", reader.text(PHONE, 30))
    national = re.sub(r"^(\+84|0084|84(?=[0-9]{9}$))0?", "0", digits)
    if national.isdecimal() and len(national) == _LOST_ZERO:
        national = f"0{national}"
    if national and not _MOBILE.fullmatch(national):
        reader.wrong(PHONE, "Không phải số di động; hãy ghi 10 chữ số như 0905 123 456, hoặc bỏ trống.")
    return national or None
