"""The public's page of figures."""

from __future__ import annotations

from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from starlette.datastructures import QueryParams

from api.figures.routes import counted
from api.pages.common.forms import Form
from api.pages.common.rendering import page
from api.pages.common.visitors import VisitorDep
from api.pages.public.seeking import procedure_of
from api.pages.statistics.plots import agency_bars, month_bars
from api.public.figures import PublicAsked, export, public_figures
from api.web.downloads import Form as FileForm
from api.web.front import FrontDep
from api.web.problems.problem import TOLD
from documents.tables.statistics import agencies_of

router = APIRouter(prefix="/cong-khai")

_TEMPLATE = "statistics/public.html.j2"


@router.get("/{procedure_id}/so-lieu")
def show(request: Request, front: FrontDep, who: VisitorDep, procedure_id: str) -> Response:
    """The figures of the months that the address names; what is wrong with them is said beside the field."""
    procedure = procedure_of(front.procedures, procedure_id)
    form = _form(request.query_params)
    try:
        found = counted(front, procedure.id, form.read(PublicAsked, procedure=procedure.id))
    except TOLD as error:
        wrong = form.wrong(error)
        return page(request, _TEMPLATE, who, told=wrong.told, procedure=procedure, form=wrong, found=None)
    return page(
        request,
        _TEMPLATE,
        who,
        procedure=procedure,
        form=form,
        found=public_figures(found),
        by_month=month_bars(found.figures),
        by_agency=agency_bars(agencies_of(found.figures, found.names)),
        query=urlencode({"first": str(found.span.first), "last": str(found.span.last)}),
    )


@router.get("/{procedure_id}/so-lieu.{form}")
def save(form: FileForm, request: Request, front: FrontDep, procedure_id: str) -> Response:
    """The same as files for a spreadsheet."""
    procedure = procedure_of(front.procedures, procedure_id)
    return export(form, _form(request.query_params).read(PublicAsked, procedure=procedure.id), front)


def _form(query: QueryParams) -> Form:
    return Form({name: (query[name],) for name in ("first", "last") if name in query})
