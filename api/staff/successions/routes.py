"""Routes by which an admin enters that an agency ends and who succeeds it, and sees how far that has come."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path

from api.office.admins import Authority, OfficeAdminDep, ProcedureDep, change_by
from api.staff.successions.bodies import SuccessionBody
from api.staff.successions.entering import enter, successions_of, withdraw
from api.staff.successions.views import SuccessionList, SuccessionView, succession_views
from api.web.front import FrontDep
from api.web.idempotency import IdempotencyKey
from api.web.identity.weight import OF_WEIGHT
from api.web.openapi import problems

router = APIRouter(prefix="/admin/{authority}/successions", tags=["Quản trị địa phương"])

SuccessionId = Annotated[str, Path(description="Mã lần kế thừa.", max_length=60)]


@router.get("", summary="Các cơ quan kết thúc và cơ quan kế thừa", responses=problems(401, 403, 404, 422, 503))
def listing(authority: Authority, front: FrontDep, _staff: OfficeAdminDep) -> SuccessionList:
    """The successions, withdrawn ones among them, with how far each has come."""
    found = successions_of(front.record, authority)
    return SuccessionList(items=succession_views(front.record, authority, found))


@router.post(
    "",
    dependencies=[OF_WEIGHT],
    status_code=201,
    summary="Nhập trước việc một cơ quan kết thúc, ai kế thừa",
    description=(
        "Đến ngày, hệ thống tự chuyển từng hồ sơ chưa kết thúc sang cơ quan kế thừa với các hạn như đang chạy, chuyển cán bộ, "
        "chấm dứt ủy quyền. Đến ngày thì không rút lại được."
    ),
    responses=problems(400, 401, 403, 404, 409, 413, 422, 503),
)
def add(
    authority: Authority,
    body: SuccessionBody,
    front: FrontDep,
    staff: OfficeAdminDep,
    procedure: ProcedureDep,
    key: IdempotencyKey,
) -> SuccessionView:
    """Enter a succession, once however often it is sent with the same key."""
    entered = enter(front.record, procedure, body, change_by(staff, front.clock), key)
    [view] = succession_views(front.record, authority, (entered,))
    return view


@router.delete(
    "/{succession_id}",
    dependencies=[OF_WEIGHT],
    summary="Rút lại trước khi đến ngày",
    responses=problems(401, 403, 404, 422, 503),
)
def remove(authority: Authority, succession_id: SuccessionId, front: FrontDep, staff: OfficeAdminDep) -> SuccessionView:
    """Withdraw a succession whose day has not come."""
    withdrawn = withdraw(front.record, authority, succession_id, change_by(staff, front.clock))
    [view] = succession_views(front.record, authority, (withdrawn,))
    return view
