"""The page of statistics for staff."""

from __future__ import annotations

from functools import partial
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from starlette.datastructures import QueryParams

from api.figures.bodies import Asked, AskedTable
from api.figures.bordering import borders_offered
from api.figures.counting import Statistics, statistics_seen_by
from api.figures.downloads import statistics_download
from api.figures.views import statistics_view
from api.pages.common.forms import Form
from api.pages.common.rendering import page
from api.pages.common.visitors import StaffPageDep, VisitorDep
from api.pages.staff.asking import View
from api.pages.statistics.choosing import authorities
from api.pages.statistics.plots import agency_bars, month_bars, rating_bars
from api.web.downloads import Form as FileForm
from api.web.front import FrontDep
from api.web.identity.callers import Staff
from api.web.problems.problem import TOLD
from api.web.reading_limits import COUNTED_EXPORT
from documents.tables.statistics import agencies_of
from domain.visibility import scope_of
from records.figures.rows import Span
from records.offices.repository import Offices

router = APIRouter(prefix="/can-bo")

_NARROWED_BY = ("authority", "first", "last", "agency", "field", "borders")


@router.get("/thong-ke")
def show(request: Request, front: FrontDep, visitor: VisitorDep, staff: StaffPageDep) -> Response:
    """Show the figures that the address asks for. What is wrong with the question is said beside the field."""
    form = _form(request.query_params)
    needs_authority = staff.account.authority is None
    context: dict[str, Any] = {
        "form": form,
        "authorities": authorities() if needs_authority else [],
    }
    if needs_authority and not form.value("authority"):
        return page(request, "statistics/staff.html.j2", visitor, **context, found=None)
    try:
        asked = form.read(Asked)
        found = statistics_seen_by(
            front, staff, asked.months(), asked.authority, asked.agency, asked.field, asked.borders
        )
    except TOLD as error:
        wrong = form.wrong(error)
        again = context | {"form": wrong, "found": None}
        return page(request, "statistics/staff.html.j2", visitor, told=wrong.told, **again)
    return page(request, "statistics/staff.html.j2", visitor, **context, **_shown(front.record.offices, staff, found))


@router.get("/thong-ke.{form}", dependencies=[COUNTED_EXPORT])
def save(form: FileForm, request: Request, front: FrontDep, staff: StaffPageDep) -> Response:
    """Download the same for a spreadsheet."""
    asked = _form(request.query_params, "table").read(AskedTable)
    return statistics_download(front, staff, asked, form)


def _form(query: QueryParams, *more: str) -> Form:
    return Form({name: (query[name],) for name in (*_NARROWED_BY, *more) if name in query})


def _shown(offices: Offices, staff: Staff, found: Statistics) -> dict[str, Any]:
    span, view = found.span, statistics_view(found)
    own = scope_of(staff.actor).agency
    agencies = sorted((each.name, each.id) for each in offices.agencies(span.authority))
    return {
        "found": view,
        "list_of": partial(list_of, span),
        "by_month": month_bars(found.figures),
        "by_agency": agency_bars(agencies_of(found.figures, found.names)),
        "by_rating": rating_bars((each.name, view.total.ratings.get(each.id, 0)) for each in view.ratings),
        "agencies": [] if own else [(id_, name) for name, id_ in agencies],
        "fields": [(each.id, each.name) for each in found.names.procedure.fields],
        "borders": borders_offered(offices, span.authority),
        "query": urlencode(
            {
                name: value
                for name, value in (
                    ("authority", span.authority),
                    ("first", str(span.first)),
                    ("last", str(span.last)),
                    ("agency", span.agency),
                    ("field", span.field),
                    ("borders", span.borders.of if span.borders else None),
                )
                if value
            }
        ),
    }


def list_of(span: Span, *, lead: str | None = None, officer: str | None = None, overdue: bool = False) -> str:
    """Return the address of the list that a figure of open cases counts: of a span, a lead agency or an officer."""
    said = {
        "xem": View.OPEN.value,
        "test": "false",
        "authority": span.authority,
        "lead": lead or span.agency,
        "field": span.field,
        "officer": officer,
        "overdue": "true" if overdue else None,
    }
    return f"/can-bo?{urlencode({name: value for name, value in said.items() if value})}"
