"""One's own account."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from api.front import FrontDep
from api.pages.rendering import page
from api.pages.visitors import StaffPageDep, VisitorDep
from api.sessions import account_view

router = APIRouter()


@router.get("/tai-khoan")
def show(request: Request, front: FrontDep, who: VisitorDep, staff: StaffPageDep) -> Response:
    """Who is signed in, and in which role."""
    return page(request, "account.html.j2", who, account=account_view(front, staff.account))
