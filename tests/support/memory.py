"""Lets the tests' servers keep their files in memory, where the machine has room: a database is copied for nearly every test."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

_MEMORY = Path("/dev/shm")  # noqa: S108 - what is made in it has names of its own
_ROOM = 8 * 2**30


def use_memory() -> None:
    """Make temporary files in memory, here and in every child.

    The disk stays where TMPDIR names a folder, where memory is small (in a container it often is), or where no program could be
    executed from it.
    """
    if "TMPDIR" not in os.environ and is_fit(_MEMORY):
        os.environ["TMPDIR"] = str(_MEMORY)
        tempfile.tempdir = None  # it is looked up anew


def is_fit(folder: Path, room: int = _ROOM) -> bool:
    """Return whether so much can be written into the folder, and programs executed from it."""
    return (
        os.access(folder, os.W_OK)
        and shutil.disk_usage(folder).free >= room
        and not os.statvfs(folder).f_flag & getattr(os, "ST_NOEXEC", 0)
    )
