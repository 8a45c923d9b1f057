"""Finds the office whose working time a command counts: a regulation's office, or one with given hours or the usual hours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NoReturn
from zoneinfo import ZoneInfo

import typer

from calendars import VIETNAM, WorkingCalendar, working_calendar
from cli.environment import use_set_provinces
from cli.working_time.in_force import decisions_in_force
from domain.time.decisions import EVERYWHERE, Reach
from domain.time.office_hours import USUAL_HOURS, DeskHours, OfficeHours, usual_week


@dataclass(frozen=True)
class Office:
    """An office: its name, working time and time zone, whether its desk has hours of its own, and the source of its decisions."""

    name: str
    calendar: WorkingCalendar
    zone: ZoneInfo
    has_desk: bool
    whose: str


class UnknownOffice(ValueError):
    """There is no such office. The text is a Vietnamese sentence."""


def office_of(
    procedure: str | None, hours: str | None, data: Path | None, *, on: date, agency: str | None = None
) -> Office:
    """Return the office of a procedure (id or file) in force on a day, or one that is open Monday to Friday at these hours.

    `agency` is the id of an agency, for its own days off beside those of the procedure's authority.

    Raises:
        UnknownOffice: both given, hours that cannot be read, no such procedure, or an agency of no procedure.
        NoCalendar: see `decisions_in_force`.
    """
    if procedure is None:
        if agency is not None:
            raise UnknownOffice("--agency phải đi cùng --procedure của địa phương.")
        written = USUAL_HOURS if hours is None else hours
        return _office(written, EVERYWHERE, (_hours(written),), (), VIETNAM, data)
    if hours is not None:
        raise UnknownOffice("Chỉ dùng một trong hai: --procedure hoặc --hours.")
    # Imported here, because working time needs no regulation where none is named.
    from procedures import NoProcedure, ProvinceFault, load_procedure, procedure_in_force, read_versions

    use_set_provinces()
    try:
        if procedure.endswith(".toml"):
            found = load_procedure(Path(procedure))
        else:
            found = procedure_in_force(procedure, on, among=read_versions())
    except NoProcedure as error:
        raise UnknownOffice(f"{_capital(str(error))}.") from error
    except ProvinceFault as error:
        raise UnknownOffice(str(error)) from error
    zone = ZoneInfo(found.authority.time_zone)
    name = found.authority.name if agency is None else f"{found.authority.name}, {agency}"
    return _office(name, Reach(found.id, agency), found.office_hours, found.desk_hours, zone, data)


def _office(
    name: str,
    reach: Reach,
    hours: tuple[OfficeHours, ...],
    desk_hours: tuple[DeskHours, ...],
    zone: ZoneInfo,
    data: Path | None,
) -> Office:
    known = decisions_in_force(data)
    calendar = working_calendar(hours, known.book.of(reach).decisions, zone=zone, desk_hours=desk_hours)
    return Office(name, calendar, zone, bool(desk_hours), known.whose)


def reach(office: Office) -> str:
    """Say in a Vietnamese sentence from when to when days can be computed."""
    rules = office.calendar.rules
    return f"Chỉ tính được từ ngày {rules.first_day:%d/%m/%Y} đến hết ngày {rules.last_day:%d/%m/%Y} ({office.name})."


def refuse(sentence: str, *, code: int = 2) -> NoReturn:
    """End the command with a sentence. Code 2 is for a wrong argument, code 1 for an answer that is not possible now."""
    typer.echo(sentence, err=True)
    raise typer.Exit(code)


def _hours(written: str) -> OfficeHours:
    try:
        return usual_week(written)
    except ValueError as error:
        raise UnknownOffice(
            f"Không đọc được giờ làm việc “{written}”; viết các buổi nối tiếp nhau như {USUAL_HOURS}."
        ) from error


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
