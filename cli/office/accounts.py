"""`hientruong office accounts`: adds many accounts from a table, directly in the database."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import Annotated

import typer

from cli.office.loading import As, Check, Data, File, Of, refuse
from language.system_errors import reason_of

PasswordsTo = Annotated[
    Path | None,
    typer.Option("--passwords", metavar="TỆP", help="Nơi ghi mật khẩu ban đầu (.xlsx), chỉ chủ tệp đọc được."),
]


def accounts(
    file: File, as_: As, passwords: PasswordsTo = None, of: Of = "", check: Check = False, data: Data = None
) -> None:
    """Thêm nhiều tài khoản từ một bảng; mật khẩu ban đầu ghi một lần vào tệp, lần đăng nhập đầu phải đổi."""
    # Imported here, so that `--help` answers at once.
    from rich.console import Console

    from api.staff.accounts.loading import load_accounts, passwords_file
    from api.web.identity.passwords import Passwords
    from api.web.problems.problem import Problem
    from cli.acting_admin import CannotRun, admin_of, authority_of, open_record
    from cli.importing.printing import print_faults
    from records.errors import RecordsError
    from records.offices.rows import ChangedBy

    if passwords is None and not check:
        refuse("Hãy nêu tệp sẽ ghi mật khẩu ban đầu bằng --passwords, hoặc chỉ kiểm tra bằng --check.")
    try:
        content = file.read_bytes()
        target = None if check or passwords is None else _new_file(passwords)
    except OSError as error:
        refuse(f"Không mở được {error.filename}: {reason_of(error)}.")
    try:
        with open_record(data) as record:
            admin = admin_of(record, as_)
            authority = authority_of(admin, of)
            change = ChangedBy(admin.id, record.now())
            loaded = asyncio.run(load_accounts(record, Passwords(), authority, content, change, keeps=not check))
            if target is not None and loaded.given:
                target.write_bytes(passwords_file(loaded.given, record.offices.agencies(authority)))
    except CannotRun as error:
        refuse(str(error))
    except Problem as problem:
        refuse(" ".join(each.message for each in problem.errors) or problem.detail)
    except RecordsError as error:
        refuse(f"Không đọc, ghi được cơ sở dữ liệu: {error}.")
    finally:
        if target is not None and not target.stat().st_size:
            target.unlink()
    if loaded.faults:
        print_faults(Console(highlight=False), loaded.faults)
        raise typer.Exit(1)
    done = "Sẽ thêm" if check else "Đã thêm"
    typer.echo(f"{done} {loaded.new} tài khoản; {loaded.same} đã có, giữ nguyên.")


def _new_file(path: Path) -> Path:
    """Create a file that only its owner may read, before anything is kept. Raises OSError where it is there or cannot be."""
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    return path
