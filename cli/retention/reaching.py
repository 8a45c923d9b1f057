"""Opens the database of a system, running on this machine or configured."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cli.chosen_system import NoSystem, database_of
from records.engine import connect
from records.health.clock import DatabaseClock
from records.record import Record
from settings import SettingsError, SystemSettings, read


@contextmanager
def open_record(data: Path | None) -> Iterator[tuple[Record, DatabaseClock]]:
    """Open the record of the system in the folder `data`, or of the one that the settings name, with its clock.

    Raises:
        NoSystem: no such system runs.
        RecordsUnavailable: it does not answer.
    """
    try:
        settings = read(SystemSettings)
    except SettingsError as error:
        raise NoSystem(str(error)) from error
    engine = connect(database_of(data, settings), pool_size=2)
    try:
        clock = DatabaseClock(engine)
        clock.measure()
        yield Record(engine), clock
    finally:
        engine.dispose()
