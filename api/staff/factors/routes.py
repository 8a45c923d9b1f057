"""The route by which an admin takes the second factor off an account."""

from __future__ import annotations

from fastapi import APIRouter

from api.office.admins import AnyAdminDep, change_by
from api.staff.accounts.ids import AccountId
from api.staff.factors import enrolling
from api.web.front import FrontDep
from api.web.identity.weight import OF_WEIGHT
from api.web.openapi import problems

router = APIRouter(prefix="/admin/accounts", tags=["Quản trị tài khoản"])


@router.delete(
    "/{account_id}/second-factor",
    dependencies=[OF_WEIGHT],
    status_code=204,
    summary="Gỡ xác thực hai lớp của một tài khoản",
    description="Khi người ấy mất điện thoại. Mọi phiên của tài khoản kết thúc; lần gỡ được ghi lại.",
    responses=problems(401, 403, 404, 422, 503),
)
def take_off(account_id: AccountId, front: FrontDep, staff: AnyAdminDep) -> None:
    """Take the second factor off an account that this admin keeps."""
    enrolling.take_off(front, staff, account_id, change_by(staff, front.clock))
