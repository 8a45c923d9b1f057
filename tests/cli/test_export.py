"""`hientruong export` writes a file that the script in docs/ checks alone, and that names any change."""

from __future__ import annotations

import json
import random
import secrets
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import rfc8785
from sqlalchemy import Engine
from typer.testing import CliRunner, Result

from cli import main
from docs.check_export import canonical
from domain import acts
from domain.acts import Sealed
from records.record import Record
from tests.support.cli import NOWHERE
from tests.support.records.desk import CENTRE, IDENTITY, OFFICER, Desk, dispatch

SCRIPT = Path(__file__).parents[2] / "docs" / "check_export.py"
SECRET = secrets.token_urlsafe(32)
Document = dict[str, Any]


def typed(database_url: str, *arguments: str) -> Result:
    env = NOWHERE | {"DATABASE_URL": database_url, "HIENTRUONG_STORE_URL": "memory:///", "HIENTRUONG_SECRET": SECRET}
    return CliRunner().invoke(main, ["export", *arguments], env=env)


def checked(file: Path, *arguments: str) -> tuple[int, str]:
    done = subprocess.run([sys.executable, SCRIPT, file, *arguments], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def exported(engine: Engine, database_url: str, tmp_path: Path) -> tuple[Path, str, str]:
    """A file with a case that is in a daily root and went on afterwards, its code and the hash of that day."""
    record = Record(engine)
    desk = Desk(record)
    desk.take_in()
    complaint = desk.act(desk.take_in(), dispatch(), CENTRE)
    desk.take_in()
    day = record.roots.make(date(2026, 11, 23))
    assert day is not None
    complaint = desk.act(complaint, acts.Accept(), OFFICER)
    desk.act(complaint, acts.SubmitResult(result=Sealed("Đã vá “ổ gà” 🚧")), OFFICER)
    file = tmp_path / "ho-so.zip"
    done = typed(database_url, complaint.code, str(file))
    assert done.exit_code == 0, done.output
    return file, complaint.code, day.hash.hex()


@pytest.mark.slow
def test_the_script_alone_finds_the_export_whole_and_no_identity_is_in_it(
    exported: tuple[Path, str, str], database_url: str
) -> None:
    file, code, day = exported
    key = typed(database_url, "--key").stdout.strip()
    status, said = checked(file, "--key", key, "--day", day)
    assert (status, "unchanged, gathered on 2026-11-23" in said) == (0, True), said
    assert checked(file, "--key", "00" * 32)[0] == 1
    assert checked(file, "--day", "00" * 32)[0] == 1
    with zipfile.ZipFile(file) as archive:
        content = archive.read("ho-so.json").decode()
    assert code in content
    assert not any(word in content for word in (IDENTITY.name, IDENTITY.phone, IDENTITY.address))


def forge(change: Callable[[Document], None], file: Path) -> None:
    with zipfile.ZipFile(file) as archive:
        document, signature = json.loads(archive.read("ho-so.json")), archive.read("chu-ky.json")
    change(document)
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("ho-so.json", json.dumps(document))
        archive.writestr("chu-ky.json", signature)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda case: case["events"][4]["body"].update(at="2026-01-01T00:00:00Z"), "event 5 was changed"),
        (lambda case: case["events"][1].update(by_account="another"), "event 2 was changed"),
        (lambda case: case["report"].update(content="Không có gì"), "the report was changed"),
        (lambda case: case["events"].pop(), "the last event is not the one"),
        (lambda case: case["root"].update(count=7), "does not follow from its root"),
        (lambda case: case["root"]["siblings"].pop(), "is not in the root of 2026-11-23"),
        (lambda case: case.update(status="closed"), "the signature does not fit"),
    ],
)
def test_each_change_of_an_export_is_named(
    exported: tuple[Path, str, str], change: Callable[[Document], None], said: str
) -> None:
    forge(change, exported[0])
    status, told = checked(exported[0])
    assert (status, said in told) == (1, True), told


def test_the_script_writes_json_as_the_library_does() -> None:
    chance = random.Random(8785)  # noqa: S311 - no secret
    numbers: list[Any] = [0, -0.0, 1.0, 12.24, 109.19, -109.191234, 1e21, 1e-7, 1.5e-6, 0.00001, 123456789.125]
    numbers += [chance.uniform(-1000, 1000) * 10 ** chance.randint(-12, 12) for _ in range(500)]
    for value in [*numbers, {"ổ": "gà\n\u2028\u007f😀", "a": [None, True, {"b": 1, "B": "\x01"}]}]:
        assert canonical(value).encode() == rfc8785.dumps(value), repr(value)


@pytest.mark.slow
def test_what_cannot_be_exported_is_one_sentence(database_url: str, tmp_path: Path) -> None:
    unknown = typed(database_url, "KH-2026-000009", str(tmp_path / "x.zip"))
    assert (unknown.exit_code, unknown.stderr) == (1, "Không có hồ sơ KH-2026-000009.\n")
    bare = typed(database_url)
    assert (bare.exit_code, bare.stdout, len(bare.stderr.splitlines())) == (2, "", 1)
