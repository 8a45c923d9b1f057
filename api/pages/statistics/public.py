"""The page of figures for anybody."""

from __future__ import annotations

from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from starlette.datastructures import QueryParams

from api.figures.counting import count
from api.pages.common.forms import Form
from api.pages.common.rendering import page
from api.pages.common.visitors import VisitorDep
from api.pages.public.seeking import procedure_of
from api.pages.statistics.plots import agency_bars, month_bars
from api.public.bodies import PublicAsked, PublicDays
from api.public.periods import public_account, public_period
from api.public.views import public_figures
from api.web.downloads import Form as FileForm
from api.web.downloads import download
from api.web.forwarding import FORWARDED
from api.web.front import FrontDep
from api.web.problems.problem import TOLD
from api.web.reading_limits import COUNTED_EXPORT, COUNTED_READ
from documents.tables.public import public_tables
from documents.tables.statistics import agencies_of

router = APIRouter(prefix="/cong-khai", dependencies=[COUNTED_READ, FORWARDED])

_TEMPLATE = "statistics/public.html.j2"


@router.get("/{procedure_id}/so-lieu")
def show(request: Request, front: FrontDep, visitor: VisitorDep, procedure_id: str) -> Response:
    """Show the figures of the months that the address names. What is wrong with the months is said beside the field."""
    procedure = procedure_of(front.procedures, procedure_id)
    form = _form(request.query_params)
    try:
        asked = form.read(PublicAsked, procedure=procedure.id)
        found = count(front, procedure.id, asked.months())
    except TOLD as error:
        wrong = form.wrong(error)
        return page(request, _TEMPLATE, visitor, told=wrong.told, procedure=procedure, form=wrong, found=None)
    return page(
        request,
        _TEMPLATE,
        visitor,
        procedure=procedure,
        form=form,
        found=public_figures(found),
        by_month=month_bars(found.figures),
        by_agency=agency_bars(agencies_of(found.figures, found.names)),
        query=urlencode({"first": str(found.span.first), "last": str(found.span.last)}),
    )


@router.get("/{procedure_id}/so-lieu/ky")
def show_period(request: Request, front: FrontDep, visitor: VisitorDep, procedure_id: str) -> Response:
    """Show the figures of the days that the address names. What is wrong with the days is said beside the field."""
    procedure = procedure_of(front.procedures, procedure_id)
    form, template = _form(request.query_params), "statistics/public_period.html.j2"
    try:
        asked = form.read(PublicDays, procedure=procedure.id)
        found = public_account(front, procedure.id, (asked.first, asked.last))
    except TOLD as error:
        wrong = form.wrong(error)
        return page(request, template, visitor, told=wrong.told, procedure=procedure, form=wrong, found=None)
    return page(request, template, visitor, procedure=procedure, form=form, found=public_period(found))


@router.get("/{procedure_id}/so-lieu.{form}", dependencies=[COUNTED_EXPORT])
def save(form: FileForm, request: Request, front: FrontDep, procedure_id: str) -> Response:
    """Download the same for a spreadsheet."""
    procedure = procedure_of(front.procedures, procedure_id)
    asked = _form(request.query_params).read(PublicAsked, procedure=procedure.id)
    found = count(front, procedure.id, asked.months())
    return download("so-lieu", form, *public_tables(found.figures, found.span, found.names))


def _form(query: QueryParams) -> Form:
    return Form({name: (query[name],) for name in ("first", "last") if name in query})
