"""`hientruong demo`: the whole in under a minute."""

from __future__ import annotations

import asyncio

import typer

from stack.errors import StackError

app = typer.Typer()


@app.command()
def demo() -> None:
    """Cho xem cả quy trình trong một phút: ba hồ sơ đi qua nhiều tuần làm việc trong vài giây."""
    # Loaded here: every other command would pay for servers that it does not start.
    from rich.console import Console

    from cli.demo.stage import show

    try:
        asyncio.run(show(Console(highlight=False)))
    except StackError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
