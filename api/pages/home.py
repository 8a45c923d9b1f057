"""The home page: what a person can do here."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from api.pages.common.rendering import page
from api.pages.common.visitors import VisitorDep
from api.web.front import FrontDep
from procedures import procedures_in_force

router = APIRouter()


@router.get("/")
def welcome(request: Request, front: FrontDep, visitor: VisitorDep) -> Response:
    """Show the provinces to which one can report, and the links to the other pages."""
    return page(request, "home.html.j2", visitor, procedures=tuple(procedures_in_force().values()))
