"""Shows the backlog of a province: what its import would bring, agency by agency. Nothing is recorded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

from api.backlog.checking import backlog_of, relate
from api.web.offices import ProceduresInForce
from calendars import official_book
from documents.sheets.cases import SHEET, read_cases
from documents.sheets.faults import Fault
from documents.sheets.reading import read_sheet
from domain.complaint import apply_all
from domain.endings import ANSWERED
from domain.limits import has_overdue
from domain.offices.office import Agency, Office, OwnField
from domain.offices.places import Place
from procedures import provinces
from procedures.present import present
from procedures.province import DEMO

_BACKLOG = "backlog.csv"


@dataclass(frozen=True)
class Line:
    """An agency's cases: how many it has, has answered, and is late with."""

    agency: str
    cases: int
    answered: int
    overdue: int

    @property
    def share(self) -> str:
        """The share of the cases that are overdue, as Vietnamese write it."""
        return f"{100 * self.overdue / self.cases:.1f} %".replace(".", ",") if self.cases else "–"


def print_backlogs(console: Console, procedure: str | None) -> None:
    """Print the table of each province that has a backlog among its demo cases, or of this one alone."""
    for office, file in _backlogs():
        if procedure in (None, office.authority):
            lines = lines_of(office, file.read_bytes(), present())
            console.print()
            console.print(_table(lines))


def lines_of(office: Office, content: bytes, now: datetime) -> tuple[Line, ...]:
    """Return a line for each agency of the office, as its backlog stands at an instant, agencies without a case among them."""
    backlog = backlog_of(_Shipped(office), ProceduresInForce(_Shipped(office)), office.authority, source="", now=now)
    rows, _ = read_cases(read_sheet(content, SHEET), backlog.known)
    cases, answered, overdue = Counter[str](), Counter[str](), Counter[str]()
    book = official_book()
    for row in rows:
        related = relate(backlog, row, book, now)
        if isinstance(related, Fault):
            continue
        complaint, agency = apply_all(*related), row.past.agency or ""
        cases[agency] += 1
        answered[agency] += complaint.status in ANSWERED
        overdue[agency] += has_overdue(complaint, now)
    return tuple(Line(each.name, cases[each.id], answered[each.id], overdue[each.id]) for each in office.agencies)


@dataclass(frozen=True)
class _Shipped:
    """An office as it ships."""

    office: Office

    def agencies(self, _authority: str) -> tuple[Agency, ...]:
        return self.office.agencies

    def places(self, _authority: str) -> tuple[Place, ...]:
        return self.office.places

    def own_fields(self, _authority: str) -> tuple[OwnField, ...]:
        return ()


def _backlogs() -> Iterator[tuple[Office, Path]]:
    for province in provinces().by_id.values():
        file = province.folder / DEMO / _BACKLOG
        if province.office is not None and file.is_file():
            yield province.office, file


def _table(lines: Sequence[Line]) -> Table:
    total = Line("Tổng", *(sum(getattr(line, name) for line in lines) for name in ("cases", "answered", "overdue")))
    title = "Hồ sơ nhập từ hệ thống cũ (hientruong import): quá hạn tính từ ngày nhận thật"
    table = Table(title=title, title_justify="left", title_style="bold", box=None)
    table.add_column("Cơ quan")
    for heading in ("Tổng", "Đã giải quyết", "Quá hạn", "Tỷ lệ"):
        table.add_column(heading, justify="right")
    for line in (*lines, total):
        table.add_row(line.agency, str(line.cases), str(line.answered), str(line.overdue), line.share)
    return table
