"""Shows a case's course as a table in the terminal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from domain.actors import Told
from domain.citing import article_of
from domain.complaint import Outcome
from domain.events import (
    ACT_OF_EVENT,
    Escalated,
    LimitClosed,
    LimitOpened,
    LimitPassed,
    LimitRescheduled,
    OverdueLifted,
    Reminded,
)
from language.labels import EVENT, OUTCOME, length_text, local_time, role_name

if TYPE_CHECKING:
    from domain.events import Event
    from domain.procedure import Procedure
    from records.cases.rows import Entry

_STYLES = {
    "limit_opened": "dim",
    "limit_rescheduled": "dim",
    "limit_closed": "green",
    "reminded": "yellow",
    "limit_passed": "bold red",
    "overdue_lifted": "green",
    "escalated": "red",
}


def timeline(title: str, procedure: Procedure, entries: Iterable[Entry]) -> Table:
    """Return every event in order: when, what, by whom, by which article. Fits into 80 columns."""
    table = Table(title=title, title_justify="left", title_style="bold", box=None, show_header=False, pad_edge=False)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    last = ""
    for entry in entries:
        at = local_time(entry.event.at, procedure.authority.time_zone)
        table.add_row("" if at == last else at, _line(procedure, entry))
        last = at
    return table


def _line(procedure: Procedure, entry: Entry) -> Text:
    event = entry.event
    late = isinstance(event, LimitClosed) and event.outcome is Outcome.LATE
    line = Text(_what(procedure, event), style="red" if late else _STYLES.get(event.kind, ""))
    if entry.by and event.kind in ACT_OF_EVENT:
        role = role_name(procedure, entry.by.role) + (f" {entry.by.agency}" if entry.by.agency else "")
        line.append(f" · {role}", style="not bold")
    if article := article_of(procedure, event):
        line.append(f" [{article}]", style="not bold cyan")
    return line


def _what(procedure: Procedure, event: Event) -> str:
    what = EVENT[event.kind]
    if limit_id := getattr(event, "limit", None):
        what += f": {procedure.limit(limit_id).name}"
    zone = procedure.authority.time_zone
    match event:
        case LimitOpened() | LimitRescheduled():
            due = f", đến hạn {local_time(event.schedule.due, zone)}" if event.schedule else ""
            before = getattr(event, "previous_due", None)
            due += f", trước đó {local_time(before, zone)}" if before else ""
            return f"{what} ({length_text(event.amount, event.until)}{due})"
        case LimitClosed():
            return f"{what} ({OUTCOME[event.outcome]})"
        case Reminded():
            return f"{what} (đến hạn {local_time(event.due, zone)}) → {_told(procedure, event.told)}"
        case OverdueLifted():
            return f"{what} (đến hạn {local_time(event.due, zone)})"
        case LimitPassed():
            return f"{what} (từ {local_time(event.due, zone)})"
        case Escalated():
            return f"{what}, bậc {event.rung} → {_told(procedure, event.told)}"
        case _:
            return what


def _told(procedure: Procedure, told: tuple[Told, ...]) -> str:
    return ", ".join(role_name(procedure, one.role) + (f" ({one.agency})" if one.agency else "") for one in told)
