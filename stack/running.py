"""Finds the parts of a stack that runs in a data folder, for commands that work beside it."""

from __future__ import annotations

from pathlib import Path

# The line numbers in a server's pid file.
_PID, _PORT, _STATUS = 0, 3, 7


_TEMPORAL = "temporal.address"
_CUSTOMARY = "127.0.0.1:7233"


def note_temporal(data: Path, address: str) -> None:
    """Keep the address of the Temporal server that the stack in `data` uses."""
    (data / _TEMPORAL).write_text(address)


def temporal_address(data: Path, configured: str | None) -> str:
    """Return the configured address of Temporal, else that of the server that the stack in `data` used last, else the
    customary one."""
    try:
        noted = (data / _TEMPORAL).read_text().strip()
    except OSError:
        noted = ""
    return configured or noted or _CUSTOMARY


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
