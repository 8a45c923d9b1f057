"""`hientruong procedures`: list the regulations, show one as tables, check a file or a whole province, draw a state diagram.

Each command imports what it alone needs, because people wait for it: tables, pictures, or what makes letters.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from domain.procedure import Procedure
from language.system_errors import reason_of
from procedures import ProvinceFault, all_procedures, load_procedure, read_versions

app = typer.Typer(
    name="procedures", help="Các quy trình: liệt kê, xem, kiểm tra, vẽ sơ đồ.", invoke_without_command=True
)

Which = Annotated[str, typer.Argument(metavar="ID", help="Mã quy trình, hoặc đường dẫn tới một tệp .toml.")]
Place = Annotated[
    Path, typer.Argument(metavar="DIR|FILE", help="Thư mục của một tỉnh, hoặc một tệp quy trình (.toml).")
]
Output = Annotated[Path | None, typer.Option("--output", metavar="FILE.svg", help="Ghi vào tệp thay vì in ra.")]


@app.callback()
def by_default(context: typer.Context) -> None:
    """Print the list where no command is given."""
    if context.invoked_subcommand is None:
        list_all()


@app.command("list", help="Liệt kê các quy trình.")
def list_all() -> None:
    """Print every procedure with the act it comes from."""
    from rich.console import Console

    from cli.procedures.tables import print_list

    print_list(Console(), read_versions())


@app.command(help="Xem một quy trình: thao tác, thời hạn, bậc báo cáo, điều khoản.")
def show(which: Which) -> None:
    """Print one procedure as tables."""
    from rich.console import Console

    from cli.procedures.tables import print_procedure

    print_procedure(Console(), _find(which))


@app.command(help="Kiểm tra cả thư mục của một tỉnh, hoặc một tệp quy trình, và suy luận xem có chạy được không.")
def check(place: Place) -> None:
    """Print what is wrong, one line each, or a summary of what there is."""
    if not os.path.isdir(place):  # unlike Path.is_dir, false for what cannot be read: reading it then says why
        from cli.procedures.summaries import summary_of_procedure

        typer.echo(f"{place}: hợp lệ. {summary_of_procedure(_load(place))}")
        return
    from cli.procedures.whole_province import check_province

    findings = check_province(place)
    if findings.faults:
        _fail("\n".join(findings.faults))
    typer.echo("\n  ".join([f"{place}: hợp lệ.", *findings.holds]))


@app.command(help="Vẽ sơ đồ trạng thái của một quy trình (SVG).")
def draw(which: Which, output: Output = None) -> None:
    """Print the state diagram, drawn from the data, or write it to a file."""
    from procedures.picture.drawing import draw as draw_procedure

    svg = draw_procedure(_find(which))
    if output is None:
        typer.echo(svg, nl=False)
        return
    try:
        output.write_text(svg, "utf-8")
    except OSError as error:
        _fail(f"Không ghi được {output}: {reason_of(error)}.")


def _find(which: str) -> Procedure:
    if which.endswith(".toml"):
        return _load(Path(which))
    known = all_procedures(read_versions())
    if which not in known:
        _fail(f"Không có quy trình “{which}”; có: {', '.join(known)}.")
    return known[which]


def _load(path: Path) -> Procedure:
    try:
        return load_procedure(path)
    except ProvinceFault as fault:
        _fail(str(fault))


def _fail(sentence: str) -> NoReturn:
    typer.echo(sentence, err=True)
    raise typer.Exit(1)
