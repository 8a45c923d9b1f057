"""The pages that say what the site is, what it keeps of people, and how it can be used by everybody."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request, Response

from api.pages.common.rendering import page
from api.pages.common.visitors import VisitorDep
from domain.personal_data.retention import Retention
from domain.procedure import Procedure
from language.labels import role_name
from procedures import procedures_in_force, retention_rules

router = APIRouter()


@dataclass(frozen=True)
class _Kept:
    """An authority as the page on privacy tells of it: who may see who reported, and for how long that is kept."""

    procedure: Procedure
    seen_by: tuple[str, ...]
    retention: Retention | None


@router.get("/gioi-thieu")
def about(request: Request, visitor: VisitorDep) -> Response:
    """Say how a report is handled here, and by which regulation of each authority."""
    return page(request, "about/about.html.j2", visitor, procedures=tuple(procedures_in_force().values()))


@router.get("/rieng-tu")
def privacy(request: Request, visitor: VisitorDep) -> Response:
    """Say what is kept of a reporter, who sees it, for how long, and how one asks for one's data."""
    rules = {authority: rule for _, authority, rule in retention_rules()}
    kept = [
        _Kept(each, tuple(role_name(each, role) for role in each.visibility.identity), rules.get(each.id))
        for each in procedures_in_force().values()
    ]
    return page(request, "about/privacy.html.j2", visitor, authorities=kept)


@router.get("/tiep-can")
def accessibility(request: Request, visitor: VisitorDep) -> Response:
    """Say how the pages can be used without sight, mouse, JavaScript or a large screen."""
    return page(request, "about/accessibility.html.j2", visitor)
