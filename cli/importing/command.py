"""`hientruong import`: brings the cases of another system over, directly in the database."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, NoReturn

import typer

from language.system_errors import reason_of

app = typer.Typer()

File = Annotated[Path, typer.Argument(metavar="TỆP", help="Tệp hồ sơ (.xlsx hoặc .csv) theo mẫu.")]
As = Annotated[str, typer.Option("--as", metavar="TÀI_KHOẢN", help="Quản trị đứng tên việc nhập.")]
Of = Annotated[str, typer.Option("--of", metavar="MÃ", help="Địa phương, khi quản trị ấy của toàn hệ thống.")]
Check = Annotated[bool, typer.Option("--check", help="Chỉ kiểm tra và cho xem trước, không ghi gì.")]
Data = Annotated[
    Path | None, typer.Option(metavar="THƯ_MỤC", help="Thư mục dữ liệu của hệ thống đang chạy.", show_default=False)
]


@app.command("import")
def import_cases(file: File, as_: As, of: Of = "", check: Check = False, data: Data = None) -> None:
    """Nhập hồ sơ của hệ thống cũ: kiểm tra cả tệp trước; có một lỗi thì không ghi gì, nhập lại thì không thêm hai lần."""
    # Imported here, so that `--help` answers at once.
    from cli.acting_admin import CannotRun
    from cli.importing.running import run

    try:
        content = file.read_bytes()
    except OSError as error:
        _refuse(f"Không đọc được {file}: {reason_of(error)}.")
    try:
        done = run(content, file.name, username=as_, authority=of, only_check=check, data=data)
    except CannotRun as error:
        _refuse(str(error))
    if not done:
        raise typer.Exit(1)


def _refuse(sentence: str) -> NoReturn:
    typer.echo(sentence, err=True)
    raise typer.Exit(1)
