"""Finds the decisions that a command counts by: those of a running system, or those that ship with the program."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from cli.environment import is_set
from domain.time.decisions import CalendarBook
from stack.running import running_database

RULE = (
    "Tính theo lịch của hệ thống đang chạy trong --data; không ghi --data thì theo cơ sở dữ liệu ở DATABASE_URL; không có "
    "thì theo hệ thống đang chạy trong .data (hoặc HIENTRUONG_DATA_DIR); cũng không có thì theo các văn bản kèm chương trình."
)

DATA_DIR = Path(".data")
"""The data folder where none is set, as in `settings`."""

Data = Annotated[
    Path | None,
    typer.Option(
        metavar="THƯ_MỤC", help="Thư mục dữ liệu của hệ thống đang chạy, như của hientruong up.", show_default=False
    ),
]


@dataclass(frozen=True)
class InForce:
    """The calendar's decisions, and their source in Vietnamese."""

    book: CalendarBook
    whose: str


class NoCalendar(Exception):
    """The requested calendar cannot be read. The text is a Vietnamese sentence."""


def decisions_in_force(data: Path | None) -> InForce:
    """Return the decisions by RULE.

    Raises:
        NoCalendar: no system runs in `data`, or the database does not answer.
    """
    from calendars import official_book

    if data is not None:
        if (url := running_database(data)) is None:
            raise NoCalendar(f"Không có hệ thống nào đang chạy trong {data}.")
    else:
        database_url, data_dir = (
            _set() if is_set("DATABASE_URL", "HIENTRUONG_DATA_DIR", "HIENTRUONG_SECRETS_DIR") else (None, DATA_DIR)
        )
        url = database_url or running_database(data_dir)
    return _of_record(url) if url else InForce(official_book(), "các văn bản kèm chương trình")


def _set() -> tuple[str | None, Path]:
    """Return the database and the data folder that are set."""
    from settings import SettingsError, StackSettings, read

    try:
        settings = read(StackSettings)
    except SettingsError as error:
        raise NoCalendar(str(error)) from error
    return settings.database_url, settings.data_dir


def _of_record(database_url: str) -> InForce:
    from records.engine import connect
    from records.errors import CalendarMissing, RecordsError
    from records.record import Record

    try:
        engine = connect(database_url, pool_size=1)
        try:
            book = Record(engine).calendar.book()
        finally:
            engine.dispose()
    except CalendarMissing as error:
        raise NoCalendar("Cơ sở dữ liệu chưa có lịch làm việc; hientruong up sẽ nạp.") from error
    except RecordsError as error:
        raise NoCalendar(f"Không đọc được lịch trong cơ sở dữ liệu: {error}.") from error
    return InForce(book, f"cơ sở dữ liệu, lần thay đổi {book.revision}")
