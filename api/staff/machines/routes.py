"""Routes by which an admin keeps machine clients, and by which a machine client gets a token."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from api.office.admins import AnyAdminDep
from api.staff.machines import keeping
from api.staff.machines.bodies import NewMachineBody
from api.staff.machines.tokens import GRANT, TOKEN_LENGTH, TokenRefused, asked, give_token
from api.staff.machines.views import GivenSecretView, MachineList, MachineView, given_view, machine_view
from api.web.front import FrontDep
from api.web.identity.weight import OF_WEIGHT
from api.web.openapi import FOR_ANYBODY, problems

router = APIRouter(prefix="/admin/machine-clients", tags=["Kết nối máy"])
token_router = APIRouter(prefix="/oauth", tags=["Kết nối máy"])

ClientId = Annotated[str, Path(description="Mã kết nối (client_id).", max_length=60)]


class TokenView(BaseModel):
    """Một mã truy cập."""

    access_token: str
    token_type: str = Field(examples=["Bearer"])
    expires_in: int = Field(description="Số giây còn dùng được.", examples=[600])
    scope: str = Field(examples=["cases.act cases.read"])


class TokenErrorView(BaseModel):
    """Lỗi theo RFC 6749, mục 5.2."""

    error: str = Field(examples=["invalid_client"])
    error_description: str


_REFUSALS: dict[int | str, dict[str, Any]] = {
    400: {"model": TokenErrorView, "description": "Yêu cầu không đúng."},
    401: {"model": TokenErrorView, "description": "Không chứng minh được là kết nối nào."},
}
_FORM = {
    "requestBody": {
        "required": True,
        "content": {
            "application/x-www-form-urlencoded": {
                "schema": {
                    "type": "object",
                    "required": ["grant_type"],
                    "properties": {
                        "grant_type": {"type": "string", "enum": [GRANT]},
                        "client_id": {"type": "string"},
                        "client_secret": {"type": "string"},
                        "scope": {"type": "string", "description": "Bỏ trống thì được mọi phạm vi đã đăng ký."},
                    },
                }
            }
        },
    }
}


@token_router.post(
    "/token",
    summary="Lấy mã truy cập cho kết nối máy",
    description=(
        "OAuth 2.0 client credentials (RFC 6749 mục 4.4): mã kết nối và khóa bí mật theo HTTP Basic hoặc trong biểu mẫu. "
        f"Mã dùng được {TOKEN_LENGTH.seconds // 60} phút."
    ),
    response_model=TokenView,
    responses=_REFUSALS | problems(413, 429, 503),
    openapi_extra=FOR_ANYBODY | _FORM,
)
async def token(request: Request, front: FrontDep) -> JSONResponse:
    """Give a short-lived token to a machine client."""
    try:
        form = await _form(request)
        given = await run_in_threadpool(
            lambda: give_token(front, request, asked(form, request.headers.get("authorization")))
        )
    except TokenRefused as refused:
        headers = {"WWW-Authenticate": 'Basic realm="hientruong"'} if refused.status == 401 else {}
        told = TokenErrorView(error=refused.error, error_description=refused.description)
        return JSONResponse(told.model_dump(), refused.status, headers)
    view = TokenView(
        access_token=given.token,
        token_type="Bearer",  # noqa: S106 - the type of a token
        expires_in=int(TOKEN_LENGTH.total_seconds()),
        scope=" ".join(given.scopes),
    )
    return JSONResponse(view.model_dump())


@router.get("", summary="Các kết nối máy", responses=problems(401, 403, 422, 503))
def listing(
    front: FrontDep,
    staff: AnyAdminDep,
    authority: Annotated[
        str | None, Query(description="Chỉ của địa phương này.", examples=["khanh-hoa"], max_length=60)
    ] = None,
) -> MachineList:
    """The machine clients of one's own authority; of one or of all for an admin of all."""
    found = keeping.machines_kept_by(front.record.machines, staff, authority)
    return MachineList(items=[machine_view(front.record.offices, each, front.clock()) for each in found])


@router.post(
    "",
    dependencies=[OF_WEIGHT],
    status_code=201,
    summary="Đăng ký một kết nối máy",
    description="Hệ thống tạo khóa bí mật và chỉ trả về một lần.",
    responses=problems(400, 401, 403, 413, 422, 503),
)
def register(body: NewMachineBody, front: FrontDep, staff: AnyAdminDep) -> GivenSecretView:
    """Register a machine client."""
    return given_view(front.record.offices, keeping.register(front, staff, body), front.clock())


@router.get("/{client_id}", summary="Một kết nối máy", responses=problems(401, 403, 404, 422, 503))
def show(client_id: ClientId, front: FrontDep, staff: AnyAdminDep) -> MachineView:
    """Return a machine client, with how it was used."""
    client = keeping.machine_kept_by(front.record.machines, client_id, staff)
    return machine_view(front.record.offices, client, front.clock())


@router.post(
    "/{client_id}/secrets",
    dependencies=[OF_WEIGHT],
    status_code=201,
    summary="Tạo khóa bí mật mới",
    description="Khóa cũ còn hiệu lực đến khi được bỏ, để phần mềm kịp đổi. Mỗi kết nối có tối đa hai khóa.",
    responses=problems(401, 403, 404, 409, 422, 503),
)
def add_secret(client_id: ClientId, front: FrontDep, staff: AnyAdminDep) -> GivenSecretView:
    """Give a machine client another secret."""
    return given_view(front.record.offices, keeping.add_secret(front, staff, client_id), front.clock())


@router.delete(
    "/{client_id}/secrets/{secret_id}",
    dependencies=[OF_WEIGHT],
    status_code=204,
    summary="Bỏ một khóa bí mật",
    description="Mã truy cập lấy bằng khóa ấy hết hiệu lực ngay.",
    responses=problems(401, 403, 404, 409, 422, 503),
)
def drop_secret(client_id: ClientId, secret_id: UUID, front: FrontDep, staff: AnyAdminDep) -> None:
    """Drop a secret of a machine client."""
    keeping.drop_secret(front, staff, client_id, secret_id)


@router.delete(
    "/{client_id}",
    dependencies=[OF_WEIGHT],
    status_code=204,
    summary="Thu hồi một kết nối máy",
    description="Có hiệu lực ngay với lần gọi kế tiếp, và không phục hồi được.",
    responses=problems(401, 403, 404, 422, 503),
)
def revoke(client_id: ClientId, front: FrontDep, staff: AnyAdminDep) -> None:
    """Revoke a machine client."""
    keeping.revoke(front, staff, client_id)


async def _form(request: Request) -> list[tuple[str, str]]:
    """Return the fields of the request's form.

    Raises:
        TokenRefused: the body is no form.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise TokenRefused("invalid_request", "Nội dung phải là application/x-www-form-urlencoded.")
    try:
        sent = await request.form(max_files=0, max_fields=20)
        return [(name, value) for name, value in sent.multi_items() if not isinstance(value, UploadFile)]
    except (UnicodeError, HTTPException) as error:
        raise TokenRefused("invalid_request", "Không đọc được biểu mẫu.") from error
