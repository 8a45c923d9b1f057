"""Office hours of an authority as data: the sessions of each weekday, and since when they hold. Its desk may have other
hours."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, time
from itertools import pairwise


@dataclass(frozen=True)
class Session:
    """An unbroken stretch of a working day in local time, e.g. 07:30 to 11:30. The opening counts, the closing does not."""

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
            _require_order(sessions)


@dataclass(frozen=True)
class DeskHours:
    """Hours of the desk that takes papers, where they differ from the office's: sessions per weekday (Monday first, seven
    entries), None for a weekday with the office's own hours. Valid as OfficeHours are. No limit runs by them."""

    valid_from: date
    weekdays: tuple[tuple[Session, ...] | None, ...]
    source: str

    def __post_init__(self) -> None:
        if len(self.weekdays) != 7:
            raise ValueError("desk hours name seven weekdays, Monday first")
        if all(sessions is None for sessions in self.weekdays):
            raise ValueError("desk hours that differ on no weekday are the office's own")
        for sessions in self.weekdays:
            _require_order(sessions or ())


def weeks_of_desk(office: tuple[OfficeHours, ...], desk: tuple[DeskHours, ...]) -> tuple[OfficeHours, ...]:
    """Return the desk's whole weeks from the office's first day on. A change of office or desk hours begins a new entry.

    Raises:
        ValueError: the desk never opens.
    """
    changes = [*(each.valid_from for each in office), *(each.valid_from for each in desk)]
    begins = sorted({max(day, office[0].valid_from) for day in changes})
    return tuple(_week_of_desk(office, desk, day) for day in begins)


def _week_of_desk(office: tuple[OfficeHours, ...], desk: tuple[DeskHours, ...], day: date) -> OfficeHours:
    usual = [each for each in office if each.valid_from <= day][-1]
    begun = [each for each in desk if each.valid_from <= day]
    if not begun:
        return replace(usual, valid_from=day)
    pairs = zip(begun[-1].weekdays, usual.weekdays, strict=True)
    return OfficeHours(day, tuple(theirs if own is None else own for own, theirs in pairs), begun[-1].source)


USUAL_HOURS = "08:00-12:00,13:00-17:00"


def usual_week(written: str = USUAL_HOURS) -> OfficeHours:
    """Return an office open at these hours from Monday to Friday, in local time, since 2020.

    Raises:
        ValueError: the hours cannot be read, or do not follow one another.
    """
    sessions = sessions_of(written)
    return OfficeHours(date(2020, 1, 1), (*[sessions] * 5, (), ()), f"giờ làm việc {written}")


def sessions_of(written: str) -> tuple[Session, ...]:
    """Read the sessions of a day from `08:00-12:00,13:00-17:00`.

    Raises:
        ValueError: they cannot be read, or do not follow one another.
    """
    sessions = tuple(_session(each) for each in written.split(","))
    _require_order(sessions)
    return sessions


def _require_order(sessions: tuple[Session, ...]) -> None:
    if any(a.closes > b.opens for a, b in pairwise(sessions)):
        raise ValueError("the sessions of a day must follow one another without overlap")


def _session(written: str) -> Session:
    opens, closes = (time.fromisoformat(each.strip()) for each in written.split("-"))
    if opens.tzinfo or closes.tzinfo:
        raise ValueError("hours are local to the office")
    return Session(opens, closes)
