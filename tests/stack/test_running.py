"""Test that a running database is recognised by the files that a server leaves in its folder."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from stack.running import running_database

READY = ["{pid}", "/somewhere", "1790000000", "54471", "", "127.0.0.1", "1 2", "ready   "]


def folder_saying(data: Path, *lines: str) -> Path:
    (data / "postgres").mkdir()
    (data / "postgres" / "postmaster.pid").write_text("\n".join(lines))
    (data / "postgres.password").write_text("x")
    return data


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(
            [each.format(pid=os.getpid()) for each in READY], id="another program under a dead server's number"
        ),
        pytest.param([each.format(pid=2**22 + 1) for each in READY], id="a server that was killed"),
        pytest.param(READY[1:3], id="half a file"),
        pytest.param([], id="nothing"),
    ],
)
def test_what_a_server_left_behind_is_not_a_server_that_runs(tmp_path: Path, lines: list[str]) -> None:
    assert running_database(folder_saying(tmp_path, *lines)) is None


def test_an_empty_folder_runs_nothing(tmp_path: Path) -> None:
    assert running_database(tmp_path) is None
