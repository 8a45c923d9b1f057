"""The command `hientruong`: a folder for each command, all listed here."""

import os
import sys

if sys.version_info < (3, 11) or os.name != "posix":
    raise SystemExit("hientruong cần Python 3.11 trở lên, trên Linux hoặc macOS (trên Windows: WSL).")

import typer

from cli.calendar.command import app as calendar
from cli.deadline.command import app as deadline
from cli.demo import app as demo
from cli.office.command import app as office
from cli.procedures.command import app as procedures
from cli.up.command import app as up

main = typer.Typer(
    help="Phản ánh, kiến nghị hiện trường.", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False
)
for command in (calendar, deadline, demo, office, procedures, up):
    main.add_typer(command)
