"""The routes of second factors: one's own, and by which an admin takes them off an account."""

from __future__ import annotations

import json
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request

from api.office.admins import AnyAdminDep, change_by
from api.staff.accounts.ids import AccountId
from api.staff.factors import enrolling, passkeys
from api.staff.factors.bodies import CodeBody, PasskeyBody
from api.staff.factors.views import (
    NewAuthenticatorView,
    RecoveryCodesView,
    SecondFactorView,
    new_authenticator_view,
    second_factor_view,
)
from api.web.front import FrontDep
from api.web.identity.callers import NewcomerDep, Staff, StaffDep, require_owing_at_most
from api.web.identity.weight import OF_WEIGHT, require_confirmed
from api.web.openapi import problems
from api.web.problems.problem import Problem
from api.web.problems.proofs import NO_PASSKEYS
from api.web.throttle import address_of
from records.staff.rows import Owed

router = APIRouter(prefix="/admin/accounts", tags=["Quản trị tài khoản"])
own_router = APIRouter(prefix="/me/second-factor", tags=["Đăng nhập"])


def _owner(staff: NewcomerDep) -> Staff:
    """Return the member of staff, even one who has to set up a second factor before anything else."""
    require_owing_at_most(staff, Owed.ENROLMENT)
    return staff


def _sure_owner(front: FrontDep, staff: Annotated[Staff, Depends(_owner)]) -> Staff:
    """Return the owner of a session that owes the second factor, or whose owner proved a short while ago who they are."""
    if staff.owes is not Owed.ENROLMENT:
        require_confirmed(front, staff)
    return staff


OwnerDep = Annotated[Staff, Depends(_owner)]
SureOwnerDep = Annotated[Staff, Depends(_sure_owner)]


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


@own_router.get("", summary="Xác thực hai lớp của tôi", responses=problems(401, 503))
def show(front: FrontDep, staff: OwnerDep) -> SecondFactorView:
    """One's own app and passkeys."""
    return second_factor_view(enrolling.standing_of(front, staff.account))


@own_router.post(
    "/authenticator",
    summary="Bắt đầu bật ứng dụng xác thực",
    description="Gọi lại thì nhận cùng khóa bí mật, cho đến khi bật bằng một mã.",
    responses=problems(401, 403, 409, 503),
)
def begin(front: FrontDep, staff: SureOwnerDep) -> NewAuthenticatorView:
    """The secret that an app reads. It is in use only after a code of the app came."""
    return new_authenticator_view(enrolling.begin(front, staff.account), staff.account.username)


@own_router.post(
    "/authenticator/confirmation",
    status_code=201,
    summary="Bật ứng dụng xác thực bằng một mã của nó",
    description="Trả về các mã dự phòng, chỉ lần này.",
    responses=problems(400, 401, 403, 409, 413, 422, 429, 503),
)
def enrol(body: CodeBody, front: FrontDep, staff: SureOwnerDep, request: Request) -> RecoveryCodesView:
    """Put the app to use."""
    codes = enrolling.enrol(front, staff, body.code, address_of(request))
    return RecoveryCodesView(recovery_codes=list(codes))


@own_router.post(
    "/recovery-codes",
    dependencies=[OF_WEIGHT],
    status_code=201,
    summary="Thay các mã dự phòng",
    description="Các mã cũ không dùng được nữa; mã mới chỉ hiện lần này.",
    responses=problems(401, 403, 409, 503),
)
def renew_codes(front: FrontDep, staff: StaffDep) -> RecoveryCodesView:
    """Replace the recovery codes."""
    return RecoveryCodesView(recovery_codes=list(enrolling.renew_codes(front, staff.account)))


@own_router.delete(
    "/authenticator",
    dependencies=[OF_WEIGHT],
    status_code=204,
    summary="Tắt ứng dụng xác thực",
    responses=problems(401, 403, 409, 503),
)
def switch_off(front: FrontDep, staff: StaffDep) -> None:
    """Take the app off one's own account."""
    enrolling.switch_off(front, staff.account)


@own_router.post(
    "/passkeys/options",
    summary="Bắt đầu thêm khóa truy cập",
    description="Trao kết quả cho `navigator.credentials.create()`, sau `PublicKeyCredential.parseCreationOptionsFromJSON()`. "
    "Có hiệu lực mười phút.",
    responses=problems(401, 403, 404, 503),
)
def passkey_options(front: FrontDep, staff: SureOwnerDep) -> dict[str, Any]:
    """Return what a browser needs to make a passkey."""
    options = passkeys.options_to_register(front, staff.account, front.clock())
    if not options:
        raise Problem(NO_PASSKEYS)
    asked: dict[str, Any] = json.loads(options)
    return asked


@own_router.post(
    "/passkeys",
    status_code=201,
    summary="Thêm khóa truy cập",
    responses=problems(400, 401, 403, 404, 409, 413, 422, 503),
)
def add_passkey(body: PasskeyBody, front: FrontDep, staff: SureOwnerDep) -> SecondFactorView:
    """Keep a passkey that a browser has made."""
    passkeys.register(front, staff, body.written, body.name)
    return second_factor_view(enrolling.standing_of(front, staff.account))


@own_router.delete(
    "/passkeys/{passkey_id}",
    dependencies=[OF_WEIGHT],
    status_code=204,
    summary="Gỡ một khóa truy cập của tôi",
    responses=problems(401, 403, 404, 409, 422, 503),
)
def revoke_passkey(
    passkey_id: Annotated[str, Path(description="Mã của khóa.", max_length=60)], front: FrontDep, staff: StaffDep
) -> None:
    """Revoke a passkey of one's own account."""
    passkeys.revoke(front, staff.account, passkey_id)
