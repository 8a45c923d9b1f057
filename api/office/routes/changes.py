"""Routes that show how an office was changed: page by page, and whole as a file for a spreadsheet."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.office.admins import AuditorDep
from api.office.reviewing import all_changes, page_of_changes
from api.office.views.changes import ChangeList, change_view, changes_table
from api.web.downloads import FILES, Form, download
from api.web.front import FrontDep
from api.web.openapi import problems
from api.web.reading_limits import COUNTED_EXPORT

router = APIRouter(prefix="/admin/changes", tags=["Quản trị địa phương"])

Of = Annotated[
    str | None, Query(description="Chỉ của địa phương này.", examples=["khanh-hoa"], max_length=60, alias="authority")
]


@router.get("", summary="Các thay đổi của địa phương", responses=problems(401, 403, 422, 503))
def listing(
    front: FrontDep,
    staff: AuditorDep,
    of: Of = None,
    before: Annotated[int | None, Query(ge=1, le=2**62, description="Trước thay đổi số này.")] = None,
    limit: Annotated[int, Query(ge=1, le=200, description="Số thay đổi mỗi trang.")] = 50,
) -> ChangeList:
    """The changes of one's own authority's office; of one or of every one for those who have none of their own."""
    page = page_of_changes(front.record.offices, staff, of, before, limit)
    return ChangeList(items=[change_view(each) for each in page.changes], next=page.next)


@router.get(
    ".{form}",
    summary="Mọi thay đổi của địa phương, cho bảng tính",
    response_class=Response,
    responses=problems(401, 403, 422, 429, 503) | FILES,
    dependencies=[COUNTED_EXPORT],
)
def export(form: Form, front: FrontDep, staff: AuditorDep, of: Of = None) -> Response:
    """The same, all of them, the latest first."""
    return download("thay-doi", form, changes_table(all_changes(front.record.offices, staff, of)))
