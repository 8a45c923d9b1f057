"""An admin keeps the accounts of staff: who works here, as what, how to reach them, and who no longer does."""

from __future__ import annotations

import secrets
from typing import Annotated

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool

from api.office.admins import AnyAdminDep, administers, change_by
from api.office.bodies import FilledLine
from api.office.problems import IDENTITY_TAKEN, LAST_ADMIN, OFFICE_ADMIN_ONLY, UNKNOWN_ACCOUNT, USERNAME_TAKEN
from api.staff.sessions.routes import AccountView, account_view
from api.web.front import FrontDep
from api.web.identity.callers import Staff
from api.web.names import Agencies
from api.web.openapi import problems
from api.web.problems.problem import Problem, wrong_field
from api.web.texts import Email, Line, Phone
from domain.words import Role
from procedures import all_procedures
from records.errors import IdentityTaken, LastAdmin, UsernameTaken
from records.messages.rows import Contact
from records.offices.repository import Offices
from records.staff.accounts import Accounts
from records.staff.rows import Account

router = APIRouter(prefix="/admin/accounts", tags=["Quản trị tài khoản"])

OF_NO_AUTHORITY = (Role.ADMIN, Role.AUDITOR)
AccountId = Annotated[
    str, Path(description="Mã tài khoản.", examples=["5f0c2d7e9b1a4c3d8e6f7a8b9c0d1e2f"], max_length=60)
]


