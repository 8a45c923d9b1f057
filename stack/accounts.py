"""The account that a program runs under. PostgreSQL refuses to run as root, so under root it gets an unprivileged account."""

from __future__ import annotations

import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path

from stack.errors import PreparationError

_NAME = "nobody"


@dataclass(frozen=True, slots=True)
class Account:
    name: str
    uid: int
    gid: int

    def give(self, path: Path) -> None:
        """Make the account the owner of one file or folder."""
        os.chown(path, self.uid, self.gid)

    def reaches(self, path: Path) -> bool:
        """Return whether the account may reach `path`, and enter or execute it."""
        real = path.resolve()
        return all(self._enters(step) for step in (*real.parents, real))

    def _enters(self, path: Path) -> bool:
        status = path.stat()
        if status.st_uid == self.uid:
            return bool(status.st_mode & stat.S_IXUSR)
        if status.st_gid == self.gid:
            return bool(status.st_mode & stat.S_IXGRP)
        return bool(status.st_mode & stat.S_IXOTH)


def unprivileged() -> Account | None:
    """Return the account for programs that refuse root, or None when we are not root."""
    if os.geteuid() != 0:
        return None
    try:
        entry = pwd.getpwnam(_NAME)
    except KeyError as missing:
        raise PreparationError(
            f"PostgreSQL không chạy dưới quyền root và máy này không có người dùng `{_NAME}`; "
            "hãy chạy bằng một người dùng thường hoặc đặt DATABASE_URL."
        ) from missing
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
