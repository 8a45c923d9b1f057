"""Draws a year in the terminal. The kinds of days differ by their marks; colour is only an aid."""

from __future__ import annotations

from calendar import monthcalendar
from collections.abc import Iterator
from itertools import groupby

from rich import box
from rich.columns import Columns
from rich.console import Console, Group
from rich.table import Table
from rich.text import Text

from calendars.year import Basis, DayKind, DayOfYear, YearOfOffice
from cli.working_time.office import Office

_WEEKDAYS = "T2  T3  T4  T5  T6  T7  CN  "
_LOOK = {
    DayKind.WORKING: (" ", ""),
    DayKind.WEEKLY_REST: ("·", "dim"),
    DayKind.HOLIDAY: ("*", "bold red"),
    DayKind.SWAPPED_OFF: ("-", "bold magenta"),
    DayKind.SWAPPED_WORKED: ("+", "bold green"),
    DayKind.HALF_OFF: ("½", "bold yellow"),
}
_DESK = ("°", "cyan")
_MEANING = {
    DayKind.WEEKLY_REST: "nghỉ hằng tuần",
    DayKind.HOLIDAY: "nghỉ lễ, Tết",
    DayKind.SWAPPED_OFF: "nghỉ hoán đổi",
    DayKind.SWAPPED_WORKED: "làm việc thay",
    DayKind.HALF_OFF: "nghỉ nửa ngày",
}


def print_year(console: Console, office: Office, year: YearOfOffice, bases: tuple[Basis, ...]) -> None:
    """Print twelve months, a legend, and the official acts with the days that each decides."""
    console.print(Text(f"Lịch làm việc {year.year} · {office.name} · {year.working_days} ngày làm việc", "bold"))
    console.print(f"Theo {office.whose}.", style="dim")
    if not year.decided:
        console.print(f"Năm {year.year} chưa có quyết định chính thức: mọi ngày là dự kiến.", style="yellow")
    console.print()
    console.print(Columns([_month(year, month) for month in range(1, 13)], padding=(0, 3)))
    console.print(_legend(year))
    console.print(_acts(bases))


def _month(year: YearOfOffice, month: int) -> Group:
    days = {each.day.day: each for each in year.days if each.day.month == month}
    weeks = [Text.assemble(*(_cell(days.get(day)) for day in week)) for week in monthcalendar(year.year, month)]
    return Group(Text(f"Tháng {month}", "bold"), Text(_WEEKDAYS, "underline"), *weeks, Text())


def _cell(day: DayOfYear | None) -> tuple[str, str]:
    if day is None:
        return "    ", ""
    mark, style = _DESK if day.desk and not day.sessions else _LOOK[day.kind]
    expected = "?" if day.predicted and not day.kind.is_usual else " "
    return f"{day.day.day:2}{mark}{expected}", style


def _legend(year: YearOfOffice) -> Text:
    looks = [(_LOOK[kind], meaning) for kind, meaning in _MEANING.items()]
    if year.desk_only:
        looks.append((_DESK, "chỉ bộ phận một cửa mở"))
    legend = Text()
    for (mark, style), meaning in looks:
        legend.append(mark, style).append(f" {meaning}  ")
    return legend.append("? dự kiến\n")


def _acts(bases: tuple[Basis, ...]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in ("Văn bản", "Ngày", "Vì sao"):
        table.add_column(column, overflow="fold")
    for basis in bases:
        title = f"{basis.number} ({basis.act_date:%d/%m/%Y})" if basis.act_date else basis.number
        for why, days in groupby(basis.days, key=lambda day: day.why):
            table.add_row(title, ", ".join(_stretches(list(days))), why)
            title = ""
    return table


def _stretches(days: list[DayOfYear]) -> Iterator[str]:
    """Yield consecutive days as one stretch: `16–20/02`, with a question mark where they are predicted."""
    for _, run in groupby(enumerate(days), key=lambda each: (each[1].day.toordinal() - each[0], each[1].predicted)):
        stretch = [day for _, day in run]
        first, last = stretch[0].day, stretch[-1].day
        begins = f"{first:%d}" if first.month == last.month else f"{first:%d/%m}"
        expected = "?" if stretch[0].predicted else ""
        yield (f"{last:%d/%m}" if first == last else f"{begins}–{last:%d/%m}") + expected
