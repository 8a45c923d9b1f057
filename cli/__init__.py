"""The command `hientruong`: a folder for each command, all listed here."""

import os
import sys

if sys.version_info < (3, 11) or os.name != "posix":
    raise SystemExit("hientruong cần Python 3.11 trở lên, trên Linux hoặc macOS (trên Windows: WSL).")

from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_group

from cli.environment import use_set_provinces

_COMMANDS = {
    "audit": "cli.audit.command",
    "backup": "cli.backup.command",
    "calendar": "cli.calendar.command",
    "deadline": "cli.deadline.command",
    "demo": "cli.demo",
    "export": "cli.export.command",
    "import": "cli.importing.command",
    "office": "cli.office.command",
    "prepare": "cli.prepare.command",
    "procedures": "cli.procedures.command",
    "reconcile": "cli.reconcile.command",
    "rehearse": "cli.rehearse.command",
    "restore": "cli.restore.command",
    "retention": "cli.retention.command",
    "up": "cli.up.command",
}
"""Each command and its module. Only the module of the typed command is imported, so that a command answers at once."""

_COUNT_TIME = {"calendar", "deadline"}
"""These commands read provinces only where a procedure is named, and call `use_set_provinces` themselves."""


class _Commands(TyperGroup):
    """The commands. A province that cannot be used ends each of them with one sentence."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names of all commands."""
        return [*_COMMANDS]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return the command of this name; None where there is none."""
        if cmd_name not in _COMMANDS:
            return super().get_command(ctx, cmd_name)
        app = get_group(import_module(_COMMANDS[cmd_name]).app)
        return app if app.name == cmd_name else app.commands[cmd_name]

    def invoke(self, ctx: Any) -> Any:
        """Run the command that was typed."""
        try:
            return super().invoke(ctx)
        except typer.Exit:
            raise
        except Exception as error:
            sentence = _sentence_of(error)
            if sentence is None:
                raise
            typer.echo(sentence, err=True)
            raise typer.Exit(1) from error


def _sentence_of(error: Exception) -> str | None:
    """Return what a person reads about a fault of the provinces or settings; None for any other error."""
    # Imported here, because most commands end without such a fault.
    from procedures import ProvinceFault
    from procedures.situations import SituationFault
    from settings import SettingsError

    if isinstance(error, ProvinceFault):
        return error.sentence
    return str(error) if isinstance(error, (SituationFault, SettingsError)) else None


main = typer.Typer(
    help="Phản ánh, kiến nghị hiện trường.",
    cls=_Commands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@main.callback()
def set_provinces(context: typer.Context) -> None:
    """Let a command read the provinces of the setting too."""
    if context.invoked_subcommand not in _COUNT_TIME:
        use_set_provinces()
