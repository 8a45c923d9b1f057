"""The route that shows who looked at what only some may see."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from api.office.admins import AuditorDep
from api.staff.looks.views import LookList, look_view
from api.staff.looks.watching import looks_seen_by
from api.web.front import FrontDep
from api.web.openapi import problems

router = APIRouter(prefix="/admin/looks", tags=["Kiểm tra"])


@router.get(
    "",
    summary="Các lần xem danh tính người gửi",
    description="Ai, lúc nào, đã xem danh tính người gửi của hồ sơ nào; văn bản và lời văn niêm phong cũng vậy.",
    responses=problems(401, 403, 422, 503),
)
def listing(
    front: FrontDep,
    staff: AuditorDep,
    authority: Annotated[
        str | None, Query(description="Chỉ của địa phương này.", examples=["khanh-hoa"], max_length=60)
    ] = None,
    code: Annotated[
        str | None, Query(description="Chỉ của hồ sơ này.", examples=["KH-2026-000001"], max_length=60)
    ] = None,
    account: Annotated[str | None, Query(description="Chỉ của tài khoản này.", max_length=60)] = None,
    before: Annotated[int | None, Query(ge=1, le=2**62, description="Trước lần xem số này.")] = None,
    limit: Annotated[int, Query(ge=1, le=200, description="Số lần xem mỗi trang.")] = 50,
) -> LookList:
    """The looks at one's own authority's cases; of one or of everything for those who have no authority of their own."""
    page = looks_seen_by(front.record.looks, staff, authority, code=code, account=account, before=before, limit=limit)
    return LookList(items=[look_view(each) for each in page.looks], next=page.next)
