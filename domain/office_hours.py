"""Office hours of an authority, as data: which minutes of which weekday count, and from when to when that holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from itertools import pairwise


@dataclass(frozen=True)
class Session:
    """One unbroken stretch of a working day in local time, e.g. 07:30 to 11:30. The opening counts, the closing ends it."""

    opens: time
    closes: time

    def __post_init__(self) -> None:
        if self.opens >= self.closes:
            raise ValueError(f"a session from {self.opens:%H:%M} to {self.closes:%H:%M} has no length")


@dataclass(frozen=True)
class OfficeHours:
    """Sessions per weekday (Monday first, seven entries, empty when closed), valid from `valid_from` (inclusive)
    until the next OfficeHours of the same authority begins."""

    valid_from: date
    weekdays: tuple[tuple[Session, ...], ...]
    source: str

    def __post_init__(self) -> None:
        if len(self.weekdays) != 7:
            raise ValueError("office hours name seven weekdays, Monday first")
        if not any(self.weekdays):
            raise ValueError("an office that never opens cannot keep a limit")
        for sessions in self.weekdays:
            if any(a.closes > b.opens for a, b in pairwise(sessions)):
                raise ValueError("the sessions of a day must follow one another without overlap")


USUAL_HOURS = "08:00-12:00,13:00-17:00"


def usual_week(written: str = USUAL_HOURS) -> OfficeHours:
    """An office open at these hours from Monday to Friday, in local time, since 2020.

    Raises:
        ValueError: hours that cannot be read, or that do not follow one another.
    """
    sessions = tuple(_session(each) for each in written.split(","))
    return OfficeHours(date(2020, 1, 1), (*[sessions] * 5, (), ()), f"giờ làm việc {written}")


def _session(written: str) -> Session:
    opens, closes = (time.fromisoformat(each.strip()) for each in written.split("-"))
    if opens.tzinfo or closes.tzinfo:
        raise ValueError("hours are local to the office")
    return Session(opens, closes)
