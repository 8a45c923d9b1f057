"""`hientruong office wards`: loads the wards of a province from the official list, directly in the database."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.office.loading import As, Check, Data, Of, refuse

Province = Annotated[str, typer.Argument(metavar="TỈNH", help="Mã hoặc tên tỉnh, thành phố, như 56 hoặc “Khánh Hòa”.")]


def wards(province: Province, as_: As, of: Of = "", check: Check = False, data: Data = None) -> None:
    """Nạp mọi xã, phường hiện nay của một tỉnh, có mã; đơn vị cũ được nối với đơn vị mới."""
    # Imported here, so that `--help` answers at once.
    from api.office.wards import load_wards, plan, some_names
    from api.web.problems.problem import Problem
    from cli.acting_admin import CannotRun, admin_of, authority_of, open_record
    from records.errors import RecordsError
    from records.offices.rows import ChangedBy

    try:
        with open_record(data) as record:
            admin = admin_of(record, as_)
            authority = authority_of(admin, of)
            planned = plan(record.offices, authority, province)
            if not check:
                load_wards(record.offices, authority, planned, ChangedBy(admin.id, record.now()))
    except CannotRun as error:
        refuse(str(error))
    except Problem as problem:
        refuse(" ".join(each.message for each in problem.errors) or problem.detail)
    except RecordsError as error:
        refuse(f"Không đọc, ghi được cơ sở dữ liệu: {error}.")
    changes, done = planned.changes, "Sẽ thêm" if check else "Đã thêm"
    typer.echo(
        f"{planned.name}: {done} {len(changes.new)} xã, phường, cập nhật {len(changes.changed)}; "
        f"{len(changes.ended)} đơn vị cũ thôi dùng từ 01/7/2025."
    )
    if changes.unknown:
        typer.echo(f"Giữ nguyên {len(changes.unknown)} đơn vị không có trong danh mục: {some_names(changes.unknown)}.")
    if planned.stopped:
        typer.echo(f"Quy tắc phân phối không còn áp dụng: {', '.join(planned.stopped)}; hãy thêm quy tắc cho nơi mới.")
