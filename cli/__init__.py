"""The command `hientruong`.

Every module of this package that has an `app` (a Typer) adds its commands: an app without a name adds them beside `up`, an
app with a name becomes a group of its own.
"""

import os
import sys

if sys.version_info < (3, 11) or os.name != "posix":
    raise SystemExit("hientruong cần Python 3.11 trở lên, trên Linux hoặc macOS (trên Windows: WSL).")

import importlib
import pkgutil

import typer

main = typer.Typer(
    help="Phản ánh, kiến nghị hiện trường.", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False
)


@main.callback()
def _root() -> None:
    """Keeps `up` a command of its own name even while it is the only one."""


for _module in pkgutil.iter_modules(__path__):
    _app = getattr(importlib.import_module(f"{__name__}.{_module.name}"), "app", None)
    if isinstance(_app, typer.Typer):
        main.add_typer(_app)
