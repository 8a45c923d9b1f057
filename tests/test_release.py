"""Tests which release a worker says it is."""

from __future__ import annotations

import secrets
import shutil
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from cli.up.parts import worker_child
from release import VERSION, Release, own_build_id
from settings import Settings, SettingsError, read
from workflows.worker_deployment import digest_of_code

ROOT = Path(__file__).parents[1]


@pytest.fixture
def settings_of(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Settings]:
    def made(**said: str) -> Settings:
        given = {"DATABASE_URL": "postgresql://localhost/x", "HIENTRUONG_SECRET": secrets.token_hex(), **said}
        for name, value in given.items():
            monkeypatch.setenv(name, value)
        return read(Settings)

    return made


def test_the_code_says_the_version_of_its_distribution():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == VERSION


def test_a_worker_is_of_no_release_unless_a_setting_asks_for_it(settings_of: Callable[..., Settings]):
    release = Release(settings_of(HIENTRUONG_BUILD_ID="1.5.0"))
    assert release.build_id is None
    assert release.plugins() == ()


def test_a_build_is_named_by_the_setting_and_else_by_the_digest_of_its_code(settings_of: Callable[..., Settings]):
    versioned = {"HIENTRUONG_WORKER_VERSIONING": "true"}
    assert Release(settings_of(**versioned)).build_id == own_build_id()
    assert Release(settings_of(**versioned, HIENTRUONG_BUILD_ID="1.5.0+hotfix")).build_id == "1.5.0+hotfix"


def test_equal_code_has_an_equal_build_id_wherever_it_lies_and_changed_code_another(tmp_path: Path):
    rooms = ("domain", "workflows")
    here = digest_of_code(ROOT / room for room in rooms)
    for room in rooms:
        shutil.copytree(ROOT / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "workflows" / "notes.txt").write_text("no code")
    assert digest_of_code(tmp_path / room for room in reversed(rooms)) == here
    with (tmp_path / "workflows" / "complaint.py").open("a") as module:
        module.write("\n")
    assert digest_of_code(tmp_path / room for room in rooms) != here


@pytest.mark.parametrize(
    ("name", "value"), [("HIENTRUONG_TASK_QUEUE", "complaints.hue"), ("HIENTRUONG_BUILD_ID", "bản mới")]
)
def test_a_name_that_temporal_would_refuse_stops_the_start(settings_of: Callable[..., Settings], name: str, value: str):
    with pytest.raises(SettingsError, match=name):
        settings_of(HIENTRUONG_WORKER_VERSIONING="true", **{name: value})


def test_the_only_worker_of_one_machine_takes_all_tasks_whatever_the_setting_says():
    assert worker_child({"HIENTRUONG_WORKER_VERSIONING": "true"}).env["HIENTRUONG_WORKER_VERSIONING"] == "false"
