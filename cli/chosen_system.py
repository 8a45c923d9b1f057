"""Finds the system that a command is to work on, running on this machine or configured."""

from __future__ import annotations

from pathlib import Path

from settings import StackSettings
from stack.running import running_database


class NoSystem(Exception):
    """No such system runs; the text is one sentence."""


def database_of(data: Path | None, settings: StackSettings) -> str:
    """Return the database of the system in the folder `data`. Without it, the configured one, or else that of the customary
    folder.

    Raises:
        NoSystem: none is configured, and none runs there.
    """
    folder = data or settings.data_dir
    configured = None if data else settings.database_url
    if url := configured or running_database(folder):
        return url
    raise NoSystem(f"Không có hệ thống nào đang chạy trong {folder}; hãy chạy `hientruong up` trước.")
