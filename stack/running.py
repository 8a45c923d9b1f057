"""Finds the database of a stack that runs in a data folder, for commands that only read."""

from __future__ import annotations

from pathlib import Path

# The line numbers in a server's pid file.
_PID, _PORT, _STATUS = 0, 3, 7


def running_database(data: Path) -> str | None:
    """Return the database URL of the stack in `data`; None where none runs, or where we may not read its files."""
    folder = data / "postgres"
    try:
        lines = (folder / "postmaster.pid").read_text().splitlines()
        password = (data / "postgres.password").read_text()
        pid, port, status = int(lines[_PID]), int(lines[_PORT]), lines[_STATUS].strip()
    except (OSError, ValueError, IndexError):  # No server runs, or it is just starting.
        return None
    # Imported here, because these modules can also start a server, and most commands find none.
    from stack.cluster import database_url, is_postmaster
    from stack.ports import LOOPBACK

    return database_url(password, LOOPBACK, port) if status == "ready" and is_postmaster(pid, folder) else None