class _PostBody(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    role: Role = Field(description="Vai trò.", examples=["agency_officer"])
    agency: Line | None = Field(
        default=None, description="Cơ quan xử lý, chỉ và luôn có với vai trò của cơ quan xử lý.", examples=["so-gtvt"]
    )
    display_name: FilledLine = Field(description="Tên hiển thị.", examples=["Trần Văn Bình"])
    email: Email = Field(default="", description="Thư điện tử công vụ, nhận thông báo.", examples=["binh@vidu.vn"])
    phone: Phone = Field(default="", description="Số di động, nhận tin nhắn.", examples=["0905 765 432"])
    provider_identity: Line = Field(
        default="",
        description="Danh tính liên thông: nơi cấp tài khoản của cơ quan gọi người này là gì; bỏ trống nếu không dùng.",
        examples=["5f1c0d2e-binh"],
    )

    @property
    def contact(self) -> Contact:
        """Where messages go."""
        return Contact(email=self.email or None, phone=self.phone or None)


class NewAccountBody(_PostBody):
    """Một tài khoản mới."""

    username: Annotated[str, Field(pattern=r"^[a-z0-9]+([._-][a-z0-9]+)*$", max_length=60)] = Field(
        description="Tên đăng nhập: chữ thường không dấu, chữ số, dấu chấm, gạch nối.", examples=["binh.so-gtvt"]
    )
    authority: Line | None = Field(
        default=None,
        description="Mã quy trình của địa phương; chỉ quản trị, kiểm tra toàn hệ thống mới bỏ trống.",
        examples=["khanh-hoa"],
    )


class ChangedAccountBody(_PostBody):
    """Một tài khoản sau khi đổi."""

    active: bool = Field(default=True, description="false: không đăng nhập được nữa, các phiên kết thúc ngay.")


class StaffView(AccountView):
    """Tài khoản của một cán bộ, như quản trị thấy."""

    email: str | None
    phone: str | None
    active: bool
    provider_identity: str | None


class StaffList(BaseModel):
    """Tài khoản của cán bộ."""

    items: list[StaffView]


class NewPasswordView(BaseModel):
    """Một tài khoản và mật khẩu mới của nó."""

    account: StaffView
    password: str = Field(description="Chỉ hiện một lần; hãy trao tận tay, người nhận đổi tại PUT /api/v1/me/password.")


@router.get("", summary="Tài khoản của cán bộ", responses=problems(401, 403, 422, 503))
def listing(
    front: FrontDep,
    who: AnyAdminDep,
    authority: Annotated[
        str | None, Query(description="Chỉ của địa phương này.", examples=["khanh-hoa"], max_length=60)
    ] = None,
) -> StaffList:
    """The staff of one's own authority; of one or of all for an admin of all."""
    wanted = authority or who.account.authority
    if not administers(who, wanted):
        raise Problem(OFFICE_ADMIN_ONLY)
    return StaffList(
        items=[_view(front.record.offices, account) for account in front.record.accounts.of_authority(wanted)]
    )


@router.post(
    "",
    status_code=201,
    summary="Thêm một tài khoản",
    description="Hệ thống đặt mật khẩu ban đầu và chỉ trả về một lần.",
    responses=problems(400, 401, 403, 409, 413, 422, 503),
)
async def add(body: NewAccountBody, front: FrontDep, who: AnyAdminDep) -> NewPasswordView:
    """Add an account with a password that nobody chose."""
    authority = body.authority or None
    if not administers(who, authority):
        raise Problem(OFFICE_ADMIN_ONLY)
    await run_in_threadpool(_check_post, front.record.offices, authority, body, None)
    password = secrets.token_urlsafe(12)
    password_hash = await front.passwords.hashed(password)
    try:
        account = await run_in_threadpool(
            lambda: front.record.accounts.add(
                username=body.username,
                role=body.role,
                authority=authority,
                agency=body.agency or None,
                display_name=body.display_name,
                password_hash=password_hash,
                contact=body.contact,
                provider_identity=body.provider_identity or None,
                change=change_by(who, front.clock),
            )
        )
    except UsernameTaken as error:
        raise Problem(USERNAME_TAKEN) from error
    except IdentityTaken as error:
        raise Problem(IDENTITY_TAKEN) from error
    return NewPasswordView(account=await run_in_threadpool(_view, front.record.offices, account), password=password)


@router.put(
    "/{account_id}",
    summary="Đổi vai trò, cơ quan, tên, liên hệ; cho ngừng một tài khoản",
    responses=problems(400, 401, 403, 404, 409, 413, 422, 503),
)
def change(account_id: AccountId, body: ChangedAccountBody, front: FrontDep, who: AnyAdminDep) -> StaffView:
    """Change an account. Whoever is signed in with it is signed out when it becomes inactive."""
    before = account_kept_by(front.record.accounts, account_id, who)
    _check_post(front.record.offices, before.authority, body, before)
    try:
        after = front.record.accounts.change(
            account_id,
            role=body.role,
            agency=body.agency or None,
            display_name=body.display_name,
            contact=body.contact,
            active=body.active,
            change=change_by(who, front.clock),
            provider_identity=body.provider_identity or None,
        )
    except LastAdmin as error:
        raise Problem(LAST_ADMIN) from error
    except IdentityTaken as error:
        raise Problem(IDENTITY_TAKEN) from error
    return _view(front.record.offices, after)


@router.post(
    "/{account_id}/password",
    summary="Đặt lại mật khẩu",
    description="Hệ thống đặt mật khẩu mới, chỉ trả về một lần; các phiên đang mở kết thúc ngay.",
    responses=problems(401, 403, 404, 422, 503),
)
async def reset_password(account_id: AccountId, front: FrontDep, who: AnyAdminDep) -> NewPasswordView:
    """Give an account another password that nobody chose."""
    account = await run_in_threadpool(account_kept_by, front.record.accounts, account_id, who)
    password = secrets.token_urlsafe(12)
    password_hash = await front.passwords.hashed(password)
    await run_in_threadpool(front.record.accounts.set_password, account.id, password_hash, change_by(who, front.clock))
    return NewPasswordView(account=await run_in_threadpool(_view, front.record.offices, account), password=password)


def account_kept_by(accounts: Accounts, account_id: str, who: Staff) -> Account:
    """An account that this admin keeps; of any other it learns nothing.

    Raises:
        Problem: there is none that this admin keeps.
    """
    account = accounts.find(account_id)
    if account is None or not administers(who, account.authority):
        raise Problem(UNKNOWN_ACCOUNT)
    return account


def _check_post(offices: Offices, authority: str | None, body: _PostBody, before: Account | None) -> None:
    """That the role, the authority and the agency go together. Somebody may stay in an agency that is no longer active."""
    if body.role is Role.REPORTER:
        raise wrong_field("role", "Người gửi không có tài khoản; hãy chọn vai trò khác.")
    if authority is None and body.role not in OF_NO_AUTHORITY:
        raise wrong_field("authority", "Vai trò này thuộc một địa phương; hãy ghi mã quy trình của địa phương.")
    if authority is not None and before is None and authority not in all_procedures():
        raise wrong_field("authority", "Không có địa phương này; hãy xem danh sách tại /api/v1/procedures.")
    if not body.role.of_agency and body.agency:
        raise wrong_field("agency", "Vai trò này không thuộc cơ quan xử lý nào; hãy bỏ mục này.")
    if not body.role.of_agency or (before is not None and before.agency == body.agency):
        return
    if (body.agency or "") not in Agencies(offices, authority or ""):
        raise wrong_field("agency", "Không có cơ quan nào đang hoạt động mang mã này; hãy chọn trong danh sách.")


def _view(offices: Offices, account: Account) -> StaffView:
    seen = account_view(offices, account)
    return StaffView(
        **dict(seen),
        email=account.email,
        phone=account.phone,
        active=account.active,
        provider_identity=account.provider_identity,
    )
