"""`hientruong reconcile`: compares the open cases with their workflows, and mends what differs."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
    from rich.console import Console

    from activities.reconciling import Report
    from cli.reconcile.reaching import Reach

DIFFERENCES_LEFT = 3
"""The exit code where something is left that nobody has mended: a person must decide, or nothing was to be mended."""

app = typer.Typer()


@app.command()
def reconcile(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Chỉ so và kể ra, không sửa gì.")] = False,
    deep: Annotated[
        bool, typer.Option("--deep", help="Hỏi từng quy trình đã biết đến đâu, như sau khi khôi phục bản sao lưu.")
    ] = False,
    adopt: Annotated[
        bool,
        typer.Option("--adopt", help="Nhận một Temporal đang giữ quy trình của hệ thống khác làm của hệ thống này."),
    ] = False,
    data: Annotated[
        Path | None, typer.Option(metavar="THƯ_MỤC", help="Thư mục dữ liệu của hệ thống đang chạy.", show_default=False)
    ] = None,
) -> None:
    """Đối chiếu hồ sơ đang mở với quy trình trong Temporal; dựng lại những gì đã mất.

    Mã thoát: 0 khi không còn khác biệt, 3 khi còn khác biệt chờ người quyết định (hoặc --dry-run có khác biệt), 1 khi không đối
    chiếu được.
    """
    from rich.console import Console

    from activities.reconciling import AnotherReconciles, ForeignTemporal
    from cli.reconcile.printing import print_report
    from cli.reconcile.reaching import CannotReach, reach
    from domain.pairing import Pairing
    from language.pairing import MENDED_BY, PAIRING
    from records.errors import RecordsError
    from workflows.errors import WorkflowsUnavailable

    try:
        with reach(data) as parts:
            report = asyncio.run(_run(parts, Console(stderr=True), dry_run=dry_run, deep=deep, adopt=adopt))
    except CannotReach as error:
        _refuse(str(error))
    except ForeignTemporal:
        _refuse(f"{PAIRING[Pairing.FOREIGN]} {MENDED_BY[Pairing.FOREIGN]}")
    except AnotherReconciles:
        _refuse("Một lần đối chiếu khác đang chạy; hãy đợi nó xong rồi chạy lại.")
    except RecordsError as error:
        _refuse(f"Cơ sở dữ liệu không trả lời: {error}.")
    except WorkflowsUnavailable as error:
        _refuse(f"Temporal không trả lời: {error}.")
    print_report(report, Console(highlight=False), mended=not dry_run)
    left = report.differences if dry_run else (*report.for_people, *report.failed)
    raise typer.Exit(DIFFERENCES_LEFT if left else 0)


async def _run(parts: Reach, console: Console, *, dry_run: bool, deep: bool, adopt: bool) -> Report:
    from activities.reconciling import Reconciler
    from cli.reconcile.printing import Bars
    from workflows.pairing import Pair
    from workflows.reconciliation_schedule import ReconciliationSchedule
    from workflows.roll_call import RollCall

    client = await parts.connect()
    calls = RollCall(client, parts.task_queue, parts.record.regulations.digest_of)
    with Bars(console) as bars:
        schedule = ReconciliationSchedule(client, f"{parts.task_queue}-reconciliation")
        pair = Pair(parts.record.reconciliation, schedule, parts.installation)
        reconciler = Reconciler(parts.record.reconciliation, calls, pair, parts.name, bars.show, adopt=adopt)
        report = await reconciler.reconcile(mend=not dry_run, deep=deep)
    await asyncio.sleep(0.3)  # a short-lived client of the SDK may otherwise die at the interpreter's exit
    return report


def _refuse(sentence: str) -> NoReturn:
    typer.echo(sentence, err=True)
    raise typer.Exit(1)
