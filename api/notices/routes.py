"""Routes of messages: one's own notices, the devices to which they are pushed, and what left the system or should have."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from api.notices.bodies import DeviceBody, WantedMessages, WantedNotices, WantedPage
from api.notices.marking_read import mark_read
from api.notices.sending_again import all_messages, messages_seen_by, send_again
from api.notices.views import DeviceView, MessageList, NoticeList, message_views, messages_table, notice_view
from api.web.downloads import FILES, Form, download
from api.web.front import FrontDep
from api.web.identity.callers import CallerDep, StaffDep, addressee
from api.web.openapi import FOR_ANYBODY, problems
from api.web.reading_limits import COUNTED_EXPORT

_notices = APIRouter(tags=["Thông báo"])
_outgoing = APIRouter(tags=["Tin gửi ra ngoài"])

OwnCase = Annotated[
    str | None,
    Query(description="Mã hồ sơ, khi người gửi gọi bằng mã tra cứu; cán bộ bỏ trống.", examples=["KH-2026-000001"]),
]


@_notices.get(
    "/notices",
    summary="Thông báo của tôi",
    description="Cán bộ kèm mã truy cập; người gửi kèm mã hồ sơ `code` và mã tra cứu.",
    responses=problems(401, 404, 422, 429, 503),
    openapi_extra=FOR_ANYBODY,
)
def listing(wanted: Annotated[WantedNotices, Query()], front: FrontDep, caller: CallerDep) -> NoticeList:
    """Return the caller's own notices, the latest first."""
    whom = addressee(front.record.cases, front.throttle, caller, wanted.code)
    page = front.record.mailbox.shown_to(whom, unread=wanted.unread, cursor=wanted.cursor or None, limit=wanted.limit)
    items = [notice_view(notice, front.site.texts) for notice in page.notices]
    return NoticeList(items=items, unread=page.unread, next=page.next)


@_notices.post(
    "/notices/{id}/read",
    status_code=204,
    summary="Đánh dấu đã đọc",
    responses=problems(401, 404, 422, 429, 503),
    openapi_extra=FOR_ANYBODY,
)
def read(id: UUID, front: FrontDep, caller: CallerDep, code: OwnCase = None) -> None:  # noqa: A002 - the word in the address
    """Note that a notice was read."""
    whom = addressee(front.record.cases, front.throttle, caller, code)
    mark_read(front.record.mailbox, id, whom, front.clock())


@_notices.post(
    "/devices",
    status_code=201,
    summary="Đăng ký thiết bị nhận thông báo",
    description="Đăng ký lại cùng mã thiết bị là cùng một thiết bị; nó thuộc tài khoản đăng ký sau cùng.",
    responses=problems(400, 401, 404, 413, 422, 429, 503),
    openapi_extra=FOR_ANYBODY,
)
def register(body: DeviceBody, front: FrontDep, caller: CallerDep) -> DeviceView:
    """Have notices pushed to a device."""
    whom = addressee(front.record.cases, front.throttle, caller, body.code)
    return DeviceView(id=front.record.mailbox.register_device(body.token, body.platform, whom))


@_notices.delete(
    "/devices/{id}",
    status_code=204,
    summary="Bỏ đăng ký thiết bị",
    responses=problems(401, 404, 422, 429, 503),
    openapi_extra=FOR_ANYBODY,
)
def unregister(id: UUID, front: FrontDep, caller: CallerDep, code: OwnCase = None) -> None:  # noqa: A002
    """Have nothing more pushed to a device of one's own."""
    front.record.mailbox.unregister_device(id, addressee(front.record.cases, front.throttle, caller, code))


@_outgoing.get(
    "/messages",
    name="listing",  # part of the operation id in the OpenAPI document
    summary="Tin gửi ra ngoài và kết quả gửi",
    responses=problems(401, 403, 422, 503),
)
def messages(wanted: Annotated[WantedPage, Query()], front: FrontDep, staff: StaffDep) -> MessageList:
    """What left the system or should have, the latest first."""
    mailbox, offices = front.record.mailbox, front.record.offices
    page = messages_seen_by(mailbox, staff, wanted.filters(), wanted.cursor or None, wanted.limit)
    return MessageList(items=list(message_views(page.lines, offices)), next=page.next)


@_outgoing.get(
    "/messages.{form}",
    summary="Tin gửi ra ngoài, cho bảng tính",
    response_class=Response,
    responses=problems(401, 403, 422, 429, 503) | FILES,
    dependencies=[COUNTED_EXPORT],
)
def export(form: Form, wanted: Annotated[WantedMessages, Query()], front: FrontDep, staff: StaffDep) -> Response:
    """The same list as a file for a spreadsheet, whole."""
    found = all_messages(front.record.mailbox, staff, wanted.filters())
    return download("tin-gui-ra-ngoai", form, messages_table(found, front.record.offices))


@_outgoing.post(
    "/messages/{id}/retry",
    status_code=202,
    summary="Gửi lại một tin không gửi được",
    responses=problems(401, 403, 404, 409, 422, 503),
)
def retry(id: UUID, front: FrontDep, staff: StaffDep) -> None:  # noqa: A002 - the word in the address
    """Send again what was given up."""
    send_again(front.record.mailbox, staff, id)


router = APIRouter()
router.include_router(_notices)
router.include_router(_outgoing)
