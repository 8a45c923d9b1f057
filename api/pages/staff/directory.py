"""The directory: who works where in the authority, and how to reach them at their office."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from api.pages.common.rendering import page
from api.pages.common.visitors import StaffPageDep, VisitorDep
from api.pages.staff.inbox import INBOX
from api.staff.colleagues.answers import directory_file
from api.staff.colleagues.listing import directory_for
from api.staff.colleagues.views import directory_views
from api.web.downloads import Form
from api.web.front import FrontDep
from api.web.reading_limits import COUNTED_EXPORT

router = APIRouter()

DIRECTORY = f"{INBOX}/danh-ba"


@router.get(DIRECTORY)
def show(request: Request, front: FrontDep, visitor: VisitorDep, staff: StaffPageDep) -> Response:
    """Show everybody, by agency."""
    with front.record.reading():
        people = directory_views(directory_for(front.record.accounts, staff.account), front.record.offices)
    return page(request, "staff/directory.html.j2", visitor, people=people, here=DIRECTORY)


@router.get(f"{DIRECTORY}.{{form}}", dependencies=[COUNTED_EXPORT])
def export(form: Form, front: FrontDep, staff: StaffPageDep) -> Response:
    """Download the directory for a spreadsheet."""
    return directory_file(front, staff, form)
