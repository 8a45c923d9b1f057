"""Runs a command in this process."""

from __future__ import annotations

from typer.testing import CliRunner, Result

from cli import main

NOWHERE = {"DATABASE_URL": "", "HIENTRUONG_DATA_DIR": "/nowhere"}


def type_in(*arguments: str, columns: int = 120) -> Result:
    """Run `hientruong …` in a terminal of this width, isolated from any system that runs on this machine."""
    return CliRunner().invoke(main, list(arguments), env=NOWHERE | {"COLUMNS": str(columns), "NO_COLOR": "1"})
