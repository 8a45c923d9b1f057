"""`hientruong office import`: takes agencies, places or routing rules from a table, directly in the database."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, NoReturn

import typer

from documents.sheets.office import OfficeTable
from language.system_errors import reason_of

Table = Annotated[OfficeTable, typer.Argument(metavar="BẢNG", help="co-quan, dia-ban hoặc phan-phoi.")]
File = Annotated[Path, typer.Argument(metavar="TỆP", help="Tệp .xlsx hoặc .csv theo mẫu của trang quản trị.")]
As = Annotated[str, typer.Option("--as", metavar="TÀI_KHOẢN", help="Quản trị đứng tên thay đổi.")]
Of = Annotated[str, typer.Option("--of", metavar="MÃ", help="Địa phương, khi quản trị ấy của toàn hệ thống.")]
Check = Annotated[bool, typer.Option("--check", help="Chỉ kiểm tra, không ghi gì.")]
Data = Annotated[
    Path | None, typer.Option(metavar="THƯ_MỤC", help="Thư mục dữ liệu của hệ thống đang chạy.", show_default=False)
]


def load(table: Table, file: File, as_: As, of: Of = "", check: Check = False, data: Data = None) -> None:
    """Nhập cơ quan, địa bàn hoặc quy tắc phân phối từ một bảng: cả bảng, hoặc không ghi gì khi có một lỗi."""
    # Imported here, so that `--help` answers at once.
    from rich.console import Console

    from api.office.loading import load as load_table
    from api.web.offices import ProceduresInForce
    from api.web.problems.problem import Problem
    from cli.acting_admin import CannotRun, admin_of, authority_of, open_record
    from cli.importing.printing import print_faults
    from records.errors import RecordsError
    from records.offices.rows import ChangedBy

    try:
        content = file.read_bytes()
    except OSError as error:
        refuse(f"Không đọc được {file}: {reason_of(error)}.")
    try:
        with open_record(data) as record:
            admin = admin_of(record, as_)
            procedure = ProceduresInForce(record.offices).today(authority_of(admin, of))
            if procedure is None:
                refuse("Địa phương không có quy chế nào đang có hiệu lực.")
            change = ChangedBy(admin.id, record.now())
            loaded = load_table(record.offices, procedure, table, content, change, keeps=not check)
    except CannotRun as error:
        refuse(str(error))
    except Problem as problem:
        refuse(problem.detail)
    except RecordsError as error:
        refuse(f"Không đọc, ghi được cơ sở dữ liệu: {error}.")
    if loaded.faults:
        print_faults(Console(highlight=False), loaded.faults)
        raise typer.Exit(1)
    done = "Sẽ thêm" if check else "Đã thêm"
    typer.echo(f"{done} {loaded.new} mục, sửa {loaded.changed} mục; {loaded.same} mục giữ nguyên.")


def refuse(sentence: str) -> NoReturn:
    """End the command with one sentence."""
    typer.echo(sentence, err=True)
    raise typer.Exit(1)
