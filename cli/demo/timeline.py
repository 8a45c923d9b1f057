"""Shows a case's course as a table in the terminal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from domain.citing import article_of
from domain.complaint import Outcome
from domain.events import LimitClosed, is_of_somebody
from language.happenings import happening
from language.labels import local_time, role_name

if TYPE_CHECKING:
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
    line = Text(happening(procedure, event), style="red" if late else _STYLES.get(event.kind, ""))
    if entry.by and is_of_somebody(event):
        role = role_name(procedure, entry.by.role) + (f" {entry.by.agency}" if entry.by.agency else "")
        line.append(f" · {role}", style="not bold")
    if article := article_of(procedure, event):
        line.append(f" [{article}]", style="not bold cyan")
    return line
