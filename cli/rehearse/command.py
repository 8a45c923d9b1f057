"""`hientruong rehearse FILE`: play a case that is written in a file, and say what the procedure makes of it."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from language.system_errors import reason_of

app = typer.Typer()

File = Annotated[Path, typer.Argument(metavar="FILE", help="Tệp .toml của một hồ sơ, viết như trong tests/rulings/.")]
AsJson = Annotated[bool, typer.Option("--json", help="In JSON thay vì bảng.")]
At = Annotated[
    Path | None,
    typer.Option("--procedure", metavar="FILE.toml", help="Diễn thử trên tệp quy trình này thay vì quy trình có hiệu lực."),
]  # fmt: skip


@app.command()
def rehearse(file: File, as_json: AsJson = False, procedure: At = None) -> None:
    """Diễn thử một hồ sơ theo quy trình, trên lịch làm việc thật: không ghi sổ, không báo cho ai.

    Mã thoát khác 0 khi một điều ghi ở `expect` không đúng.
    """
    # Imported here, so that `--help` answers at once.
    from api.office.rehearsal.running import run
    from api.office.rehearsal.telling import tell
    from calendars import OutsideCalendar
    from procedures import load_procedure, procedure_in_force
    from procedures.situations import departures, expectations, read_situation

    own = load_procedure(procedure) if procedure else None
    try:
        situation = read_situation(file, in_force=(lambda *_: own) if own else procedure_in_force)
    except OSError as error:
        typer.echo(f"Không đọc được {file}: {reason_of(error)}.", err=True)
        raise typer.Exit(1) from error
    expected = expectations(situation)
    try:
        course = run(situation, code=f"{situation.procedure.authority.code_prefix}-DIEN-THU")
    except (OutsideCalendar, OverflowError) as error:
        typer.echo(f"{file}: có thời điểm nằm ngoài lịch làm việc đã biết, nên không tính được hạn.", err=True)
        raise typer.Exit(1) from error
    rehearsal = tell(situation, course, departures(expected, course))
    if as_json:
        import json

        typer.echo(json.dumps(asdict(rehearsal), ensure_ascii=False, indent=2, default=lambda at: at.isoformat()))
    else:
        from rich.console import Console

        from cli.rehearse.printing import print_rehearsal

        print_rehearsal(Console(highlight=False), rehearsal)
    if rehearsal.missed:
        raise typer.Exit(1)
