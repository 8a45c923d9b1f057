"""`hientruong office load`: puts the office of a later day in the place of the one that an authority has."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from cli.office.loading import As, Check, Data, Of, refuse

AsOf = Annotated[
    datetime, typer.Option("--as-of", metavar="NGÀY", formats=["%Y-%m-%d"], help="Bộ máy như ngày này, như 2025-07-01.")
]


def load_later(as_of: AsOf, as_: As, of: Of = "", check: Check = False, data: Data = None) -> None:
    """Dùng bộ máy của một ngày sau ngày văn bản (office-NGÀY.toml): cơ quan, xã, phường, quy tắc phân phối."""
    # Imported here, so that `--help` answers at once.
    from api.office.adopting import adopt, later_office, plan_office
    from api.web.problems.problem import Problem
    from cli.acting_admin import CannotRun, admin_of, authority_of, open_record
    from procedures import ProvinceFault
    from records.errors import RecordsError
    from records.offices.rows import ChangedBy

    try:
        with open_record(data) as record:
            admin = admin_of(record, as_)
            later = later_office(authority_of(admin, of), as_of.date())
            plan = plan_office(record, later, record.now())
            if not check:
                adopt(record, plan, ChangedBy(admin.id, record.now()))
    except (CannotRun, ProvinceFault) as error:
        refuse(str(error))
    except Problem as problem:
        refuse(" ".join(each.message for each in problem.errors) or problem.detail)
    except RecordsError as error:
        refuse(f"Không đọc, ghi được cơ sở dữ liệu: {error}.")
    wards = plan.wards
    typer.echo(f"Bộ máy từ {later.since:%d/%m/%Y} ({later.source}){': chưa ghi gì' if check else ''}.")
    typer.echo(
        f"Cơ quan: thêm, sửa {len(plan.agencies)}, thôi dùng {len(plan.closed)}. Xã, phường: thêm {len(wards.new)}, "
        f"cập nhật {len(wards.changed)}, đơn vị cũ thôi dùng {len(wards.ended)}. "
        f"Quy tắc phân phối: thêm, sửa {len(plan.rules)}, hết áp dụng {len(plan.ended)}."
    )
    if plan.left:
        names = ", ".join(each.name for each in plan.left)
        typer.echo(f"Còn hồ sơ hoặc người nên giữ nguyên; hãy nhập kế thừa ở /quan-tri/ke-thua cho: {names}.")
