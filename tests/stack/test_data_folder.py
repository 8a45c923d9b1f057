"""The data folder: one owner at a time, a secret that stays."""

from __future__ import annotations

import stat

import pytest

from stack.data_folder import locked, secret_of, temporary_folder
from stack.errors import DataFolderError, DataFolderLockedError


def test_a_second_stack_in_the_same_folder_is_one_sentence(tmp_path):
    with locked(tmp_path), pytest.raises(DataFolderLockedError, match="hientruong up"), locked(tmp_path):
        pass


def test_a_folder_that_was_left_can_be_taken_again(tmp_path):
    with locked(tmp_path / "mới"):
        pass
    with locked(tmp_path / "mới"):
        pass


@pytest.mark.parametrize("place", ["file", "file/data"])
def test_a_file_in_place_of_the_folder_is_one_sentence(tmp_path, place):
    (tmp_path / "file").touch()
    with pytest.raises(DataFolderError, match="không phải là thư mục"), locked(tmp_path / place):
        pass


def test_the_secret_is_made_once_and_is_ours_alone(tmp_path):
    first = secret_of(tmp_path)
    assert len(first) >= 32
    assert secret_of(tmp_path) == first
    assert stat.S_IMODE((tmp_path / "secret").stat().st_mode) == 0o600


def test_a_temporary_folder_goes_with_all_that_is_in_it():
    with temporary_folder() as folder:
        (folder / "logs").mkdir()
        (folder / "logs" / "x.log").touch()
    assert not folder.exists()
