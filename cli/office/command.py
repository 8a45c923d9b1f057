"""`hientruong office`: what an authority starts with. Here the check of its file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli.office.admin import admin
from procedures import all_procedures
from procedures.offices import OfficeFault, load_office

app = typer.Typer(name="office", help="Cơ quan, địa bàn, quy tắc phân phối và tài khoản của một địa phương.")

File = Annotated[Path, typer.Argument(metavar="FILE", help="Tệp của một địa phương (.toml).")]


@app.command(help="Kiểm tra một tệp: mọi lỗi theo khóa, hoặc tóm tắt những gì tệp có.")
def check(file: File) -> None:
    """What is wrong with a file, one line each, or a summary of what it holds."""
    try:
        found = load_office(file, all_procedures())
    except OfficeFault as fault:
        typer.echo(str(fault), err=True)
        raise typer.Exit(1) from fault
    typer.echo(
        f"{file}: hợp lệ. {all_procedures()[found.authority].authority.name}: {len(found.agencies)} cơ quan, "
        f"{len(found.places)} đơn vị hành chính, {len(found.routing)} quy tắc phân phối, {len(found.staff)} tài khoản."
    )


app.command()(admin)
