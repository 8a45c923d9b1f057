"""`hientruong retention`: erases the identities that no rule keeps any longer, or tells which they are."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
    from domain.personal_data.retention import Retention
    from domain.procedure import Authority
    from records.personal_data.erasures import Erasures
    from records.personal_data.rows import RetentionOrder

app = typer.Typer()


@app.command()
def retention(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Chỉ kể ra, không xóa gì.")] = False,
    data: Annotated[
        Path | None, typer.Option(metavar="THƯ_MỤC", help="Thư mục dữ liệu của hệ thống đang chạy.", show_default=False)
    ] = None,
) -> None:
    """Xóa danh tính người gửi của những hồ sơ đã kết thúc quá số năm mà tỉnh quy định; hồ sơ và số liệu ở lại.

    Worker tự làm việc này mỗi giờ một lần. Mã thoát: 0 khi xong, 1 khi không đọc được cơ sở dữ liệu.
    """
    # Imported here, so that `--help` answers at once.
    from api.personal_data.retaining import orders
    from cli.chosen_system import NoSystem
    from cli.retention.reaching import open_record
    from procedures import retention_rules
    from records.errors import RecordsError

    rules = retention_rules()
    for authority, _, rule in rules:
        typer.echo(_rule(authority, rule))
    try:
        with open_record(data) as (record, clock):
            total = _carry_out(record.erasures, orders(rules, clock()), dry_run=dry_run)
    except NoSystem as error:
        _refuse(str(error))
    except RecordsError as error:
        _refuse(f"Cơ sở dữ liệu không trả lời: {error}.")
    typer.echo(f"{total} danh tính hết hạn giữ; chưa xóa gì (--dry-run)." if dry_run else f"Đã xóa {total} danh tính.")


def _carry_out(erasures: Erasures, wanted: tuple[RetentionOrder, ...], *, dry_run: bool) -> int:
    from api.personal_data.retaining import walk

    total = 0
    for order in wanted:
        for due in walk(erasures, order, erase=not dry_run):
            total += len(due)
            for code in due:
                typer.echo(f"{code}: kết thúc quá {order.years} năm ({order.source})")
    return total


def _rule(authority: Authority, rule: Retention) -> str:
    kept = f"{rule.years} năm sau khi hồ sơ kết thúc" if rule.years else "không quy định, giữ mãi"
    return f"{authority.name}: {kept} ({rule.source})."


def _refuse(sentence: str) -> NoReturn:
    typer.echo(sentence, err=True)
    raise typer.Exit(1)
