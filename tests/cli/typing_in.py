"""Typing a command, in this process."""

from __future__ import annotations

from typer.testing import CliRunner, Result

from cli import main


def type_in(*arguments: str, columns: int = 120) -> Result:
    """`hientruong …`, in a terminal so many columns wide."""
    return CliRunner().invoke(main, list(arguments), env={"COLUMNS": str(columns), "NO_COLOR": "1"})
