"""Tests that nothing but what is named here reads the machine's clock: what is recorded goes by the database's."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

MAY_READ = {
    "records/health/clock.py": "compares the machine's clock with the database's, and is asked for it before the first reading",
    "api/web/front.py": "the clock of a front that is given none, as in tests",
    "procedures/present.py": "commands without a database show what is in force today",
    "cli/calendar/command.py": "shows the calendar of this year, without a database",
    "cli/backup/taking.py": "says in the manifest when a backup was taken; what it lacks is told by the recorded times in it",
    "cli/restore/command.py": "names the report of a restore, and the year whose codes are left out",
    "cli/demo/stage.py": "plays a demo on a time-skipping server of its own",
    "stack/time_skipping.py": "starts such a server at the present",
    "stack/inbox/mail.py": "the local inbox shows when an e-mail came",
    "stack/inbox/web.py": "likewise an SMS",
    "documents/letters/signing.py": "a signature bears the time of the machine that signs, and is checked by it",
    "operators.py": "the date of an e-mail to operators, also while the database is away",
}

_READS = {
    ("datetime", "now"),
    ("datetime", "today"),
    ("datetime", "utcnow"),
    ("date", "today"),
    ("time", "time"),
    ("time", "time_ns"),
    ("time", "localtime"),
    ("time", "gmtime"),
    ("time", "ctime"),
    ("time", "strftime"),
}


def reads(source: str) -> Iterator[str]:
    """Yield each place of this source that reads the machine's clock, called or handed on."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute):
            of = node.value.attr if isinstance(node.value, ast.Attribute) else getattr(node.value, "id", "")
            if (of, node.attr) in _READS:
                yield f"line {node.lineno}: {of}.{node.attr}"
        elif isinstance(node, ast.ImportFrom) and node.module == "time":
            for each in node.names:
                if ("time", each.name) in _READS:
                    yield f"line {node.lineno}: from time import {each.name}"


def modules() -> Iterator[Path]:
    """Yield every module of the program."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
    yield from (ROOT / f"{name}.py" for name in project["py-modules"])
    for room in project["packages"]["find"]["include"]:
        yield from (ROOT / room.removesuffix("*")).rglob("*.py")


def test_nothing_else_reads_the_machines_clock():
    found = {
        path.relative_to(ROOT).as_posix(): found
        for path in modules()
        if (found := list(reads(path.read_text(encoding="utf-8"))))
    }
    assert {name: lines for name, lines in found.items() if name not in MAY_READ} == {}
    assert set(MAY_READ) - set(found) == set(), "no longer reads it: take it off the list"


@pytest.mark.parametrize(
    "source",
    [
        "datetime.now(UTC)",
        "import datetime\ndatetime.datetime.now()",
        "field(default_factory=datetime.now)",
        "date.today()",
        "time.time()",
        "from time import time",
    ],
)
def test_every_way_to_read_it_is_found(source: str):
    assert list(reads(source))


@pytest.mark.parametrize("source", ["time.monotonic()", "workflow.now()", "record.now()", "self.clock()"])
def test_other_clocks_are_let_be(source: str):
    assert not list(reads(source))
