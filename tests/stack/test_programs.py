"""Test which programs are found and which are skipped. The stand-ins only print their version."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from stack.accounts import unprivileged
from stack.data_folder import temporary_folder
from stack.programs import Programs, machine_programs, wheel_programs, within_reach
from stack.temporal import find_temporal


def stand_in(folder: Path, version: str) -> Path:
    """Programs that only print their version."""
    folder.mkdir(parents=True)
    for name in ("initdb", "postgres", "temporal"):
        what = f"temporal version {version}" if name == "temporal" else f"{name} (PostgreSQL) {version}"
        (folder / name).write_text(f"#!/bin/sh\necho '{what}'\n")
        (folder / name).chmod(0o755)
    return folder


def test_of_several_releases_on_the_machine_the_newest_comes_first(tmp_path):
    old, new = stand_in(tmp_path / "a", "15.4"), stand_in(tmp_path / "b", "17.10 (Debian)")
    found = machine_programs(f"{old}:{new}", common_places=())
    assert [programs.version for programs in found] == ["17.10", "15.4"]


def test_a_program_that_is_broken_or_incomplete_is_passed_over(tmp_path):
    broken, lonely = stand_in(tmp_path / "a", "17.1"), stand_in(tmp_path / "b", "17.2")
    (broken / "postgres").write_text("#!/bin/sh\nexit 127\n")
    (lonely / "initdb").unlink()
    assert machine_programs(f"{broken}:{lonely}:{tmp_path}/không-có", common_places=()) == ()


def test_a_link_on_path_leads_to_where_the_programs_lie(tmp_path):
    home, links = stand_in(tmp_path / "home", "16.1"), tmp_path / "links"
    links.mkdir()
    for name in ("initdb", "postgres"):
        (links / name).symlink_to(home / name)
    assert [programs.bin for programs in machine_programs(f"{links}:{home}", common_places=())] == [home]


def test_the_wheel_brings_programs_for_a_machine_without():
    assert wheel_programs()[0].major >= 18


def test_an_old_temporal_on_path_is_passed_over_for_the_wheel(tmp_path):
    old = stand_in(tmp_path / "old", "1.1.0")
    assert find_temporal(str(old)).path.parent != old
    new = stand_in(tmp_path / "new", "99.0.0")
    assert find_temporal(str(new)).path.parent == new


@pytest.mark.skipif(os.geteuid() != 0, reason="only root hands the server to another account")
def test_programs_that_the_servers_account_can_run_are_run_where_they_lie():
    account = unprivileged()
    assert account is not None
    with temporary_folder() as folder:
        programs = Programs(stand_in(folder / "bin", "17.1"), "17.1", "trên máy")
        assert within_reach(programs, account) is programs
