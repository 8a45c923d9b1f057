"""`hientruong procedures`: list the regulations, read one as tables, check a file, draw a state diagram."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console

from cli.procedures.tables import print_list, print_procedure
from domain.procedure import Procedure
from language.system_errors import reason_of
from procedures import ProcedureFault, all_procedures, load_procedure, shipped_procedures
from procedures.picture.drawing import draw as draw_procedure

app = typer.Typer(
    name="procedures", help="Các quy trình: liệt kê, xem, kiểm tra, vẽ sơ đồ.", invoke_without_command=True
)

Which = Annotated[str, typer.Argument(metavar="ID", help="Mã quy trình, hoặc đường dẫn tới một tệp .toml.")]
File = Annotated[Path, typer.Argument(metavar="FILE", help="Tệp quy trình (.toml).")]
Output = Annotated[Path | None, typer.Option("--output", metavar="FILE.svg", help="Ghi vào tệp thay vì in ra.")]


@app.callback()
def by_default(context: typer.Context) -> None:
    """Without a command: the list."""
    if context.invoked_subcommand is None:
        list_all()


@app.command("list", help="Liệt kê các quy trình đi kèm chương trình.")
def list_all() -> None:
    """Every procedure that ships, with the act it comes from."""
    try:
        shipped = shipped_procedures()
    except ProcedureFault as fault:
        _fail(str(fault))
    print_list(Console(), shipped)


@app.command(help="Xem một quy trình: thao tác, thời hạn, bậc báo cáo, điều khoản.")
def show(which: Which) -> None:
    """One procedure as tables."""
    print_procedure(Console(), _find(which))


@app.command(help="Kiểm tra một tệp quy trình và suy luận xem nó có chạy được không.")
def check(file: File) -> None:
    """What is wrong with a file, one line each, or a summary of what it holds."""
    procedure = _load(file)
    typer.echo(
        f"{file}: hợp lệ. {procedure.authority.name}, {procedure.legal_basis.act}, có hiệu lực từ "
        f"{procedure.valid_from:%d/%m/%Y}: {len(procedure.acts)} thao tác, {len(procedure.limits)} thời hạn, "
        f"{len(procedure.ladders)} bậc thang báo cáo, {len(procedure.fields)} lĩnh vực."
    )


@app.command(help="Vẽ sơ đồ trạng thái của một quy trình (SVG).")
def draw(which: Which, output: Output = None) -> None:
    """The state diagram, drawn from the data."""
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
    try:
        known = all_procedures()
    except ProcedureFault as fault:
        _fail(str(fault))
    if which not in known:
        _fail(f"Không có quy trình “{which}” đang có hiệu lực; có: {', '.join(known)}.")
    return known[which]


def _load(path: Path) -> Procedure:
    try:
        return load_procedure(path)
    except ProcedureFault as fault:
        _fail(str(fault))


def _fail(sentence: str) -> NoReturn:
    typer.echo(sentence, err=True)
    raise typer.Exit(1)
