"""Pages for admins and auditors: changes of offices, looks at identities, messages that were not delivered."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from api.notices.sending_again import messages_seen_by, send_again
from api.notices.views import message_views
from api.office.reviewing import all_changes, page_of_changes
from api.office.views.changes import change_view, changes_table
from api.pages.admin.gate import OfAuthority, WatcherPageDep, authorities_of, narrowed_to
from api.pages.admin.sections import PLACE_KINDS
from api.pages.common.forms import FormDep
from api.pages.common.rendering import page, see
from api.pages.common.visitors import StaffPageDep, VisitorDep
from api.staff.looks.views import look_view
from api.staff.looks.watching import looks_seen_by
from api.web.downloads import Form, download
from api.web.front import FrontDep
from api.web.problems.kinds import UNKNOWN_NOTICE
from api.web.problems.problem import Problem
from api.web.reading_limits import COUNTED_EXPORT
from domain.messages import MessageStatus
from domain.words import Role
from language.labels import ROLE
from records.messages.rows import MessageFilters

router = APIRouter(prefix="/quan-tri")

_PAGE = 50
_Before = Annotated[int | None, Query(alias="truoc", ge=1, le=2**62)]
_Narrowed = Annotated[str, Query(max_length=60)]


@router.get("/thay-doi")
def changes(
    request: Request,
    front: FrontDep,
    visitor: VisitorDep,
    staff: WatcherPageDep,
    of: OfAuthority = "",
    before: _Before = None,
) -> Response:
    """Show how offices were changed, the latest change first."""
    authority = narrowed_to(staff, of)
    shown = page_of_changes(front.record.offices, staff, authority.id if authority else None, before, _PAGE)
    rows = [(change_view(each), _differences(each.before, each.after)) for each in shown.changes]
    return page(
        request,
        "admin/changes.html.j2",
        visitor,
        rows=rows,
        next=shown.next,
        of=authority,
        authorities=authorities_of(staff),
    )


@router.get("/thay-doi.{form}", dependencies=[COUNTED_EXPORT])
def exported_changes(form: Form, front: FrontDep, staff: WatcherPageDep, of: OfAuthority = "") -> Response:
    """Download all changes for a spreadsheet."""
    return download("thay-doi", form, changes_table(all_changes(front.record.offices, staff, of or None)))


@router.get("/lan-xem")
def looks(
    request: Request,
    front: FrontDep,
    visitor: VisitorDep,
    staff: WatcherPageDep,
    of: OfAuthority = "",
    code: _Narrowed = "",
    account: _Narrowed = "",
    before: _Before = None,
) -> Response:
    """Show who looked at reporters' identities and other guarded things, the latest look first."""
    authority = narrowed_to(staff, of)
    shown = looks_seen_by(
        front.record.looks,
        staff,
        authority.id if authority else None,
        code=code or None,
        account=account or None,
        before=before,
        limit=_PAGE,
    )
    return page(
        request,
        "admin/looks.html.j2",
        visitor,
        looks=[look_view(each) for each in shown.looks],
        next=shown.next,
        of=authority,
        authorities=authorities_of(staff),
        code=code,
        account=account,
    )


@router.get("/tin")
def messages(
    request: Request,
    front: FrontDep,
    visitor: VisitorDep,
    staff: StaffPageDep,
    cursor: Annotated[str, Query(alias="sau", max_length=200)] = "",
    done: Annotated[str, Query(alias="xong", max_length=20)] = "",
) -> Response:
    """Show the messages that could not be delivered and wait for a person."""
    given_up = MessageFilters(status=(MessageStatus.GIVEN_UP,))
    shown = messages_seen_by(front.record.mailbox, staff, given_up, cursor or None, _PAGE)
    return page(
        request,
        "admin/messages.html.j2",
        visitor,
        messages=list(message_views(shown.lines, front.record.offices)),
        next=shown.next,
        sends=staff.account.role is not Role.AUDITOR,
        done=done,
    )


@router.post("/tin")
def try_again(front: FrontDep, staff: StaffPageDep, form: FormDep) -> Response:
    """Send a message again."""
    try:
        message = UUID(form.value("message"))
    except ValueError as error:
        raise Problem(UNKNOWN_NOTICE) from error
    send_again(front.record.mailbox, staff, message)
    return see("/quan-tri/tin?xong=gui-lai")


def _differences(before: dict[str, Any] | None, after: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Return what changed, value by value: its name, what it was, what it is."""
    was = before or {}
    return [
        (_NAMES.get(name, name), _said(was.get(name)), _said(value))
        for name, value in after.items()
        if was.get(name) != value
    ]


_NAMES = {
    "id": "mã",
    "name": "tên",
    "active": "đang dùng",
    "own_limit": "hạn riêng",
    "symbol": "ký hiệu văn bản",
    "next_name": "tên mới",
    "next_symbol": "ký hiệu mới",
    "renamed_on": "dùng tên mới từ ngày",
    "code": "mã đơn vị hành chính",
    "succeeded_by": "nay thuộc",
    "kind": "cấp",
    "parent": "thuộc",
    "latitude": "vĩ độ",
    "longitude": "kinh độ",
    "urgency": "quy trình",
    "source": "căn cứ",
    "like": "thời hạn như",
    "agency": "cơ quan",
    "field": "lĩnh vực",
    "place": "địa bàn",
    "ours": "chúng tôi chọn",
    "username": "tên đăng nhập",
    "role": "vai trò",
    "display_name": "họ tên",
    "email": "thư điện tử",
    "phone": "số di động",
    "provider_identity": "danh tính liên thông",
    "password": "mật khẩu",
    "locked": "khóa",
    "second_factor": "xác thực hai lớp",
    "passkey": "khóa truy cập",
    "days": "số ngày",
    "sessions": "phiên",
    "from_account": "người giao",
    "to_account": "người nhận",
    "starts_at": "từ lúc",
    "ends_at": "đến lúc",
    "revoked_at": "chấm dứt lúc",
    "reason": "lý do",
    "cases": "số hồ sơ",
}
_VALUES = (
    {"reset": "đã đổi", "ended": "đã kết thúc", "unused": "lâu ngày không ai dùng"}
    | {
        "enrolled": "đã bật",
        "added": "đã thêm",
        "removed": "đã gỡ",
        "recovery_code_used": "đã dùng một mã dự phòng",
        "recovery_codes_renewed": "đã đổi mã dự phòng",
    }
    | {str(role): ROLE[role] for role in Role}
    | dict(PLACE_KINDS)
)


def _said(value: Any) -> str:
    if value is None or value == "":
        return "—"
    if isinstance(value, bool):
        return "có" if value else "không"
    return _VALUES.get(str(value), str(value))
