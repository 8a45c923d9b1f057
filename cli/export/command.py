"""`hientruong export`: writes a case with its proof into a signed file that can be checked without this program."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, NoReturn

import typer

from language.system_errors import reason_of

app = typer.Typer()

Code = Annotated[str | None, typer.Argument(metavar="MÃ", help="Mã của hồ sơ, như KH-2026-000001.")]
To = Annotated[Path | None, typer.Argument(metavar="TỆP.zip", help="Tệp ghi ra.")]
Key = Annotated[bool, typer.Option("--key", help="Chỉ in khóa công khai, để công bố.")]
Data = Annotated[
    Path | None, typer.Option(metavar="THƯ_MỤC", help="Thư mục dữ liệu của hệ thống đang chạy.", show_default=False)
]


@app.command()
def export(code: Code = None, to: To = None, key: Key = False, data: Data = None) -> None:
    """Xuất một hồ sơ kèm bằng chứng, có chữ ký số; docs/check_export.py kiểm tra được mà không cần chương trình này.

    Không có danh tính người gửi trong tệp.
    """
    # Imported here, so that `--help` answers at once.
    import asyncio

    from api.auditing.exporting import public_key
    from cli.audit.system import SystemAway, signing_key
    from records.errors import RecordsError

    try:
        signing = signing_key(data)
        if key:
            typer.echo(public_key(signing))
            return
        if code is None or to is None:
            _refuse("Hãy nêu mã hồ sơ và tệp ghi ra, hoặc --key để in khóa công khai.", code=2)
        packed = asyncio.run(_packed(code, data, signing))
    except SystemAway as error:
        _refuse(str(error))
    except RecordsError as error:
        _refuse(f"Không đọc được cơ sở dữ liệu: {error}.")
    if packed is None:
        _refuse(f"Không có hồ sơ {code}.")
    try:
        to.write_bytes(packed)
    except OSError as error:
        _refuse(f"Không ghi được {to}: {reason_of(error)}.")
    typer.echo(f"Đã xuất {code} vào {to}, ký bằng khóa {public_key(signing)}.")


async def _packed(code: str, data: Path | None, key: bytes) -> bytes | None:
    from api.auditing.exporting import export as packed
    from cli.audit.system import open_auditor

    async with open_auditor(data, None) as auditor:
        return packed(auditor.record, code, key)


def _refuse(sentence: str, code: int = 1) -> NoReturn:
    typer.echo(sentence, err=True)
    raise typer.Exit(code)
