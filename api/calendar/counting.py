"""Count working time for anybody: the calendar of an office, under the latest official decisions."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from api.calendar.deciding import Books
from calendars import VIETNAM, WorkingCalendar, working_calendar
from domain.time.decisions import EVERYWHERE, Reach
from domain.time.office_hours import OfficeHours, usual_week
from procedures import all_procedures

_USUAL = "Cơ quan làm việc thứ Hai đến thứ Sáu, 08:00-12:00, 13:00-17:00"


@dataclass(frozen=True)
class OfficeCalendar:
    """The calendar of one office, its time zone, and the revision of the decisions that it rests on."""

    name: str
    calendar: WorkingCalendar
    zone: ZoneInfo
    revision: int


def calendar_of_procedure(books: Books, procedure_id: str, agency: str | None = None) -> OfficeCalendar | None:
    """Return the calendar of the office whose procedure this is, or of one of its agencies; None where there is no such
    procedure."""
    found = all_procedures().get(procedure_id)
    if found is None:
        return None
    book, zone = books.book(), ZoneInfo(found.authority.time_zone)
    decisions = book.of(Reach(found.id, agency)).decisions
    calendar = working_calendar(found.office_hours, decisions, zone=zone, desk_hours=found.desk_hours)
    return OfficeCalendar(found.authority.name, calendar, zone, book.revision)


def calendar_of_hours(books: Books, hours: OfficeHours | None = None) -> OfficeCalendar:
    """Return the calendar of an office with these hours, or with the usual ones for None."""
    book = books.book()
    decisions = book.of(EVERYWHERE).decisions
    return OfficeCalendar(_USUAL, working_calendar((hours or usual_week(),), decisions), VIETNAM, book.revision)
