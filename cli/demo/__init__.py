"""`hientruong demo`: shows every procedure in under a minute."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer

from stack.errors import StackError

app = typer.Typer()


@app.command()
def demo(
    procedure: Annotated[str | None, typer.Argument(help="Chỉ xem hồ sơ của quy trình này, ví dụ khanh-hoa.")] = None,
) -> None:
    """Cho xem mỗi quy trình trong một phút: các hồ sơ đi qua nhiều tuần làm việc trong vài giây."""
    # Imported here, so that other commands do not load the servers that they do not start.
    from rich.console import Console

    from cli.demo.backlog import print_backlogs
    from cli.demo.casebook import cases
    from cli.demo.stage import show

    known_cases = cases()
    shown = tuple(case for case in known_cases if procedure in (None, case.procedure.id))
    if not shown:
        known = ", ".join(dict.fromkeys(case.procedure.id for case in known_cases))
        raise typer.BadParameter(f"không có hồ sơ nào của “{procedure}”; có: {known}", param_hint="PROCEDURE")
    console = Console(highlight=False)
    try:
        asyncio.run(show(console, shown))
    except StackError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    print_backlogs(console, procedure)
