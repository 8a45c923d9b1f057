"""The database of a stack that is running in a data folder, for commands that only read."""

from __future__ import annotations

from pathlib import Path

from stack.cluster import database_url, is_postmaster
from stack.ports import LOOPBACK

# Lines of a server's pid file, by their place.
_PID, _PORT, _STATUS = 0, 3, 7


def running_database(data: Path) -> str | None:
    """Where the PostgreSQL of the stack in `data` answers; None where none runs, or none that we may look at."""
    folder = data / "postgres"
    try:
        lines = (folder / "postmaster.pid").read_text().splitlines()
        password = (data / "postgres.password").read_text()
        pid, port, status = int(lines[_PID]), int(lines[_PORT]), lines[_STATUS].strip()
    except (OSError, ValueError, IndexError):  # There is none, or it is only just starting.
        return None
    return database_url(password, LOOPBACK, port) if status == "ready" and is_postmaster(pid, folder) else None
