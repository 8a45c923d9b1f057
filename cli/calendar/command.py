"""`hientruong calendar`: shows a year of working days, in the terminal or as a file for a phone."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from cli.calendar.changes import decide, withdraw
from cli.working_time.in_force import RULE, Data, NoCalendar
from language.system_errors import reason_of


class _YearFirst(TyperGroup):
    """Reads `calendar 2026` as `calendar show 2026`, so that a year and commands can stand in the same place."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse the arguments, with `show` put before any that is no command."""
        named = args and args[0] in (*self.commands, *ctx.help_option_names)
        return super().parse_args(ctx, args if named else ["show", *args])


app = typer.Typer(name="calendar", cls=_YearFirst, help="Lịch làm việc của một năm: hientruong calendar 2026.")


@app.callback()
def _group() -> None:
    """Keep `show` a named command even if it is the only one."""


@app.command(epilog=RULE)
def show(
    year: Annotated[str | None, typer.Argument(metavar="NĂM", help="Mặc định là năm nay.")] = None,
    procedure: Annotated[
        str | None, typer.Option(metavar="ID", help="Giờ làm việc của một quy trình (mã hoặc tệp .toml).")
    ] = None,
    hours: Annotated[
        str | None, typer.Option(metavar="GIỜ", help="Thứ Hai đến thứ Sáu; mặc định 08:00-12:00,13:00-17:00.")
    ] = None,
    agency: Annotated[
        str | None, typer.Option(metavar="MÃ", help="Kể cả ngày nghỉ riêng của một cơ quan; đi cùng --procedure.")
    ] = None,
    data: Data = None,
    ics: Annotated[Path | None, typer.Option(metavar="TỆP", help="Ghi tệp iCalendar cho điện thoại.")] = None,
) -> None:
    """Vẽ một năm: ngày nghỉ, ngày hoán đổi, ngày dự kiến, và các văn bản quyết định."""
    # Imported here, because other commands need no calendar.
    from calendars import VIETNAM, OutsideCalendar
    from calendars.year import bases, year_of_office
    from cli.working_time.office import UnknownOffice, office_of, reach, refuse

    number = _number(year) if year else datetime.now(VIETNAM).year
    if number is None:
        refuse(f"“{year}” không phải là một năm; viết như 2026.")
    try:
        office = office_of(procedure, hours, data, on=date(number, 12, 31), agency=agency)
    except UnknownOffice as error:
        refuse(str(error))
    except NoCalendar as error:
        refuse(str(error), code=1)
    try:
        drawn = year_of_office(office.calendar, number)
    except OutsideCalendar:
        refuse(reach(office))
    if ics is None:
        from rich.console import Console

        from cli.calendar.year_page import print_year

        print_year(Console(highlight=False), office, drawn, bases(office.calendar, drawn))
        return
    from calendars.ics import icalendar_of

    try:
        ics.write_bytes(icalendar_of(drawn, office.name, stamp=datetime.now(UTC)))
    except OSError as error:
        refuse(f"Không ghi được {ics}: {reason_of(error)}.")
    typer.echo(f"Đã ghi {len(drawn.unusual)} ngày vào {ics}.")


def _number(written: str) -> int | None:
    """Return the year; None for anything but four digits that do not begin with 0."""
    return int(written) if len(written) == 4 and written.isascii() and written.isdigit() and written > "0999" else None


app.command()(decide)
app.command()(withdraw)
