"""Pages of the public cases: the authorities to choose among, and their cases as a list and on a map."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.pages.common.rendering import page, see
from api.pages.common.visitors import VisitorDep
from api.pages.public.seeking import Seeking, choices_of, procedure_of, sought, typed, unsought
from api.public.seeking import MOST_COUNTED, seek
from api.public.views import public_views
from api.web.forwarding import FORWARDED
from api.web.front import FrontDep
from api.web.problems.problem import Problem
from api.web.reading_limits import COUNTED_READ
from domain.procedure import Procedure
from procedures import all_procedures
from records.cases.rows import PublicFilters
from records.errors import BadCursor
from records.offices.repository import Offices

router = APIRouter(prefix="/cong-khai", dependencies=[COUNTED_READ, FORWARDED])
_ON_A_PAGE = 20
_BESIDE_THE_MAP = 30
_MOST_OF_AN_AUTHORITY = 1000


@router.get("")
def choose(request: Request, front: FrontDep, visitor: VisitorDep) -> Response:
    """Show the authorities, each with how many of its cases anybody may see."""
    listed = [
        (procedure, front.record.public.count(PublicFilters(authority=procedure.id), _MOST_OF_AN_AUTHORITY + 1))
        for procedure in all_procedures().values()
    ]
    return page(request, "public/choose.html.j2", visitor, listed=listed, most=_MOST_OF_AN_AUTHORITY)


@router.get("/{procedure_id}")
def listing(
    request: Request,
    front: FrontDep,
    visitor: VisitorDep,
    procedure_id: str,
    cursor: Annotated[str, Query(max_length=300)] = "",
) -> Response:
    """Show an authority's cases, the newest first, a page at a time."""
    procedure = procedure_of(front.procedures, procedure_id)
    seeking = _seeking(request, front.record.offices, procedure)
    try:
        found = seek(front.record.public, seeking.filters, cursor or None, _ON_A_PAGE)
    except BadCursor:
        return see(seeking.address(seeking.page))
    return page(
        request,
        "public/list.html.j2",
        visitor,
        told=seeking.form.told,
        seeking=seeking,
        lines=public_views(front, found.page.lines),
        count=found.count,
        most=MOST_COUNTED,
        is_first=not cursor,
        next=found.page.next,
        **choices_of(front.record.offices, procedure),
    )


@router.get("/{procedure_id}/ban-do")
def on_the_map(request: Request, front: FrontDep, visitor: VisitorDep, procedure_id: str) -> Response:
    """Show the same on a map, with the newest cases listed beside it."""
    procedure = procedure_of(front.procedures, procedure_id)
    seeking = _seeking(request, front.record.offices, procedure)
    known = [
        place for place in front.record.offices.places(procedure.id) if place.in_use and place.latitude is not None
    ]
    return page(
        request,
        "public/map.html.j2",
        visitor,
        told=seeking.form.told,
        seeking=seeking,
        lines=public_views(front, front.record.public.points(seeking.filters, _BESIDE_THE_MAP)),
        most=_BESIDE_THE_MAP,
        landmarks=[
            {"name": place.name, "at": [place.latitude, place.longitude], "code": place.code} for place in known
        ],
        **choices_of(front.record.offices, procedure),
    )


def _seeking(request: Request, offices: Offices, procedure: Procedure) -> Seeking:
    """Return what is sought. Where a filter is wrong, return all cases with the error beside the form."""
    form = typed(request)
    try:
        return sought(offices, procedure, form)
    except Problem as problem:
        if not problem.errors:
            raise
        return unsought(procedure, form.wrong(problem))
