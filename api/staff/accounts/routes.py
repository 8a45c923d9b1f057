"""Routes by which an admin keeps the accounts of staff."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response
from starlette.concurrency import run_in_threadpool

from api.office.admins import AnyAdminDep, change_by
from api.office.versions import SeenDep, name_version
from api.staff.accounts import keeping
from api.staff.accounts.bodies import ChangedAccountBody, NewAccountBody
from api.staff.accounts.ids import AccountId
from api.staff.accounts.leaving import what_leaves
from api.staff.accounts.views import (
    ChangedStaffView,
    DutiesView,
    NewPasswordView,
    StaffList,
    duties_view,
    staff_view,
)
from api.web.front import FrontDep
from api.web.identity.weight import OF_WEIGHT
from api.web.openapi import problems
from records.offices.repository import Offices
from records.staff.accounts import account_version

router = APIRouter(prefix="/admin/accounts", tags=["Quản trị tài khoản"])


@router.get("", summary="Tài khoản của cán bộ", responses=problems(401, 403, 422, 503))
def listing(
    front: FrontDep,
    staff: AnyAdminDep,
    authority: Annotated[
        str | None, Query(description="Chỉ của địa phương này.", examples=["khanh-hoa"], max_length=60)
    ] = None,
) -> StaffList:
    """The staff of one's own authority; of one or of all for an admin of all."""
    found = keeping.accounts_kept_by(front.record.accounts, staff, authority)
    return StaffList(items=[staff_view(front.record.offices, account) for account in found])


@router.post(
    "",
    dependencies=[OF_WEIGHT],
    status_code=201,
    summary="Thêm một tài khoản",
    description="Hệ thống đặt mật khẩu ban đầu và chỉ trả về một lần.",
    responses=problems(400, 401, 403, 409, 413, 422, 503),
)
async def add(body: NewAccountBody, front: FrontDep, staff: AnyAdminDep) -> NewPasswordView:
    """Add an account with a password that nobody chose."""
    given = await keeping.add_account(
        front.record.accounts,
        front.record.offices,
        front.passwords,
        staff,
        username=body.username,
        authority=body.authority or None,
        details=body.details(),
        change=change_by(staff, front.clock),
    )
    return await run_in_threadpool(_given, front.record.offices, given)


@router.put(
    "/{account_id}",
    dependencies=[OF_WEIGHT],
    summary="Đổi vai trò, cơ quan, tên, liên hệ; cho ngừng một tài khoản",
    description=(
        "Người đang giữ hồ sơ chỉ ngừng hoặc chuyển đi được khi `cases_to` nói hồ sơ về đâu; ủy quyền của người ấy chấm dứt. "
        "Không cho ngừng người cuối cùng làm được một việc mà quy chế cần."
    ),
    responses=problems(400, 401, 403, 404, 409, 412, 413, 422, 503),
)
async def change(
    account_id: AccountId,
    body: ChangedAccountBody,
    front: FrontDep,
    staff: AnyAdminDep,
    seen: SeenDep,
    response: Response,
) -> ChangedStaffView:
    """Change an account. Its sessions end when it becomes inactive."""
    changed = await keeping.change_account(
        front,
        staff,
        account_id,
        body.details(),
        active=body.active,
        cases_to=body.cases_to,
        change=change_by(staff, front.clock, seen),
    )
    name_version(response, account_version(changed.account))
    view = await run_in_threadpool(staff_view, front.record.offices, changed.account)
    return ChangedStaffView(**dict(view), handover=changed.handover)


@router.get(
    "/{account_id}/duties",
    summary="Tài khoản đang giữ những gì",
    description="Xem trước khi cho ngừng: hồ sơ, ủy quyền, việc không ai khác làm được, và ai nhận được hồ sơ.",
    responses=problems(401, 403, 404, 422, 503),
)
def duties(account_id: AccountId, front: FrontDep, staff: AnyAdminDep) -> DutiesView:
    """Return what an account would leave behind if it were switched off now."""
    account = keeping.account_kept_by(front.record.accounts, account_id, staff)
    at = front.clock()
    return duties_view(front.record, what_leaves(front.record, account, at), at)


@router.post(
    "/{account_id}/password",
    dependencies=[OF_WEIGHT],
    summary="Đặt lại mật khẩu",
    description="Hệ thống đặt mật khẩu mới, chỉ trả về một lần; các phiên đang mở kết thúc ngay.",
    responses=problems(401, 403, 404, 422, 503),
)
async def reset_password(account_id: AccountId, front: FrontDep, staff: AnyAdminDep) -> NewPasswordView:
    """Give an account another password that nobody chose."""
    given = await keeping.reset_password(
        front.record.accounts, front.passwords, staff, account_id, change_by(staff, front.clock)
    )
    return await run_in_threadpool(_given, front.record.offices, given)


@router.delete(
    "/{account_id}/lock",
    dependencies=[OF_WEIGHT],
    status_code=204,
    summary="Mở khóa một tài khoản",
    description="Tài khoản bị khóa khi lâu ngày không ai đăng nhập (`HIENTRUONG_UNUSED_DAYS`).",
    responses=problems(401, 403, 404, 422, 503),
)
def unlock(account_id: AccountId, front: FrontDep, staff: AnyAdminDep) -> None:
    """Unlock an account that nobody used for long."""
    keeping.unlock(front.record.accounts, staff, account_id, change_by(staff, front.clock))


def _given(offices: Offices, given: keeping.GivenPassword) -> NewPasswordView:
    return NewPasswordView(account=staff_view(offices, given.account), password=given.password)
