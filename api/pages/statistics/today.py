"""The page that says how it stands today. Each number leads to its list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from api.cases.views.lines import line_views
from api.pages.common.forms import Form
from api.pages.common.rendering import page
from api.pages.common.visitors import StaffPageDep, VisitorDep
from api.pages.staff.asking import View
from api.pages.staff.inbox import INBOX
from api.pages.staff.reports import REPORTS
from api.pages.statistics.choosing import authorities
from api.pages.statistics.plots import week_bars
from api.reports.reading import Standing, reads_reports
from api.reports.showing import list_for
from api.reports.views import ReportLine
from api.today.counting import MINE, MOST, OPEN, Conditions, Tile, Today, today_for
from api.web.front import Front, FrontDep
from api.web.identity.callers import Staff
from api.web.names import Agencies
from api.web.problems.problem import TOLD
from records.cases.rows import NO_LEAD

router = APIRouter()

TODAY = f"{INBOX}/hom-nay"
_UNSENT, _COMING = 10, 3
"""The most reports that are shown of those not sent, and of those to come."""


@dataclass(frozen=True)
class Cell:
    """A number of overdue cases, with the address of their list."""

    count: int
    address: str


@dataclass(frozen=True)
class Row:
    """The overdue cases of one agency: all of them, and by rung in order. `agency` is None for those that none leads."""

    agency: str | None
    total: Cell
    rungs: tuple[Cell, ...]


@router.get(TODAY)
def show(request: Request, front: FrontDep, visitor: VisitorDep, staff: StaffPageDep) -> Response:
    """Show how it stands. Staff of no authority choose one first."""
    form = Form({name: (value,) for name, value in request.query_params.items() if name == "authority"})
    template = "statistics/today.html.j2"
    with front.record.reading():
        context: dict[str, Any] = {
            "form": form,
            "authorities": authorities() if staff.account.authority is None else [],
        }
        if context["authorities"] and not form.value("authority"):
            return page(request, template, visitor, **context, today=None)
        try:
            today = today_for(front, staff, form.value("authority") or None)
        except TOLD as error:
            wrong = form.wrong(error)
            return page(request, template, visitor, **context | {"form": wrong}, told=wrong.told, today=None)
        return page(request, template, visitor, **context, **_shown(front, staff, today))


def _reports(front: Front, staff: Staff) -> list[ReportLine]:
    """Return the periodic reports that were not sent yet, and those that are made next."""
    if staff.account.authority is None or not reads_reports(staff):
        return []
    unsent = list_for(front, staff, page=1, limit=_UNSENT, standing=Standing.UNSENT).items
    coming = list_for(front, staff, page=1, limit=1).coming
    return [*unsent, *sorted(coming, key=lambda each: each.due_at)[:_COMING]]


def _shown(front: Front, staff: Staff, today: Today) -> dict[str, Any]:
    named: dict[str, str] = {} if staff.account.authority else {"authority": today.procedure.id}
    return {
        "today": today,
        "most": MOST,
        "tiles": [(tile, _list_of(tile, named)) for tile in today.tiles],
        "overdue": _overdue(today, Agencies(front.record.offices, today.procedure.id), named),
        "oldest": line_views(front, today.oldest),
        "weeks": week_bars(today.weeks),
        "reports": _reports(front, staff),
    }


def _list_of(tile: Tile, named: dict[str, str]) -> str:
    """Return the address of the list that the number counts."""
    if tile.standing:
        return f"{REPORTS}?xem={tile.standing}"
    if tile.id == MINE:
        return _address(View.MINE, named)
    narrowed = {name: said for name, said in tile.sought.items() if name not in OPEN}
    return _address(View.OPEN, {**named, **narrowed})


def _address(view: View, conditions: Conditions) -> str:
    return f"{INBOX}?{urlencode({'xem': view.value, **conditions}, doseq=True)}"


def _overdue(today: Today, agencies: Agencies, named: dict[str, str]) -> list[Row]:
    """Return a row for each agency with overdue cases, those with the most first."""
    highest = max((each.rung for each in today.overdue), default=0)
    rows = []
    for lead in {each.lead for each in today.overdue}:
        counts = {each.rung: each.count for each in today.overdue if each.lead == lead}
        sought = named | {"overdue": "true", "lead": lead or NO_LEAD}
        rungs = (
            Cell(counts.get(rung, 0), _address(View.OPEN, sought | {"rung": str(rung)})) for rung in range(highest + 1)
        )
        name = agencies.name(lead).name if lead else None
        rows.append(Row(name, Cell(sum(counts.values()), _address(View.OPEN, sought)), tuple(rungs)))
    return sorted(rows, key=lambda row: (-row.total.count, row.agency or ""))
