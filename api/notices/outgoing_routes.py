"""What left the system or should have: what a person has to see to, and sending it again."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from api.cases.views.messages import MessageList, MessageView, message_view
from api.web.downloads import FILES, Form, download
from api.web.front import FrontDep
from api.web.identity.callers import Staff, StaffDep
from api.web.names import Agencies
from api.web.openapi import problems
from api.web.problems.kinds import CENTRE_ONLY, NOT_GIVEN_UP, UNKNOWN_NOTICE
from api.web.problems.problem import Problem
from api.web.texts import Line
from documents.tables.table import Table
from domain.messages import MessageChannel, MessageStatus
from domain.words import Role
from language.labels import FAULT
from records.errors import MessageNotGivenUp, MessageUnknown
from records.messages.rows import MessageFilters, MessageLine
from records.record import Record

router = APIRouter(tags=["Tin gửi ra ngoài"])

_MAY_LOOK = frozenset({Role.CENTRE_OPERATOR, Role.CENTRE_LEADER, Role.ADMIN, Role.AUDITOR})
_MAY_SEND = _MAY_LOOK - {Role.AUDITOR}
_PAGE = 200
_COLUMNS = (
    "Mã tin", "Mã hồ sơ", "Diễn biến", "Vai trò được báo", "Cơ quan", "Tài khoản", "Kênh", "Trạng thái", "Số lần thử",
    "Vì sao chưa gửi được", "Xếp hàng lúc", "Gửi lúc", "Thử lại lúc",
)  # fmt: skip


class WantedMessages(BaseModel):
    """Điều kiện lọc tin."""

    model_config = ConfigDict(extra="forbid")

    status: list[MessageStatus] = Field(
        default=[], max_length=10, description="Trạng thái; ghi nhiều lần để chọn nhiều."
    )
    channel: list[MessageChannel] = Field(default=[], max_length=10, description="Kênh gửi.")
    code: Line | None = Field(default=None, description="Mã hồ sơ.", examples=["KH-2026-000001"])

    def filters(self) -> MessageFilters:
        """As the record takes them."""
        return MessageFilters(status=tuple(self.status), channel=tuple(self.channel), code=self.code or None)


class WantedPage(WantedMessages):
    """Điều kiện lọc tin, từng trang."""

    cursor: Line | None = Field(default=None, description="Con trỏ `next` của trang trước.")
    limit: int = Field(default=50, ge=1, le=_PAGE, description="Số tin mỗi trang.")


@router.get("/messages", summary="Tin gửi ra ngoài và kết quả gửi", responses=problems(401, 403, 422, 503))
def listing(wanted: Annotated[WantedPage, Query()], front: FrontDep, who: StaffDep) -> MessageList:
    """What left the system or should have, the latest first."""
    authority = _authority(who, _MAY_LOOK)
    page = front.record.mailbox.page(authority, wanted.filters(), wanted.cursor or None, wanted.limit)
    names = {line.authority: Agencies(front.record.offices, line.authority) for line in page.lines}
    return MessageList(items=[message_view(line, names[line.authority]) for line in page.lines], next=page.next)


@router.get(
    "/messages.{form}",
    summary="Tin gửi ra ngoài, cho bảng tính",
    response_class=Response,
    responses=problems(401, 403, 422, 503) | FILES,
)
def export(form: Form, wanted: Annotated[WantedMessages, Query()], front: FrontDep, who: StaffDep) -> Response:
    """The same list as a file for a spreadsheet, whole."""
    pages = _pages(front.record, _authority(who, _MAY_LOOK), wanted.filters())
    first = next(pages)  # Asked of the record before the answer begins, so that its absence is told as a problem.
    rows = chain(first, chain.from_iterable(pages))
    return download("tin-gui-ra-ngoai", form, Table("Tin gửi ra ngoài", _COLUMNS, rows))


@router.post(
    "/messages/{id}/retry",
    status_code=202,
    summary="Gửi lại một tin không gửi được",
    responses=problems(401, 403, 404, 409, 422, 503),
)
def retry(id: UUID, front: FrontDep, who: StaffDep) -> None:  # noqa: A002 - the word in the address
    """Send again what was given up."""
    try:
        front.record.mailbox.try_again(id, _authority(who, _MAY_SEND))
    except MessageUnknown:
        raise Problem(UNKNOWN_NOTICE) from None
    except MessageNotGivenUp:
        raise Problem(NOT_GIVEN_UP) from None


def _authority(who: Staff, roles: frozenset[Role]) -> str | None:
    """Whose messages one may see to; None for those of every authority."""
    if who.account.role not in roles:
        raise Problem(CENTRE_ONLY)
    return who.account.authority


def _pages(record: Record, authority: str | None, filters: MessageFilters) -> Iterator[list[list[str]]]:
    cursor, names = None, dict[str, Agencies]()
    while True:
        page = record.mailbox.page(authority, filters, cursor, _PAGE)
        for line in page.lines:
            if line.authority not in names:
                names[line.authority] = Agencies(record.offices, line.authority)
        yield [_row(message_view(line, names[line.authority]), line) for line in page.lines]
        cursor = page.next
        if cursor is None:
            return


def _row(view: MessageView, line: MessageLine) -> list[str]:
    why = f"{FAULT[line.fault]} ({line.fault_detail})" if line.fault and line.fault_detail else view.fault_label
    cells = (
        str(view.id),
        view.code,
        view.label,
        view.role_label,
        view.agency.name if view.agency else "",
        view.account_name,
        view.channel_label,
        view.status_label,
        str(view.attempts),
        why,
        view.queued_text,
        view.at_text,
        view.next_try_text,
    )
    return [cell or "" for cell in cells]
