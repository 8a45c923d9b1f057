"""The first admin of a system is created in its database, with a password that is shown once."""

from __future__ import annotations

import re

import pytest
from pwdlib import PasswordHash
from typer.testing import CliRunner, Result

from cli import main
from domain.words import Role
from records.engine import connect
from records.record import Record
from tests.support.cli import NOWHERE, type_in


def typed(*arguments: str, **env: str) -> Result:
    return CliRunner().invoke(main, ["office", "admin", *arguments], env=NOWHERE | env)


@pytest.mark.slow
def test_the_first_admin_signs_in_with_the_password_that_was_printed(database_url: str) -> None:
    made = typed("tran.binh", "--name", "Trần Bình", DATABASE_URL=database_url)
    assert made.exit_code == 0, made.output
    password = re.search(r"Mật khẩu: (\S+)\n", made.stdout)
    assert password is not None
    engine = connect(database_url, pool_size=1)
    found = Record(engine).accounts.for_sign_in("tran.binh")
    [change] = Record(engine).offices.changes(None, None, 10)
    engine.dispose()
    assert found is not None
    account, password_hash = found
    assert (account.role, account.authority, account.display_name) == (Role.ADMIN, None, "Trần Bình")
    assert PasswordHash.recommended().verify(password[1], password_hash)
    assert (change.subject_id, change.by_account) == (account.id, None)
    again = typed("tran.binh", DATABASE_URL=database_url)
    assert (again.exit_code, again.stdout) == (1, "")
    assert "Đã có tài khoản tran.binh" in again.stderr


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["Trần Bình"], "chữ thường không dấu"),
        (["binh", "--name", " "], "phải có chữ"),
        (["binh"], "Không có hệ thống nào đang chạy trong /nowhere"),
        (["binh", "--data", "/elsewhere"], "Không có hệ thống nào đang chạy trong /elsewhere"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(arguments: list[str], sentence: str) -> None:
    refused = type_in("office", "admin", *arguments)
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert sentence in refused.stderr
    assert len(refused.stderr.splitlines()) == 1


@pytest.mark.slow
def test_a_database_that_does_not_answer_is_one_sentence() -> None:
    refused = typed("binh", DATABASE_URL="postgresql://x:mat-khau@127.0.0.1:9/x")
    assert refused.exit_code == 1
    assert "Không ghi được" in refused.stderr
    assert "mat-khau" not in refused.stderr
