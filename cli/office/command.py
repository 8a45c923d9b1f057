"""`hientruong office`: the office that an authority starts with. `check` reads its file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from cli.office.accounts import accounts
from cli.office.admin import admin
from cli.office.later import load_later
from cli.office.loading import load
from cli.office.planning import plan
from cli.office.wards import wards
from cli.procedures.summaries import summary_of_office
from domain.procedure import Procedure
from procedures import ProvinceFault, all_procedures
from procedures.offices import load_office
from procedures.province import is_province, load_versions, nearest

app = typer.Typer(name="office", help="Cơ quan, địa bàn, quy tắc phân phối và tài khoản của một địa phương.")

File = Annotated[Path, typer.Argument(metavar="FILE", help="Tệp của một địa phương (.toml).")]


@app.command(help="Kiểm tra một tệp: mọi lỗi theo khóa, hoặc tóm tắt những gì tệp có.")
def check(file: File) -> None:
    """Print what is wrong with a file, one line each, or a summary of what it holds."""
    try:
        known = _known_beside(file)
        found = load_office(file, known)
    except ProvinceFault as fault:
        typer.echo(str(fault), err=True)
        raise typer.Exit(1) from fault
    typer.echo(f"{file}: hợp lệ. {known[found.authority].authority.name}: {summary_of_office(found)}")


def _known_beside(file: Path) -> Mapping[str, Procedure]:
    """Return the procedures that an office's file may belong to, by id: the one beside it, or else those in force."""
    if not is_province(file.parent):
        return all_procedures()
    beside = nearest(load_versions(file.parent))
    return {beside.id: beside}


app.command()(admin)
app.command("import")(load)
app.command()(wards)
app.command("load")(load_later)
app.command()(plan)
app.command()(accounts)
