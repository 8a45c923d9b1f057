"""The routes that list the people one works with, and everybody in the authority."""

from __future__ import annotations

from fastapi import APIRouter, Response

from api.staff.colleagues.answers import directory_file
from api.staff.colleagues.listing import colleagues_of, directory_for
from api.staff.colleagues.views import ColleagueList, DirectoryList, colleague_view, directory_views
from api.web.downloads import FILES, Form
from api.web.front import FrontDep
from api.web.identity.callers import StaffDep
from api.web.openapi import problems
from api.web.reading_limits import COUNTED_EXPORT

router = APIRouter(tags=["Ủy quyền, bàn giao"])


@router.get("/colleagues", summary="Người cùng cơ quan", responses=problems(401, 503))
def listing(front: FrontDep, staff: StaffDep) -> ColleagueList:
    """Whoever works in the caller's agency; for those of no agency, in no agency of their authority. The caller is left out."""
    found = colleagues_of(front.record.accounts, staff.account)
    return ColleagueList(items=[colleague_view(each, staff.account) for each in found])


@router.get(
    "/directory",
    summary="Danh bạ cán bộ của địa phương",
    description=(
        "Ai đang làm việc ở cơ quan nào, và cách liên hệ ở cơ quan. Người không thuộc địa phương nào thấy mọi địa phương."
    ),
    responses=problems(401, 503),
)
def directory(front: FrontDep, staff: StaffDep) -> DirectoryList:
    """Return who works in the caller's authority, by agency."""
    found = directory_for(front.record.accounts, staff.account)
    return DirectoryList(items=directory_views(found, front.record.offices))


@router.get(
    "/directory.{form}",
    name="directory_file",  # part of the operation id in the OpenAPI document
    summary="Danh bạ thành tệp CSV, XLSX",
    response_class=Response,
    responses=problems(401, 422, 429, 503) | FILES,
    dependencies=[COUNTED_EXPORT],
)
def export(form: Form, front: FrontDep, staff: StaffDep) -> Response:
    """The same as a file for a spreadsheet."""
    return directory_file(front, staff, form)
