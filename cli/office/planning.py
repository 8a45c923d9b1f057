"""`hientruong office plan`: what a reorganisation would do, and putting it in force."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from language.system_errors import reason_of

if TYPE_CHECKING:
    from api.staff.reorganisations.views import OutlookView

File = Annotated[Path, typer.Argument(metavar="FILE", help="Tệp sắp xếp (.toml).")]
As = Annotated[str, typer.Option("--as", metavar="TÀI_KHOẢN", help="Quản trị xem trước, hoặc đưa vào hiệu lực.")]
Of = Annotated[str, typer.Option("--of", metavar="ĐỊA_PHƯƠNG", help="Địa phương, khi quản trị ấy của toàn hệ thống.")]
Enter = Annotated[
    str, typer.Option("--enter", metavar="MÃ", help="Đưa vào hiệu lực: mã xác nhận mà lần xem trước đã in.")
]
Data = Annotated[
    Path | None, typer.Option(metavar="THƯ_MỤC", help="Thư mục dữ liệu của hệ thống đang chạy.", show_default=False)
]


def plan(file: File, as_: As, of: Of = "", enter: Enter = "", data: Data = None) -> None:
    """Xem trước một lần sắp xếp từng hồ sơ một; với --enter thì nhập, đến ngày tự thực hiện."""
    # Imported here, so that `--help` answers at once.
    from api.staff.reorganisations.bodies import body_of_file
    from api.staff.reorganisations.entering import enter as enter_plan
    from api.staff.reorganisations.entering import planned, tried
    from api.staff.reorganisations.views import outlook_view
    from api.web.offices import ProceduresInForce
    from api.web.problems.problem import Problem
    from cli.acting_admin import CannotRun, admin_of, authority_of, open_record
    from records.errors import RecordsError
    from records.offices.rows import ChangedBy

    try:
        text = file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        _refuse(f"Không đọc được {file}: {reason_of(error) if isinstance(error, OSError) else 'không phải UTF-8'}.")
    key = uuid.uuid5(uuid.NAMESPACE_URL, text).hex  # the same file sent twice is one plan
    try:
        with open_record(data) as record:
            admin = admin_of(record, as_)
            procedures = ProceduresInForce(record.offices)
            procedure = procedures.today(authority_of(admin, of))
            if procedure is None:
                _refuse("Địa phương không có quy chế nào đang có hiệu lực.")
            change = ChangedBy(admin.id, record.now())
            if enter:
                entered = enter_plan(record, procedures, procedure, body_of_file(text, enter), change, key)
                typer.echo(f"Đã nhập. Từ {entered.day:%d/%m/%Y} hệ thống tự thực hiện; rút lại được đến trước ngày ấy.")
                return
            tentative = planned(record.offices, body_of_file(text), procedure.id, change, key)
            found = tried(record, procedures, procedure, tentative, change, most=None)
            _print(outlook_view(record, procedure, tentative, found))
    except CannotRun as error:
        _refuse(str(error))
    except Problem as problem:
        _refuse("\n".join([problem.detail, *(f"  {each.field}: {each.message}" for each in problem.errors)]))
    except RecordsError as error:
        _refuse(f"Không đọc, ghi được cơ sở dữ liệu: {error}.")


def _print(view: OutlookView) -> None:
    """Print the summary first, then the cases."""
    typer.echo(
        f"{view.total} hồ sơ đang mở sẽ theo văn bản mới: {view.unchanged} giữ nguyên mọi hạn, "
        f"{view.changed} có hạn thay đổi (đổi hạn {view.moved}, thêm hạn {view.gained}, bỏ hạn {view.lost}), "
        f"{view.refused} đang ở bước mà văn bản mới không có."
    )
    if along := view.along:
        typer.echo(
            f"Đi theo: {along.accounts} tài khoản, {along.agencies} cơ quan, {along.places} đơn vị hành chính, "
            f"{along.rules} quy tắc phân phối."
        )
    for ending in view.ends:
        typer.echo(f"Kết thúc: {ending.agency.name} → {ending.heir.name}. {ending.hanging}")
    for renaming in view.renames:
        typer.echo(f"Đổi tên: {renaming.agency.name} → {renaming.name}")
    for case in view.cases:
        typer.echo(f"{case.code} ({case.status_label}){f': {case.refused}' if case.refused else ''}")
        for limit in case.limits:
            word = "hạn" if limit.effect == "kept" else "trước là"
            before = f", {word} {limit.due_before_text}" if limit.due_before_text else ""
            after = f", sẽ là {limit.due_after_text}" if limit.due_after_text else ""
            typer.echo(f"  {limit.name}: {limit.effect_label}{before}{after}")
    if view.refused:
        typer.echo("Chưa nhập được: hãy xử lý xong các bước ấy trước.")
    else:
        typer.echo(f"Để đưa vào hiệu lực: thêm --enter {view.seal}")


def _refuse(sentence: str) -> NoReturn:
    typer.echo(sentence, err=True)
    raise typer.Exit(1)
