"""Opens the database of a system, running on this machine or configured."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from records.engine import connect
from records.health.clock import DatabaseClock
from records.record import Record
from settings import SettingsError, SystemSettings, read
from stack.running import running_database


class NoDatabase(Exception):
    """No database is known; the text is one sentence."""


@contextmanager
def open_record(data: Path | None) -> Iterator[tuple[Record, DatabaseClock]]:
    """Open the record of the system in the folder `data`, or of the one that the settings name, with its clock.

    Raises:
        NoDatabase: no such system runs.
        RecordsUnavailable: it does not answer.
    """
    try:
        settings = read(SystemSettings)
    except SettingsError as error:
        raise NoDatabase(str(error)) from error
    folder = data or settings.data_dir
    url = (None if data else settings.database_url) or running_database(folder)
    if url is None:
        raise NoDatabase(f"Không có hệ thống nào đang chạy trong {folder}; hãy chạy `hientruong up` trước.")
    engine = connect(url, pool_size=2)
    try:
        clock = DatabaseClock(engine)
        clock.measure()
        yield Record(engine), clock
    finally:
        engine.dispose()
