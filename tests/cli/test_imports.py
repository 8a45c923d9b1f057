"""A command imports what it needs and no more, because a person waits for its answer."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from cli.environment import is_set
from cli.working_time.in_force import DATA_DIR
from settings import CommonSettings

# The libraries that servers, letters, photos and pages need.
HEAVY = {
    "PIL",
    "aiosmtpd",
    "alembic",
    "asyncio",
    "av",
    "babel",
    "docxtpl",
    "fastapi",
    "httpx2",
    "jinja2",
    "obstore",
    "psycopg",
    "pydantic_settings",
    "sqlalchemy",
    "sqlmodel",
    "starlette",
    "temporalio",
    "typst",
    "uvicorn",
    "xlsxwriter",
}
# What walks through every course of a case, which takes longer than all the rest.
WALK = {"procedures.checks.reasoning"}
DEADLINE = ("deadline", "2026-01-09 16:30", "1 wd")

RUN = """
import json, sys
from cli import main
try:
    main(sys.argv[1:])
except SystemExit as ended:
    code = ended.code
print(json.dumps([code or 0, sorted(sys.modules)]))
"""


@pytest.mark.parametrize(
    ("typed", "forbidden"),
    [
        pytest.param(DEADLINE, HEAVY | WALK | {"procedures", "domain.acts", "rich"}, id="deadline"),
        pytest.param((*DEADLINE, "--procedure", "khanh-hoa"), HEAVY | WALK, id="of a procedure"),
        pytest.param(("procedures",), HEAVY | WALK | {"calendars"}, id="procedures"),
        pytest.param(("procedures", "show", "khanh-hoa"), HEAVY | WALK | {"calendars"}, id="show"),
        pytest.param(("procedures", "draw", "khanh-hoa"), HEAVY | WALK | {"calendars", "rich"}, id="draw"),
        pytest.param(("procedures", "check", "provinces/khanh-hoa/procedure.toml"), HEAVY | {"calendars"}, id="check"),
    ],
)
def test_a_command_imports_nothing_that_it_does_not_need(typed: tuple[str, ...], forbidden: set[str]) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", RUN, *typed],
        env={**os.environ, "DATABASE_URL": "", "HIENTRUONG_DATA_DIR": "", "HIENTRUONG_PROVINCES": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    code, imported = json.loads(ran.stdout.splitlines()[-1])
    assert code == 0
    assert not forbidden.intersection(imported)


def test_a_variable_counts_as_set_as_settings_count_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE_URL", "database_url"):
        monkeypatch.delenv("DATABASE_URL", raising=False)
        monkeypatch.setenv(name, "postgresql://x:y@z/w")
        assert is_set("DATABASE_URL", "HIENTRUONG_DATA_DIR")
        monkeypatch.setenv(name, "")
        assert not is_set("DATABASE_URL")
        monkeypatch.delenv(name)


def test_without_a_setting_the_data_folder_is_the_one_of_the_settings() -> None:
    assert CommonSettings.model_fields["data_dir"].default == DATA_DIR
