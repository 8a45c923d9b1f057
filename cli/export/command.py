"""`hientruong export`: writes a case with its proof into a signed file that can be checked without this program."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, NoReturn

import typer

from language.system_errors import reason_of

app = typer.Typer()

Code = Annotated[str | None, typer.Argument(metavar="MÃ", help="Mã của hồ sơ, như KH-2026-000001.")]
To = Annotated[Path | None, typer.Argument(metavar="TỆP.zip", help="Tệp ghi ra.")]
As = Annotated[
    str | None,
    typer.Option("--as", metavar="TÀI_KHOẢN", help="Xuất với quyền của cán bộ này; ghi là một lần xem của họ."),
]
Key = Annotated[bool, typer.Option("--key", help="Chỉ in khóa công khai, để công bố.")]
Data = Annotated[
    Path | None, typer.Option(metavar="THƯ_MỤC", help="Thư mục dữ liệu của hệ thống đang chạy.", show_default=False)
]


@app.command()
def export(code: Code = None, to: To = None, key: Key = False, as_: As = None, data: Data = None) -> None:
    """Xuất cả hồ sơ kèm bằng chứng, có chữ ký số; docs/check_export.py kiểm tra được mà không cần chương trình này.

    Không có danh tính người gửi trong tệp, trừ khi --as nêu một cán bộ được biết danh tính.
    """
    # Imported here, so that `--help` answers at once.
    import asyncio

    from api.auditing.packing import fingerprint_of, public_key
    from cli.audit.system import SystemAway, signing_key
    from records.errors import RecordsError

    try:
        signing = signing_key(data)
        if key:
            typer.echo(f"{public_key(signing).hex()}\nSHA-256: {fingerprint_of(public_key(signing))}")
            return
        if code is None or to is None:
            _refuse("Hãy nêu mã hồ sơ và tệp ghi ra, hoặc --key để in khóa công khai.", code=2)
        packed = asyncio.run(_packed(code, as_, data, signing))
    except SystemAway as error:
        _refuse(str(error))
    except RecordsError as error:
        _refuse(f"Không đọc được cơ sở dữ liệu: {error}.")
    try:
        to.write_bytes(packed)
    except OSError as error:
        _refuse(f"Không ghi được {to}: {reason_of(error)}.")
    typer.echo(f"Đã xuất {code} vào {to}, ký bằng khóa {public_key(signing).hex()}.")


async def _packed(code: str, username: str | None, data: Path | None, key: bytes) -> bytes:
    from api.auditing.exporting import Exporter, viewer_of
    from api.web.front import now
    from api.web.problems.problem import Problem
    from cli.audit.system import SystemAway, open_auditor

    async with open_auditor(data, None) as auditor:
        record = auditor.record
        account, _ = (username and record.accounts.for_sign_in(username)) or (None, "")
        if username and account is None:
            raise SystemAway(f"Không có tài khoản {username} nào đang dùng.")
        case = record.cases.find(code)
        viewer = viewer_of(case, account) if case else None
        if case is None or viewer is None or auditor.files is None:
            raise SystemAway(f"Không có hồ sơ {code}.")
        try:
            return Exporter(record, auditor.files, key).export(case, viewer, now())
        except Problem as refused:
            raise SystemAway(f"Tài khoản {username} không xuất được hồ sơ {code}: {refused.kind.detail}") from refused


def _refuse(sentence: str, code: int = 1) -> NoReturn:
    typer.echo(sentence, err=True)
    raise typer.Exit(code)
