"""Tests that the release before goes on working while the database has this release's schema."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.records.forward import VERSIONS, breaks, breaks_of, migrations_after

ROOT = Path(__file__).parents[2]

RELEASE_BEFORE = "af423c1f60f3a3046b5565fc2542798bba16e9b1"
"""The code that must work on today's schema. It knows the migrations up to `KNOWN`; move both with each release."""

KNOWN = "0030"


@pytest.mark.parametrize("migration", migrations_after(KNOWN), ids=lambda path: path.stem)
def test_a_migration_takes_nothing_from_the_release_before(migration: Path):
    assert breaks_of(migration.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TABLE notices",
        "ALTER TABLE cases DROP COLUMN due",
        "ALTER TABLE cases DROP due",
        "ALTER TABLE cases RENAME COLUMN due TO ends",
        "ALTER TABLE cases RENAME TO files",
        "ALTER TABLE cases ALTER COLUMN within SET NOT NULL",
        "ALTER TABLE cases ALTER due TYPE text",
        "ALTER TABLE cases ADD COLUMN rung text NOT NULL",
        "ALTER TABLE cases ADD rung text NOT NULL, ADD other text",
        "ALTER TABLE cases\n  ADD one text NOT NULL DEFAULT '', ADD two text NOT NULL",
        "DROP FUNCTION as_remembered(integer)",
    ],
)
def test_what_takes_something_away_is_found(statement: str):
    assert breaks(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE beats (process text PRIMARY KEY, kind text NOT NULL)",
        "ALTER TABLE cases ADD COLUMN rung text",
        "ALTER TABLE cases ADD rung text NOT NULL DEFAULT ''",
        "ALTER TABLE cases ADD rung integer DEFAULT 0 NOT NULL",
        "ALTER TABLE cases ADD folded text NOT NULL GENERATED ALWAYS AS (lower(code)) STORED",
        "ALTER TABLE cases ALTER COLUMN due DROP NOT NULL",
        "ALTER TABLE accounts DROP CONSTRAINT accounts_role_check, ADD CONSTRAINT accounts_role_check CHECK (role IN ('a'))",
        "DROP INDEX cases_due",
        "DROP TRIGGER append_only ON events",
    ],
)
def test_what_only_adds_is_let_through(statement: str):
    assert breaks(statement) == []


def test_a_migration_may_take_away_what_no_release_uses_any_more_if_it_says_why():
    breaking = 'def upgrade():\n    op.execute("DROP TABLE notices")\n'
    assert breaks_of(breaking)
    assert breaks_of(f'CONTRACTS = "No release since 1.4 reads or writes the table."\n{breaking}') == []
    assert breaks_of(f'CONTRACTS = "yes"\n{breaking}')


@pytest.mark.slow
def test_the_code_of_the_release_before_runs_its_record_tests_on_todays_schema(tmp_path: Path):
    _extract(tmp_path)
    # It migrates to today's schema, and its own tests then file, append, read and list.
    versions = tmp_path / "records" / "migrations" / "versions"
    shutil.copytree(VERSIONS, versions, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    for module in _imported_by_migrations():
        shutil.copy(ROOT / module, tmp_path / module)
    tests = [f"tests/records/test_{name}.py" for name in ("intake", "ledger", "remembered_cases", "accounts", "lists")]
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *tests],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout[-8000:] + run.stderr[-2000:]


def _extract(folder: Path) -> None:
    """Lay out the code of the release before, or skip where this clone does not hold it."""
    archive = folder / "release.tar"
    made = subprocess.run(
        ["git", "-C", str(ROOT), "archive", "--output", str(archive), RELEASE_BEFORE], capture_output=True, check=False
    )
    if made.returncode != 0:
        pytest.skip("this clone does not hold the release before; fetch the whole history")
    shutil.unpack_archive(archive, folder, filter="data")


def _imported_by_migrations() -> list[str]:
    """Return the modules of the record that migrations after `KNOWN` import, as files."""
    lines = (line for each in migrations_after(KNOWN) for line in each.read_text(encoding="utf-8").splitlines())
    named = {line.split()[1] for line in lines if line.startswith("from records.")}
    return sorted(name.replace(".", "/") + ".py" for name in named)
