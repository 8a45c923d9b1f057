"""Finds the admin for whom a command changes a system, and opens that system's record."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cli.chosen_system import NoSystem, database_of
from domain.words import Role
from procedures import all_procedures
from records.engine import connect
from records.record import Record
from records.staff.rows import Account
from settings import SettingsError, StackSettings, read


class CannotRun(Exception):
    """The command cannot be run; the text is one sentence."""


@contextmanager
def open_record(data: Path | None) -> Iterator[Record]:
    """Open the record of the system in the folder `data`, or of the one that the settings name.

    Raises:
        CannotRun: there is none.
    """
    try:
        engine = connect(database_of(data, read(StackSettings)), pool_size=2)
    except (SettingsError, NoSystem) as error:
        raise CannotRun(str(error)) from error
    try:
        yield Record(engine)
    finally:
        engine.dispose()


def admin_of(record: Record, username: str) -> Account:
    """Return the admin of this name. Raises CannotRun where nobody at work is one."""
    account, _ = record.accounts.for_sign_in(username) or (None, "")
    if account is None or not account.active or account.role is not Role.ADMIN:
        raise CannotRun(f"Không có quản trị {username} nào đang làm việc; hãy nêu tài khoản quản trị bằng --as.")
    return account


def authority_of(admin: Account, wanted: str) -> str:
    """Return the authority that was named, or the admin's own. Raises CannotRun where the admin does not keep it."""
    authority = wanted or admin.authority or ""
    if authority not in all_procedures():
        raise CannotRun(f"Hãy nêu địa phương bằng --of: {', '.join(sorted(all_procedures()))}.")
    if admin.authority not in (None, authority):
        raise CannotRun(f"Tài khoản {admin.username} là quản trị của {admin.authority}, không phải của {authority}.")
    return authority
