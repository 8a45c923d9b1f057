"""The command `hientruong`: a folder for each command, all listed here."""

import os
import sys

if sys.version_info < (3, 11) or os.name != "posix":
    raise SystemExit("hientruong cần Python 3.11 trở lên, trên Linux hoặc macOS (trên Windows: WSL).")

from typing import Any

import typer
from typer.core import TyperGroup

from cli.calendar.command import app as calendar
from cli.deadline.command import app as deadline
from cli.demo import app as demo
from cli.office.command import app as office
from cli.procedures.command import app as procedures
from cli.up.command import app as up
from procedures import ProvinceFault, use_provinces
from procedures.situations import SituationFault
from settings import ProvinceSettings, SettingsError, read


class _Commands(TyperGroup):
    """The commands. A province that cannot be used ends each of them with one sentence."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command that was typed."""
        try:
            return super().invoke(ctx)
        except (ProvinceFault, SituationFault, SettingsError) as error:
            typer.echo(error.sentence if isinstance(error, ProvinceFault) else str(error), err=True)
            raise typer.Exit(1) from error


main = typer.Typer(
    help="Phản ánh, kiến nghị hiện trường.",
    cls=_Commands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for command in (calendar, deadline, demo, office, procedures, up):
    main.add_typer(command)


@main.callback()
def set_provinces() -> None:
    """Let every command read the provinces of the setting too."""
    use_provinces(read(ProvinceSettings).provinces)
