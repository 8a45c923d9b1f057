"""`hientruong office admin`: adds the first admin of a system that has none, directly in its database."""

from __future__ import annotations

import re
import secrets
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from cli.chosen_system import NoSystem, database_of
from domain.words import Role
from settings import SettingsError, StackSettings, read

_USERNAME = re.compile(r"[a-z0-9]+([._-][a-z0-9]+)*")
_LONGEST = 60
_PASSWORD_BYTES = 12


def admin(
    username: Annotated[str, typer.Argument(metavar="TÊN", help="Tên đăng nhập của quản trị mới.")],
    name: Annotated[str, typer.Option(metavar="HỌ_TÊN", help="Tên hiển thị.")] = "Quản trị hệ thống",
    data: Annotated[
        Path | None, typer.Option(metavar="THƯ_MỤC", help="Thư mục dữ liệu của hệ thống đang chạy.", show_default=False)
    ] = None,
) -> None:
    """Thêm quản trị toàn hệ thống; mật khẩu đặt ngẫu nhiên, chỉ in ra một lần."""
    from api.web.identity.passwords import hash_of
    from language.vietnamese import normal
    from records.engine import connect
    from records.errors import RecordsError, UsernameTaken
    from records.offices.rows import ChangedBy
    from records.record import Record

    if not _USERNAME.fullmatch(username) or len(username) > _LONGEST:
        _refuse("Tên đăng nhập gồm chữ thường không dấu, chữ số, dấu chấm, gạch nối, như “tran.binh”.")
    if not (display_name := normal(name, lines=False)):
        _refuse("Tên hiển thị phải có chữ.")
    password = secrets.token_urlsafe(_PASSWORD_BYTES)
    try:
        engine = connect(_database(data), pool_size=1)
        try:
            record = Record(engine)
            record.accounts.add(
                username=username,
                role=Role.ADMIN,
                authority=None,
                agency=None,
                display_name=display_name,
                password_hash=hash_of(password),
                provisional=True,
                change=ChangedBy(None, record.now()),
            )
        finally:
            engine.dispose()
    except UsernameTaken:
        _refuse(f"Đã có tài khoản {username}; hãy chọn tên khác, hoặc nhờ một quản trị đặt lại mật khẩu.")
    except RecordsError as error:
        _refuse(f"Không ghi được vào cơ sở dữ liệu: {error}.")
    typer.echo(f"Quản trị toàn hệ thống: {username}\nMật khẩu: {password}")
    typer.echo("Mật khẩu chỉ hiện lần này; khi đăng nhập lần đầu, hệ thống bắt đổi ngay.", err=True)


def _database(data: Path | None) -> str:
    """Return the database of the system in `data`. Without `data` return DATABASE_URL, or else the database of .data."""
    try:
        return database_of(data, read(StackSettings))
    except (SettingsError, NoSystem) as error:
        _refuse(str(error))


def _refuse(sentence: str) -> NoReturn:
    typer.echo(sentence, err=True)
    raise typer.Exit(1)
