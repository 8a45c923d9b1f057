"""Writes a year as an iCalendar file for phones: every day off and every weekend day worked, with its act."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from icalendar import Calendar, Event

from calendars.year import DayKind

if TYPE_CHECKING:
    from calendars.year import DayOfYear, YearOfOffice

_TITLE = {
    DayKind.HOLIDAY: "Nghỉ",
    DayKind.SWAPPED_OFF: "Nghỉ hoán đổi",
    DayKind.SWAPPED_WORKED: "Làm việc",
    DayKind.HALF_OFF: "Nghỉ nửa ngày",
}


def icalendar_of(year: YearOfOffice, office: str, *, stamp: datetime) -> bytes:
    """Return the calendar's text. `stamp` is the time of creation in UTC. An event keeps its UID each time the file is
    made."""
    calendar = Calendar()
    calendar.add("prodid", "-//hientruong//Lịch làm việc//VI")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", f"Lịch làm việc {year.year} ({office})")
    for day in year.unusual:
        calendar.add_component(_event(day, stamp))
    text: bytes = calendar.to_ical()
    return text


def _event(day: DayOfYear, stamp: datetime) -> Event:
    event = Event()
    # The UID depends on the day alone. When an act changes the day, the phone updates its event and adds no second
    # one.
    event.add("uid", f"{day.day.isoformat()}@lich-lam-viec.hientruong")
    event.add("dtstamp", stamp)
    event.add("dtstart", day.day)
    event.add("dtend", day.day + timedelta(days=1))
    event.add("summary", _summary(day))
    event.add("description", _description(day))
    event.add("categories", ["Làm việc" if day.kind.is_worked else "Nghỉ"])
    event.add("status", "TENTATIVE" if day.predicted else "CONFIRMED")
    event.add("transp", "OPAQUE" if day.kind.is_worked else "TRANSPARENT")
    return event


def _summary(day: DayOfYear) -> str:
    title = _TITLE[day.kind]
    named = day.why if day.why.startswith(title) else f"{title}: {day.why}"
    return f"{named} (dự kiến)" if day.predicted else named


def _description(day: DayOfYear) -> str:
    lines = [f"{day.why}.", f"Căn cứ: {day.basis}."]
    if day.sessions:
        hours = ", ".join(f"{each.opens:%H:%M}–{each.closes:%H:%M}" for each in day.sessions)
        lines.append(f"Giờ làm việc: {hours}.")
    if day.predicted:
        lines.append("Chưa có quyết định chính thức; ngày này có thể thay đổi.")
    return "\n".join(lines)
