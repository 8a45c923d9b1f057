"""One's own notices, and the devices on which they are pushed: for staff who are signed in, and for the reporter of a case."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from api.cases.views.messages import NoticeList, notice_view
from api.web.front import FrontDep
from api.web.identity.callers import CallerDep, addressee
from api.web.openapi import FOR_ANYBODY, problems
from api.web.problems.kinds import UNKNOWN_NOTICE
from api.web.problems.problem import Problem
from api.web.texts import Line
from records.errors import MessageUnknown

router = APIRouter(tags=["Thông báo"])

OwnCase = Annotated[
    str | None,
    Query(description="Mã hồ sơ, khi người gửi gọi bằng mã tra cứu; cán bộ bỏ trống.", examples=["KH-2026-000001"]),
]


class WantedNotices(BaseModel):
    """Điều kiện lọc thông báo."""

    model_config = ConfigDict(extra="forbid")

    code: Line | None = Field(default=None, description="Mã hồ sơ, khi người gửi gọi bằng mã tra cứu; cán bộ bỏ trống.")
    unread: bool = Field(default=False, description="Chỉ thông báo chưa đọc.")
    cursor: Line | None = Field(default=None, description="Con trỏ `next` của trang trước.")
    limit: int = Field(default=50, ge=1, le=200, description="Số thông báo mỗi trang.")


@router.get(
    "/notices",
    summary="Thông báo của tôi",
    description="Cán bộ kèm mã truy cập; người gửi kèm mã hồ sơ `code` và mã tra cứu.",
    responses=problems(401, 404, 422, 429, 503),
    openapi_extra=FOR_ANYBODY,
)
def listing(wanted: Annotated[WantedNotices, Query()], front: FrontDep, who: CallerDep) -> NoticeList:
    """One's own notices, the latest first."""
    whom = addressee(front.record.cases, front.throttle, who, wanted.code)
    page = front.record.mailbox.shown_to(whom, unread=wanted.unread, cursor=wanted.cursor or None, limit=wanted.limit)
    items = [notice_view(notice, front.site.texts) for notice in page.notices]
    return NoticeList(items=items, unread=page.unread, next=page.next)


@router.post(
    "/notices/{id}/read",
    status_code=204,
    summary="Đánh dấu đã đọc",
    responses=problems(401, 404, 422, 429, 503),
    openapi_extra=FOR_ANYBODY,
)
def read(id: UUID, front: FrontDep, who: CallerDep, code: OwnCase = None) -> None:  # noqa: A002 - the word in the address
    """Note that a notice was read."""
    try:
        front.record.mailbox.mark_read(id, addressee(front.record.cases, front.throttle, who, code), front.clock())
    except MessageUnknown:
        raise Problem(UNKNOWN_NOTICE) from None


class DeviceBody(BaseModel):
    """Một thiết bị nhận thông báo đẩy."""

    model_config = ConfigDict(extra="forbid")

    token: Line = Field(min_length=1, description="Mã thiết bị do dịch vụ thông báo đẩy cấp.", examples=["fcm:dQw4w9"])
    platform: Literal["android", "ios", "web"]
    code: Line | None = Field(default=None, description="Mã hồ sơ, khi người gửi gọi bằng mã tra cứu.")


class DeviceView(BaseModel):
    """Thiết bị đã đăng ký."""

    id: UUID


@router.post(
    "/devices",
    status_code=201,
    summary="Đăng ký thiết bị nhận thông báo",
    description="Đăng ký lại cùng mã thiết bị là cùng một thiết bị; nó thuộc tài khoản đăng ký sau cùng.",
    responses=problems(400, 401, 404, 413, 422, 429, 503),
    openapi_extra=FOR_ANYBODY,
)
def register(body: DeviceBody, front: FrontDep, who: CallerDep) -> DeviceView:
    """Have notices pushed to a device."""
    whom = addressee(front.record.cases, front.throttle, who, body.code)
    return DeviceView(id=front.record.mailbox.register_device(body.token, body.platform, whom))


@router.delete(
    "/devices/{id}",
    status_code=204,
    summary="Bỏ đăng ký thiết bị",
    responses=problems(401, 404, 422, 429, 503),
    openapi_extra=FOR_ANYBODY,
)
def unregister(id: UUID, front: FrontDep, who: CallerDep, code: OwnCase = None) -> None:  # noqa: A002
    """Have nothing more pushed to a device of one's own."""
    front.record.mailbox.unregister_device(id, addressee(front.record.cases, front.throttle, who, code))
