"""The store in a folder: a file is stored once, under a name that nobody can guess, readable by our account only."""

from __future__ import annotations

from pathlib import Path

import pytest

from attachments.errors import NotInStore, StoreUnavailable, UnusableStore
from attachments.store import open_store, secret_name


def test_a_stored_file_is_read_whole_and_in_parts(tmp_path: Path) -> None:
    store = open_store((tmp_path / "kept").as_uri())
    store.put("ab/cd", b"0123456789")
    assert store.get("ab/cd") == b"0123456789"
    assert store.get("ab/cd", 2, 5) == b"234"
    assert store.is_there()
    assert open_store((tmp_path / "kept").as_uri()).get("ab/cd") == b"0123456789", "another process must find the file"


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    store = open_store(tmp_path.as_uri())
    store.put("ab/cd", b"first")
    store.put("ab/cd", b"second")
    assert store.get("ab/cd") == b"first"


def test_the_folder_is_readable_by_our_account_only(tmp_path: Path) -> None:
    folder = tmp_path / "dữ liệu" / "ảnh"
    open_store(folder.as_uri()).put("ab/cd", b"kept")
    assert folder.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("address", ["here", "ftp://somewhere/else", "file:///proc/none/here", "", "s3://"])
def test_a_wrong_address_is_refused_in_a_sentence(address: str) -> None:
    with pytest.raises(UnusableStore, match="Không mở được nơi lưu tệp"):
        open_store(address)


def test_a_name_that_was_never_stored_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(NotInStore):
        open_store(tmp_path.as_uri()).get("ab/cd")


def test_a_store_that_cannot_write_says_so(tmp_path: Path) -> None:
    store = open_store(tmp_path.as_uri())
    (tmp_path / "ab").write_text("a file where a folder should be")
    with pytest.raises(StoreUnavailable):
        store.put("ab/cd", b"kept")


def test_a_name_is_the_same_for_the_same_parts_and_reveals_none_of_them() -> None:
    name = secret_name(b"key", "KH-2026-000001", "report", "00ff")
    assert name == secret_name(b"key", "KH-2026-000001", "report", "00ff")
    assert name != secret_name(b"other", "KH-2026-000001", "report", "00ff")
    assert name != secret_name(b"key", "KH-2026-000001", "report00ff")
    assert len(name.replace("/", "")) == 64
