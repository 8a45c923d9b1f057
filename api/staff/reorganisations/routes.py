"""Routes by which an admin tries a reorganisation, puts it in force ahead of its day, and sees how far it has come."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path

from api.office.admins import Authority, OfficeAdminDep, ProcedureDep, change_by
from api.staff.reorganisations.bodies import ReorganisationBody
from api.staff.reorganisations.entering import enter, planned, tried, withdraw
from api.staff.reorganisations.views import (
    OutlookView,
    ReorganisationList,
    ReorganisationView,
    outlook_view,
    reorganisation_views,
)
from api.web.front import FrontDep
from api.web.idempotency import IdempotencyKey
from api.web.identity.weight import OF_WEIGHT
from api.web.openapi import problems

router = APIRouter(prefix="/admin/{authority}/reorganisations", tags=["Quản trị địa phương"])

PlanId = Annotated[str, Path(description="Mã lần sắp xếp.", max_length=60)]


@router.get("", summary="Các lần sắp xếp", responses=problems(401, 403, 404, 422, 503))
def listing(authority: Authority, front: FrontDep, _staff: OfficeAdminDep) -> ReorganisationList:
    """The reorganisations, withdrawn ones among them, with how far each has come."""
    found = front.record.reorganisations.of_authority(authority)
    return ReorganisationList(items=reorganisation_views(front.record, authority, found))


@router.post(
    "/preview",
    summary="Xem trước một lần sắp xếp",
    description="Từng hồ sơ được thêm, đổi, bỏ hạn nào; cơ quan nào kết thúc kéo theo những gì. Không ghi gì.",
    responses=problems(400, 401, 403, 404, 413, 422, 503),
)
def preview(
    authority: Authority, body: ReorganisationBody, front: FrontDep, staff: OfficeAdminDep, procedure: ProcedureDep
) -> OutlookView:
    """Return what a reorganisation would do, counted now."""
    change = change_by(staff, front.clock)
    plan = planned(front.record.offices, body, authority, change, "preview")
    found = tried(front.record, front.procedures, procedure, plan, change)
    return outlook_view(front.record, procedure, plan, found)


@router.post(
    "",
    dependencies=[OF_WEIGHT],
    status_code=201,
    summary="Nhập trước một lần sắp xếp",
    description=(
        "Đến ngày, hệ thống tự thực hiện: cơ quan kết thúc và đổi tên, hồ sơ đang mở theo văn bản mới với hạn tính lại theo điều "
        "khoản chuyển tiếp. Đến ngày thì không rút lại được."
    ),
    responses=problems(400, 401, 403, 404, 409, 413, 422, 503),
)
def add(
    authority: Authority,
    body: ReorganisationBody,
    front: FrontDep,
    staff: OfficeAdminDep,
    procedure: ProcedureDep,
    key: IdempotencyKey,
) -> ReorganisationView:
    """Enter a reorganisation, once however often it is sent with the same key."""
    entered = enter(front.record, front.procedures, procedure, body, change_by(staff, front.clock), key)
    [view] = reorganisation_views(front.record, authority, (entered,))
    return view


@router.delete(
    "/{plan_id}",
    dependencies=[OF_WEIGHT],
    summary="Rút lại trước khi đến ngày",
    responses=problems(401, 403, 404, 422, 503),
)
def remove(authority: Authority, plan_id: PlanId, front: FrontDep, staff: OfficeAdminDep) -> ReorganisationView:
    """Withdraw a reorganisation whose day has not come."""
    withdrawn = withdraw(front.record, authority, plan_id, change_by(staff, front.clock))
    [view] = reorganisation_views(front.record, authority, (withdrawn,))
    return view
