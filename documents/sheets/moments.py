"""Reads days and times as people write them in a table."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from documents.sheets.reading import Cell
from domain.procedure import Procedure

_DAY = re.compile(r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4})")
_ISO_DAY = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})")
_TIME = re.compile(r"(?P<hour>\d{1,2})[:hg](?P<minute>\d{2})(?::\d{2})?")
_USUAL_CLOSING = time(17)

HOW_TO_WRITE = "Không đọc được ngày; hãy ghi như “23/11/2026” hoặc “23/11/2026 08:30”."


@dataclass(frozen=True)
class Written:
    """A local day, and the time where one was written."""

    day: date
    time: time | None


def written(cell: Cell) -> Written | None:
    """Return the day and time of a cell; None where it is neither. Midnight in a spreadsheet's date is no time."""
    if isinstance(cell, datetime):
        at = cell.time().replace(tzinfo=None)
        return Written(cell.date(), at.replace(microsecond=0) if at != time(0) else None)
    if isinstance(cell, date):
        return Written(cell, None)
    return _read(cell) if isinstance(cell, str) else None


def _read(text: str) -> Written | None:
    """Read a day with a time before or behind it."""
    found = _ISO_DAY.search(text) or _DAY.search(text)
    if found is None:
        return None
    rest = (text[: found.start()] + " " + text[found.end() :]).strip(" ,T")
    at = _TIME.fullmatch(rest)
    if rest and at is None:
        return None
    try:
        day = date(*(int(found[part]) for part in ("year", "month", "day")))
        return Written(day, time(int(at["hour"]), int(at["minute"])) if at else None)
    except ValueError:
        return None


def instant(moment: Written, procedure: Procedure) -> datetime:
    """Return the instant of a moment. A day without a time stands for the end of its office hours: then a limit in days begins
    with the next day, as the Civil Code counts (Art. 147.2), and an answer of its last day is in time."""
    at = moment.time or _closing(procedure, moment.day)
    return datetime.combine(moment.day, at, ZoneInfo(procedure.authority.time_zone)).astimezone(UTC)


def _closing(procedure: Procedure, day: date) -> time:
    hours = [each for each in procedure.office_hours if each.valid_from <= day]
    sessions = hours[-1].weekdays[day.weekday()] if hours else ()
    return sessions[-1].closes if sessions else _USUAL_CLOSING
