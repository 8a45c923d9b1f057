"""Tests that a procedure is walked through once for each text, and again after any change of the text or the code."""

from __future__ import annotations

from pathlib import Path

import pytest

from procedures import ProvinceFault
from procedures.reading import load_procedure
from procedures.walked import WalkedThrough, walked_through
from tests.support.procedures.files import changed, within

TEXT = changed()


def test_a_text_is_remembered_and_no_other(tmp_path: Path) -> None:
    known = WalkedThrough(tmp_path / "new", b"code", may_write=True)
    assert not known.holds(TEXT)
    known.remember(TEXT)
    assert known.holds(TEXT)
    assert not known.holds(TEXT + "\n")


def test_other_code_walks_again(tmp_path: Path) -> None:
    WalkedThrough(tmp_path, b"this release", may_write=True).remember(TEXT)
    assert not WalkedThrough(tmp_path, b"the next release", may_write=True).holds(TEXT)


def test_where_nothing_may_be_written_nothing_is_remembered(tmp_path: Path) -> None:
    known = WalkedThrough(tmp_path, b"code", may_write=False)
    known.remember(TEXT)
    assert not known.holds(TEXT)


def test_a_folder_that_cannot_be_made_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    known = WalkedThrough(tmp_path / "file" / "below", b"code", may_write=True)
    known.remember(TEXT)
    assert not known.holds(TEXT)


def test_a_fault_of_the_course_is_named_each_time(tmp_path: Path) -> None:
    path = tmp_path / "procedure.toml"
    path.write_text(changed(within("[limits.process]", '["result_submitted"]', '["filed"]')), "utf-8")
    for _ in range(2):
        with pytest.raises(ProvinceFault, match="không bao giờ kết thúc"):
            load_procedure(path)
    assert not walked_through().holds(path.read_text("utf-8"))
