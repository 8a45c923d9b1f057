"""The admins' first page: what they can keep, and of which authority."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from api.pages.admin.gate import OfAuthority, WatcherPageDep, authorities_of, chosen
from api.pages.admin.sections import SECTIONS
from api.pages.common.rendering import page
from api.pages.common.visitors import VisitorDep
from api.web.certificates import ENDS_SOON, certificate_sentence
from api.web.front import Front, FrontDep
from domain.visibility import scope_of
from domain.words import Role
from records.cases.rows import Filters

router = APIRouter()
_MOST = 1000


@router.get("/quan-tri")
def welcome(
    request: Request,
    front: FrontDep,
    visitor: VisitorDep,
    staff: WatcherPageDep,
    of: OfAuthority = "",
) -> Response:
    """Show links to the pages of one authority."""
    wanted = chosen(staff, of)
    keeps = staff.account.role is Role.ADMIN
    return page(
        request,
        "admin/home.html.j2",
        visitor,
        keeps=keeps,
        sections=SECTIONS.values(),
        of=wanted,
        unowned=front.record.cases.count(scope_of(staff.actor), Filters(authority=wanted.id, unowned=True), _MOST),
        differing=len(front.record.reconciliation.open_findings(staff.account.authority, _MOST)),
        authorities=authorities_of(staff),
        certificates=_ending(front, wanted.id),
    )


def _ending(front: Front, authority: str) -> list[str]:
    """Return what is wrong with the certificates of an authority's offices that end soon."""
    return [
        certificate_sentence(each)
        for each in front.record.certificates.ending(ENDS_SOON)
        if each.office.partition(".")[0] == authority
    ]
