"""A disk that is soon full: a file system in memory, mounted over a folder. Only root on Linux may mount."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from io import RawIOBase
from pathlib import Path

import pytest


class SmallDisk:
    """The mounted disk, and the file that fills it."""

    def __init__(self, folder: Path) -> None:
        self._filler = folder / "filler"

    def fill(self, *, leaving: int = 0) -> None:
        """Fill the disk until not more than this many bytes are left."""
        with self._filler.open("ab", buffering=0) as file:
            with pytest.raises(OSError, match="No space left"):
                _write_without_end(file)
            file.truncate(max(0, file.tell() - leaving))

    def free(self) -> None:
        """Give the room back."""
        self._filler.unlink()


def _write_without_end(file: RawIOBase) -> None:
    while True:
        file.write(bytes(4096))


@contextmanager
def small_disk(folder: Path, *, kilobytes: int) -> Iterator[SmallDisk]:
    """Mount a disk of this size over the folder during the block. Skip the test where this machine does not let us."""
    folder.mkdir(parents=True, exist_ok=True)
    options = f"size={kilobytes}k,mode=0711"
    try:
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], capture_output=True, text=True)
    except OSError as error:
        pytest.skip(f"no disk can be mounted here: {error}")
    if done.returncode:
        pytest.skip(f"no disk can be mounted here: {done.stderr.strip()}")
    try:
        yield SmallDisk(folder)
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)
